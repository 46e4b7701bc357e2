/** Operators that ask whether two values are the same, loosely or strictly. Looks at the tree only. */
import ts from "typescript";

/** `a == b`, `a === b`. */
export function isEqual(node: ts.Node): node is ts.BinaryExpression {
  const { EqualsEqualsToken, EqualsEqualsEqualsToken } = ts.SyntaxKind;
  return isOneOf(node, EqualsEqualsToken, EqualsEqualsEqualsToken);
}

/** `a != b`, `a !== b`. */
export function isUnequal(node: ts.Node): node is ts.BinaryExpression {
  const { ExclamationEqualsToken, ExclamationEqualsEqualsToken } = ts.SyntaxKind;
  return isOneOf(node, ExclamationEqualsToken, ExclamationEqualsEqualsToken);
}

/** Any of the four. */
export function isComparison(node: ts.Node): node is ts.BinaryExpression {
  return isEqual(node) || isUnequal(node);
}

function isOneOf(node: ts.Node, ...kinds: readonly ts.SyntaxKind[]): boolean {
  return ts.isBinaryExpression(node) && kinds.includes(node.operatorToken.kind);
}
