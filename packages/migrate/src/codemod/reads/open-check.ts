/**
 * Checks that let everybody in where their secret is missing: `if (env.K && given !== env.K) return …`.
 * A look-up has no value in more cases than `env.K` had none: the store can refuse, or not be reached.
 */
import ts from "typescript";
import { isEqual, isUnequal } from "../../source/comparisons.ts";
import { isConversion } from "../asyncify/conversion.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf, isFunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost, isOperator, outermost } from "../syntax/values.ts";
import type { MigratingRead } from "./migrating-read.ts";
import {
  answerOf,
  holdsStatus,
  holdsText,
  isAllowing,
  isNothing,
  lastAnswerOf,
  type Passing,
  refuses,
  some,
} from "./refusal.ts";

const {
  AmpersandAmpersandToken: And,
  BarBarToken: Or,
  QuestionQuestionToken: Nullish,
} = ts.SyntaxKind;
const VERIFYING = /^(verify|assert|check|validate|ensure|authori[sz]e|authenticate)/;

/** Of a function that answers whether it refuses. */
const REFUSING =
  /^(is|should|must)?(reject|refuse|den(y|ied)|forbid|block|unauthori[sz]ed|not(allowed|authori[sz]ed))/i;

/** Is it read for such a check, by itself or through a const of it? */
export function opensWithout(index: ReferenceIndex, read: MigratingRead): boolean {
  if (read.shape !== "expression") return false;
  if (isOpenCheck(read.node)) return true;
  const { parent } = textOf(read.node);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  const uses = index.referencesTo(new Set([parent]), parent.name.text);
  return uses.some((use) => ts.isIdentifier(use) && isOpenCheck(use));
}

/** What is made of the value as a text: `env.K?.trim() ?? ""`, `String(env.K || "")`. */
function textOf(value: ts.Expression): ts.Expression {
  const outer = outermost(value);
  const { parent } = outer;
  if (isOperator(parent, Or, Nullish) || isTextOrNone(parent, outer)) return textOf(parent);
  const isPart = ts.isPropertyAccessExpression(parent) && parent.expression === outer;
  const call = isPart ? parent.parent : undefined;
  return call && ts.isCallExpression(call) && isConversion(call) ? textOf(call) : outer;
}

/** `String(value)`, `typeof value === "string" ? value : ""`. */
function isTextOrNone(parent: ts.Node, value: ts.Expression): parent is ts.Expression {
  if (ts.isCallExpression(parent)) {
    return parent.expression.getText() === "String" && parent.arguments[0] === value;
  }
  if (!ts.isConditionalExpression(parent) || parent.whenTrue !== value) return false;
  const { whenFalse: none } = parent;
  return isConstant(none) && !(ts.isStringLiteralLike(none) && none.text !== "");
}

/** @param value the secret, or a name for it, where the code asks whether it is there. */
export function isOpenCheck(value: ts.Expression): boolean {
  const text = outermost(value).getText();
  const asked = presenceOf(outermost(value));
  return refusesBehind(asked, text) || refusesInside(asked, text) || passesBefore(asked, text);
}

/** `if (!env.K) return next(); …refused… return next();`: without it, it goes the way of those who may. */
function passesBefore(asked: ts.Expression, secret: string): boolean {
  const guard = guardOfAbsence(asked);
  if (!guard || !ts.isBlock(guard.parent)) return false;
  const { statements } = guard.parent;
  const last = statements.at(-1);
  const answer = lastAnswerOf(guard.thenStatement);
  if (answer === undefined || !last || last === guard) return false;
  if (answer === "false") return saysWhoIsRefused(last, secret);
  const later = statements.slice(statements.indexOf(guard) + 1);
  const isSame = answer === answerOf(last);
  if (!isSame && !isAllowing(answer)) return false;
  if (isSame && later.some((one) => isVerifying(one, secret))) return true;
  if (answer === "true" && isCompared(last, secret)) return true;
  return refusesIn(later, { secret, answer, isSaid: !isSame && isNothing(answer) });
}

/** `return given !== env.K` of a function whose name says that it answers who is refused. */
function saysWhoIsRefused(last: ts.Statement, secret: string): boolean {
  if (!ts.isReturnStatement(last) || !last.expression) return false;
  const { node } = containerOf(last);
  if (!isFunctionNode(node)) return false;
  const name = nameText((ts.isVariableDeclaration(node.parent) ? node.parent : node).name);
  return name !== undefined && REFUSING.test(name) && holdsRefusal(last.expression, secret);
}

/** `if (!env.K)`, and `if (!env.K || !given)`. */
function guardOfAbsence(asked: ts.Expression): ts.IfStatement | undefined {
  const { parent } = asked;
  if (!ts.isPrefixUnaryExpression(parent)) return undefined;
  let test = outermost(parent);
  while (isOperator(test.parent, Or)) test = outermost(test.parent);
  const guard = test.parent;
  return ts.isIfStatement(guard) && guard.expression === test ? guard : undefined;
}

/** `await verifySignature(given, env.K);`: it throws where it refuses, for nobody looks at its answer. */
function isVerifying(statement: ts.Statement, secret: string): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  const call = ts.isAwaitExpression(expression) ? expression.expression : expression;
  if (!ts.isCallExpression(call)) return false;
  return VERIFYING.test(calledName(call)) && call.arguments.some((one) => holdsText(one, secret));
}

