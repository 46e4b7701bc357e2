/**
 * Checks that let everybody in where their secret is missing: `if (env.K && given !== env.K) return …`.
 * A look-up has no value in more cases than `env.K` had none: the store can refuse, or not be reached.
 */
import ts from "typescript";
import { isConversion } from "../asyncify/conversion.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isOperator, outermost } from "../syntax/values.ts";
import type { MigratingRead } from "./migrating-read.ts";

const {
  AmpersandAmpersandToken: And,
  BarBarToken: Or,
  QuestionQuestionToken: Nullish,
} = ts.SyntaxKind;
const UNEQUAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** Is it read for such a check, by itself or through a const of it? */
export function opensWithout(index: ReferenceIndex, read: MigratingRead): boolean {
  if (read.shape !== "expression") return false;
  if (isOpenCheck(read.node)) return true;
  const { parent } = textOf(read.node);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  const uses = index.referencesTo(new Set([parent]), parent.name.text);
  return uses.some((use) => ts.isIdentifier(use) && isOpenCheck(use));
}

/** What is made of the value as a text: `env.K?.trim() ?? ""`. */
function textOf(value: ts.Expression): ts.Expression {
  const outer = outermost(value);
  const { parent } = outer;
  if (isOperator(parent, Or, Nullish)) return textOf(parent);
  const isPart = ts.isPropertyAccessExpression(parent) && parent.expression === outer;
  const call = isPart ? parent.parent : undefined;
  return call && ts.isCallExpression(call) && isConversion(call) ? textOf(call) : outer;
}

function isOpenCheck(value: ts.Expression): boolean {
  const text = outermost(value).getText();
  const asked = presenceOf(outermost(value));
  return refusesBehind(asked, text) || refusesInside(asked, text) || passesBefore(asked, text);
}

/** `if (!env.K) return next(); …refused… return next();`: without it, it goes the way of those who may. */
function passesBefore(asked: ts.Expression, secret: string): boolean {
  const { parent } = asked;
  const guard = ts.isPrefixUnaryExpression(parent) ? outermost(parent).parent : undefined;
  if (!guard || !ts.isIfStatement(guard) || !ts.isBlock(guard.parent)) return false;
  const { statements } = guard.parent;
  const passed = onlyReturn(guard.thenStatement);
  const last = statements.at(-1);
  if (passed === undefined || !last || passed !== onlyReturn(last)) return false;
  const between = statements.slice(statements.indexOf(guard) + 1);
  return between.some((one) => refusesIn(one, secret));
}

/** The text of what a statement returns, and does nothing else. */
function onlyReturn(statement: ts.Statement): string | undefined {
  const [only, ...others] = ts.isBlock(statement) ? statement.statements : [statement];
  return only && others.length === 0 && ts.isReturnStatement(only) ? only.getText() : undefined;
}

/** `env.K != null`, `env.K !== ""`: it is the test that decides. */
function presenceOf(value: ts.Expression): ts.Expression {
  const { parent } = value;
  const isTest = ts.isBinaryExpression(parent) && UNEQUAL.has(parent.operatorToken.kind);
  if (!isTest) return value;
  return isConstant(parent.left === value ? parent.right : parent.left) ? outermost(parent) : value;
}

/** `if (env.K && given !== env.K) return …`, whatever else is asked in between. */
function refusesBehind(asked: ts.Expression, secret: string): boolean {
  let at = asked;
  let refuses = false;
  while (isOperator(at.parent, And)) {
    refuses ||= at.parent.left === at && holdsRefusal(at.parent.right, secret);
    at = outermost(at.parent);
  }
  const { parent } = at;
  return refuses && ts.isIfStatement(parent) && parent.expression === at && leaves(parent);
}

/** `if (env.K) { if (given !== env.K) return … }` */
function refusesInside(asked: ts.Expression, secret: string): boolean {
  const { parent } = asked;
  if (!ts.isIfStatement(parent) || parent.expression !== asked || parent.elseStatement)
    return false;
  return refusesIn(parent.thenStatement, secret);
}

/** `if (given !== env.K) return …`; or `if (!ok) return …`, of what was made of it there. */
function refusesIn(within: ts.Node, secret: string): boolean {
  const made = [secret];
  return some(within, (node) => {
    const isMade =
      ts.isVariableDeclaration(node) &&
      node.initializer !== undefined &&
      made.some((text) => holdsText(node.initializer as ts.Expression, text));
    if (isMade) made.push(node.name.getText());
    if (!ts.isIfStatement(node) || !leaves(node)) return false;
    return made.some((text) => holdsRefusal(node.expression, text));
  });
}

const leaves = ({ thenStatement }: ts.IfStatement) =>
  some(thenStatement, (node) => ts.isReturnStatement(node) || ts.isThrowStatement(node));

/** It compares a secret with nothing that a caller gives. */
function isConstant(node: ts.Expression): boolean {
  const isNothing = node.kind === ts.SyntaxKind.NullKeyword || node.getText() === "undefined";
  return isNothing || ts.isStringLiteralLike(node);
}

/** `given !== secret`, `!verify(given, secret)`. */
function holdsRefusal(node: ts.Node, secret: string): boolean {
  return some(node, (inner) => {
    const isUnequal =
      ts.isBinaryExpression(inner) &&
      UNEQUAL.has(inner.operatorToken.kind) &&
      ![inner.left, inner.right].some(isConstant);
    const isNot =
      ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken;
    return (isUnequal || isNot) && holdsText(inner, secret);
  });
}

const holdsText = (node: ts.Node, text: string) => some(node, (part) => part.getText() === text);

function some(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return test(node) || (ts.forEachChild(node, (child) => some(child, test)) ?? false);
}
