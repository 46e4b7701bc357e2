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
  const outer = outermost(value);
  const { parent } = outer;
  const text = outer.getText();
  if (isOperator(parent, And) && parent.left === outer) {
    return isOfIf(parent) && holdsRefusal(parent.right, text);
  }
  if (!ts.isIfStatement(parent) || parent.expression !== outer || parent.elseStatement)
    return false;
  return some(
    parent.thenStatement,
    (node) => ts.isIfStatement(node) && leaves(node) && holdsRefusal(node.expression, text),
  );
}

/** Is it the condition of an `if` that leaves, or a part of it? */
function isOfIf(node: ts.Expression): boolean {
  let at: ts.Expression = outermost(node);
  while (isOperator(at.parent, And)) at = outermost(at.parent);
  return ts.isIfStatement(at.parent) && at.parent.expression === at && leaves(at.parent);
}

const leaves = ({ thenStatement }: ts.IfStatement) =>
  some(thenStatement, (node) => ts.isReturnStatement(node) || ts.isThrowStatement(node));

/** `given !== secret`, `!verify(given, secret)`. */
function holdsRefusal(node: ts.Node, secret: string): boolean {
  return some(node, (inner) => {
    const isUnequal = ts.isBinaryExpression(inner) && UNEQUAL.has(inner.operatorToken.kind);
    const isNot =
      ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken;
    return (isUnequal || isNot) && some(inner, (part) => part.getText() === secret);
  });
}

function some(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return test(node) || (ts.forEachChild(node, (child) => some(child, test)) ?? false);
}