const calledName = ({ expression: called }: ts.CallExpression) =>
  (ts.isPropertyAccessExpression(called) ? called.name : called).getText();

/** `return given === env.K;`, `return verify(given, env.K);` */
function isCompared(statement: ts.Statement, secret: string): boolean {
  if (!ts.isReturnStatement(statement) || !statement.expression) return false;
  return some(statement.expression, (node) => {
    if (ts.isCallExpression(node)) return node.arguments.some((one) => holdsText(one, secret));
    const sides = isEqual(node) ? [node.left, node.right] : [];
    return !sides.some(isConstant) && sides.some((side) => holdsText(side, secret));
  });
}

/** `env.K != null`, `env.K !== ""`: it is the test that decides. */
function presenceOf(value: ts.Expression): ts.Expression {
  const { parent } = value;
  if (!isUnequal(parent)) return value;
  return isConstant(parent.left === value ? parent.right : parent.left) ? outermost(parent) : value;
}

/** `if (env.K && given !== env.K) return …`, whatever else is asked in between. */
function refusesBehind(asked: ts.Expression, secret: string): boolean {
  let at = asked;
  let isAsked = false;
  while (isOperator(at.parent, And)) {
    isAsked ||= at.parent.left === at && holdsRefusal(at.parent.right, secret);
    at = outermost(at.parent);
  }
  const { parent } = at;
  if (!isAsked || !ts.isIfStatement(parent) || parent.expression !== at) return false;
  return refuses(parent.thenStatement, { answer: answerBehind(parent), made: [secret] });
}

/** What is answered where a check is left out: undefined where more than an answer follows. */
function answerBehind(check: ts.IfStatement): string | undefined {
  if (!ts.isBlock(check.parent)) return undefined;
  const { statements } = check.parent;
  return answerOf(statements[statements.indexOf(check) + 1]);
}

/** `if (env.K) { if (given !== env.K) return … }` */
function refusesInside(asked: ts.Expression, secret: string): boolean {
  const { parent } = asked;
  if (!ts.isIfStatement(parent) || parent.expression !== asked) return false;
  const { thenStatement, elseStatement } = parent;
  if (!elseStatement) return refusesIn([thenStatement], { secret, answer: answerBehind(parent) });
  return (
    goesOnUnchecked(elseStatement) &&
    refusesIn([thenStatement], { secret, answer: undefined, isSaid: true })
  );
}

/** `else { body = await request.json(); }`: it looks at nothing, and finds nobody out. */
function goesOnUnchecked(otherwise: ts.Statement): boolean {
  return !some(
    otherwise,
    (node) =>
      ts.isReturnStatement(node) ||
      ts.isThrowStatement(node) ||
      ts.isIfStatement(node) ||
      node.kind === ts.SyntaxKind.FalseKeyword ||
      (ts.isCallExpression(node) && VERIFYING.test(calledName(node))),
  );
}

/** `return given === env.K ? null : refused;` */
function answersRefused(
  { expression }: ts.ReturnStatement,
  passing: Passing & { readonly answer: string },
): boolean {
  const chosen = expression && innermost(expression);
  if (!chosen || !ts.isConditionalExpression(chosen)) return false;
  const { condition, whenTrue, whenFalse } = chosen;
  const asks = some(condition, (node) => {
    const sides = isEqual(node) || isUnequal(node) ? [node.left, node.right] : [];
    const given = ts.isCallExpression(node) ? node.arguments : sides;
    const isOfIt = given.some((one) => passing.made.some((text) => holdsText(one, text)));
    return isOfIt && !given.some(isConstant);
  });
  const others = [whenTrue, whenFalse].filter((one) => one.getText() !== passing.answer);
  const [refused] = others;
  return asks && others.length === 1 && refused !== undefined && holdsStatus(refused);
}

/** `if (given !== env.K) return …`; or `if (!ok) return …`, of what was made of it there. */
function refusesIn(
  statements: readonly ts.Statement[],
  { secret, ...passing }: Omit<Passing, "made"> & { readonly secret: string },
): boolean {
  const made = [secret];
  const isRefusing = (node: ts.Node) => {
    const isMade =
      ts.isVariableDeclaration(node) &&
      node.initializer !== undefined &&
      made.some((text) => holdsText(node.initializer as ts.Expression, text));
    if (isMade) made.push(node.name.getText());
    const { answer } = passing;
    if (ts.isReturnStatement(node) && answer !== undefined) {
      return answersRefused(node, { answer, made });
    }
    if (!ts.isIfStatement(node)) return false;
    const isOfIt = made.some((text) => holdsRefusal(node.expression, text));
    return isOfIt && refuses(node.thenStatement, { ...passing, made });
  };
  return statements.some((one) => some(one, isRefusing));
}

/** It compares a secret with nothing that a caller gives. */
function isConstant(node: ts.Expression): boolean {
  const isNothing = node.kind === ts.SyntaxKind.NullKeyword || node.getText() === "undefined";
  return isNothing || ts.isStringLiteralLike(node);
}

/** `given !== secret`, `!verify(given, secret)`. */
function holdsRefusal(node: ts.Node, secret: string): boolean {
  return some(node, (inner) => {
    const tellsApart = isUnequal(inner) && ![inner.left, inner.right].some(isConstant);
    const isNot =
      ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken;
    return (tellsApart || isNot) && holdsText(inner, secret);
  });
}
