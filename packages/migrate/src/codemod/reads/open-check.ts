/**
 * Checks that let everybody in where their secret is missing: `if (env.K && given !== env.K) return …`.
 * A look-up has no value in more cases than `env.K` had none: the store can refuse, or not be reached.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isOperator, outermost } from "../syntax/values.ts";
import type { MigratingRead } from "./migrating-read.ts";

const { AmpersandAmpersandToken: And } = ts.SyntaxKind;
const UNEQUAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** Is it read for such a check, by itself or through a const of it? */
export function opensWithout(index: ReferenceIndex, read: MigratingRead): boolean {
  if (read.shape !== "expression") return false;
  const value = outermost(read.node);
  const { parent } = value;
  if (isOpenCheck(value)) return true;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  const uses = index.referencesTo(new Set([parent]), parent.name.text);
  return uses.some((use) => ts.isIdentifier(use) && isOpenCheck(use));
}

function isOpenCheck(value: ts.Expression): boolean {
  const text = outermost(value).getText();
  const asked = presenceOf(outermost(value));
  return refusesBehind(asked, text) || refusesInside(asked, text);
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
  return some(
    parent.thenStatement,
    (node) => ts.isIfStatement(node) && leaves(node) && holdsRefusal(node.expression, secret),
  );
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
    return (isUnequal || isNot) && some(inner, (part) => part.getText() === secret);
  });
}

function some(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return test(node) || (ts.forEachChild(node, (child) => some(child, test)) ?? false);
}
