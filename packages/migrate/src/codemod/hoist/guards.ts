/** Tests of what is kept: whether it is there already, and what a test leaves to be done. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, isFunctionNode } from "../syntax/function-node.ts";
import { innermost } from "../syntax/values.ts";
import { isFinishedLater } from "./finished.ts";
import { declarationsOf, mentions } from "./mentions.ts";

/** `if (!x)`, `if (x == null)`, and `if (x) return x`: as far as `??=` looks. */
export function looksForNothing(
  index: ReferenceIndex,
  { expression }: ts.IfStatement,
  declared: readonly ts.Declaration[],
): boolean {
  const test = innermost(expression);
  const asked = ts.isPrefixUnaryExpression(test)
    ? test.operand
    : ts.isBinaryExpression(test) && isNothing(test.right)
      ? test.left
      : test;
  return declarationsOf(index, innermost(asked)).some((one) => declared.includes(one));
}

function isNothing(node: ts.Expression): boolean {
  return node.getText() === "undefined" || node.kind === ts.SyntaxKind.NullKeyword;
}

/**
 * What looks again as the code looked before: `??=`, and `||=` where its test takes for nothing what is
 * there and empty. `let token = ""; if (!token) token = …` would keep the empty text under `??=`.
 */
export function againOperator(index: ReferenceIndex, { left, pos }: ts.BinaryExpression): string {
  const declared = declarationsOf(index, left);
  const fn = ancestor(left, isFunctionNode);
  if (!fn || !canBeEmpty(index.checker, left)) return "??=";
  let isForNothing = true;
  const visit = (node: ts.Node): void => {
    if (node.pos >= pos) return;
    if (ts.isIfStatement(node) && mentions(index, node.expression, declared)) {
      const test = innermost(node.expression);
      isForNothing &&= ts.isBinaryExpression(test) && isNothing(test.right);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(fn, visit);
  return isForNothing ? "??=" : "||=";
}

/** Text, a number, a truth, or anything: it can be there, and false. */
function canBeEmpty(checker: ts.TypeChecker, left: ts.Expression): boolean {
  const name = ts.isPropertyAccessExpression(left) ? left.name : left;
  const symbol = checker.getSymbolAtLocation(name);
  const type = symbol ? checker.getTypeOfSymbol(symbol) : checker.getTypeAtLocation(left);
  const { StringLike, NumberLike, BigIntLike, BooleanLike, Any, Unknown } = ts.TypeFlags;
  const empty = StringLike | NumberLike | BigIntLike | BooleanLike | Any | Unknown;
  return (type.isUnion() ? type.types : [type]).some(({ flags }) => (flags & empty) !== 0);
}

/** `if (client) return client; client = …; return client;`: the look-up is for who gets that far. */
export function isLeftEarly(
  index: ReferenceIndex,
  assignment: ts.BinaryExpression,
  { declared, anchor }: { declared: readonly ts.Declaration[]; anchor: ts.Node },
): boolean {
  const { parent: statement, operatorToken } = assignment;
  if (!ts.isIfStatement(anchor) || operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  if (!ts.isExpressionStatement(statement) || statement.parent !== anchor.parent) return false;
  const list: readonly ts.Statement[] = ts.isBlock(anchor.parent) ? anchor.parent.statements : [];
  const between = list.slice(list.indexOf(anchor) + 1, list.indexOf(statement));
  return (
    isReturn(anchor.thenStatement) &&
    anchor.elseStatement === undefined &&
    asksForPresence(anchor.expression) &&
    looksForNothing(index, anchor, declared) &&
    !between.some((one) => mentions(index, one, declared)) &&
    isLast(statement) &&
    !isFinishedLater(index, assignment)
  );
}

function isReturn(statement: ts.Statement): boolean {
  if (!ts.isBlock(statement)) return ts.isReturnStatement(statement);
  const [only, ...more] = statement.statements;
  return only !== undefined && more.length === 0 && ts.isReturnStatement(only);
}

/** `x`, `x !== undefined`, `x != null`: and not the contrary. */
function asksForPresence(expression: ts.Expression): boolean {
  const test = innermost(expression);
  if (!ts.isBinaryExpression(test)) return !ts.isPrefixUnaryExpression(test);
  const { kind } = test.operatorToken;
  return (
    kind === ts.SyntaxKind.ExclamationEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken
  );
}

/** `if (!client) client = …;`: it is given a block. */
export function isLineOf(guard: ts.IfStatement, statement: ts.Statement): boolean {
  if (guard.thenStatement !== statement || guard.elseStatement !== undefined) return false;
  return ts.isBlock(guard.parent) && !guard.getText().includes("\n");
}

/** Nothing but an answer follows: what else is made of the value would be made by each who waited. */
export function isLast(statement: ts.Statement): boolean {
  const { parent } = statement;
  if (!ts.isBlock(parent)) return false;
  const later = parent.statements.slice(parent.statements.indexOf(statement) + 1);
  return later.every(ts.isReturnStatement);
}
