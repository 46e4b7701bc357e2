/**
 * Checks of a module: `if (!key) throw new Error("…")`, in which an import ends where something is missing.
 * What is looked up later is checked later, too: each part of the condition that is of one name can go
 * where that is looked up. Knows which can; who moves them is beside it.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost, isAssignment, isOperator } from "../syntax/values.ts";
import { isConversion } from "./conversion.ts";
import { changesLater } from "./later.ts";

/** One alternative of a check's condition, and the check. */
export interface CheckPart {
  readonly statement: ts.IfStatement;
  readonly part: ts.Expression;
}

/** The part that `node` is in, where it may be asked later; undefined where it is in none. */
export function checkPartOf(index: ReferenceIndex, node: ts.Node): CheckPart | undefined {
  const statement = ancestor(node, ts.isIfStatement);
  if (!statement || !ts.isSourceFile(statement.parent)) return undefined;
  const part = partsOf(statement).find((one) => one.pos <= node.pos && node.end <= one.end);
  if (!part || statement.elseStatement || !onlyThrows(index, statement.thenStatement)) {
    return undefined;
  }
  const isPlain =
    asksOnly(part) && !changesLater(index, part) && subjectsOf(index, part).size === 1;
  return isPlain && !isActedBehind(statement, statement.parent) ? { statement, part } : undefined;
}

/** `a` and `b` of `if (a || b) throw …`: one after the other, they say the same. */
export function partsOf({ expression }: ts.IfStatement): ts.Expression[] {
  const parts = (node: ts.Expression): ts.Expression[] => {
    const inner = ts.isParenthesizedExpression(node) ? innermost(node) : node;
    return isOperator(inner, ts.SyntaxKind.BarBarToken)
      ? [...parts(inner.left), ...parts(inner.right)]
      : [node];
  };
  return parts(expression);
}

/** Does it only ask for what is there: `!key`, `key.length < 32`? */
function asksOnly(node: ts.Node): boolean {
  if (ts.isCallExpression(node) && !isConversion(node)) return false;
  if (ts.isPrefixUnaryExpression(node) && node.operator !== ts.SyntaxKind.ExclamationToken) {
    return false;
  }
  const asks =
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeOfExpression(node) ||
    isPlainOperator(node) ||
    ts.isLiteralExpression(node) ||
    ts.isToken(node);
  return asks && !ts.forEachChild(node, (child) => !asksOnly(child));
}

/** What a part asks about: a value of the module, or a member of the environment. */
function subjectsOf(index: ReferenceIndex, part: ts.Node): ReadonlySet<string> {
  const subjects = new Set<string>();
  const visit = (node: ts.Node): void => {
    const member = memberOfEnv(node);
    if (member !== undefined) {
      if (member !== "NODE_ENV") subjects.add(member);
    } else if (ts.isIdentifier(node) && index.declarationsOf(node).some(isMade)) {
      subjects.add(` ${node.text}`);
    } else ts.forEachChild(node, visit);
  };
  visit(part);
  return subjects;
}

/** The `K` of `process.env.K`, `env.K` and `env["K"]`. */
function memberOfEnv(node: ts.Node): string | undefined {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined;
  if (!/(?:^|\.)env$/.test(node.expression.getText())) return undefined;
  return nameText(ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression);
}

const isPlainOperator = (node: ts.Node) => ts.isBinaryExpression(node) && !isAssignment(node);

/** A `throw` of what is known when the module is written; what is logged before comes along. */
function onlyThrows(index: ReferenceIndex, statement: ts.Statement): boolean {
  if (!ts.isBlock(statement)) return ts.isThrowStatement(statement) && isFixed(index, statement);
  const last = statement.statements.at(-1);
  const before = statement.statements.slice(0, -1);
  return last !== undefined && onlyThrows(index, last) && before.every((one) => logs(index, one));
}

function logs(index: ReferenceIndex, statement: ts.Statement): boolean {
  const call = ts.isExpressionStatement(statement) ? statement.expression : undefined;
  if (!call || !ts.isCallExpression(call)) return false;
  return (
    /^console\.\w+$/.test(call.expression.getText()) &&
    call.arguments.every((argument) => isFixed(index, argument))
  );
}

/** `new Error("…")`: it names nothing that could be looked up later, and acts on nothing. */
function isFixed(index: ReferenceIndex, node: ts.Node): boolean {
  const acts =
    ts.isAwaitExpression(node) ||
    ts.isFunctionLike(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    (ts.isBinaryExpression(node) && !isPlainOperator(node)) ||
    (ts.isTemplateExpression(node) && node.getText().includes("\n")) ||
    (ts.isNoSubstitutionTemplateLiteral(node) && node.getText().includes("\n"));
  if (acts || (ts.isCallExpression(node) && !/Error$/.test(node.expression.getText())))
    return false;
  if (ts.isIdentifier(node) && index.declarationsOf(node).some(isMade)) return false;
  if (ts.isPropertyAccessExpression(node)) return false;
  return !ts.forEachChild(node, (child) => !isFixed(index, child));
}

/** A value that code of the module makes. */
function isMade(declaration: ts.Declaration): boolean {
  if (ts.isBindingElement(declaration) || ts.isParameter(declaration)) return true;
  if (!ts.isVariableDeclaration(declaration)) return false;
  const value = declaration.initializer;
  return (
    !declaration.getSourceFile().isDeclarationFile && (!value || !ts.isLiteralExpression(value))
  );
}

/** `main()` behind it: that must not happen where something is missing. */
function isActedBehind(check: ts.IfStatement, file: ts.SourceFile): boolean {
  return file.statements.some((one) => {
    if (one.pos < check.end || !ts.isExpressionStatement(one)) return false;
    const value = ts.isAwaitExpression(one.expression) ? one.expression.expression : one.expression;
    return (
      ts.isAwaitExpression(one.expression) ||
      ts.isNewExpression(value) ||
      (ts.isCallExpression(value) && ts.isIdentifier(value.expression))
    );
  });
}
