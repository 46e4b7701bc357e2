/** Small questions about syntax that several files of this folder ask. No types, no symbols. */
import ts from "typescript";
import type { Place } from "../repository/place.ts";

/** Without parentheses, casts, `!`, `satisfies` and `await`: none of them changes whose value it is. */
export function unwrap(node: ts.Expression): ts.Expression {
  let current = node;
  while (
    ts.isParenthesizedExpression(current) ||
    ts.isAsExpression(current) ||
    ts.isSatisfiesExpression(current) ||
    ts.isNonNullExpression(current) ||
    ts.isTypeAssertionExpression(current) ||
    ts.isAwaitExpression(current)
  ) {
    current = current.expression;
  }
  return current;
}

/** The outermost node that is the same value as `node`: with its parentheses, casts and `!`. */
export function wrapped(node: ts.Node): ts.Node {
  let current = node;
  while (isWrapper(current.parent) && current.parent.expression === current) {
    current = current.parent;
  }
  return current;
}

function isWrapper(
  node: ts.Node,
): node is
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.TypeAssertion {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node)
  );
}

/** The name of a property where it is written down: `a`, `"a"`, `["a"]`. */
export function propertyNameText(name: ts.PropertyName): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) {
    return name.expression.text;
  }
  return undefined;
}

/** Is the expression only written to: the left of `=`, or what `delete` removes? */
export function isWriteTarget(node: ts.Node): boolean {
  const outer = wrapped(node);
  const parent = outer.parent;
  if (ts.isBinaryExpression(parent) && parent.left === outer) {
    const operator = parent.operatorToken.kind;
    return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
  }
  return ts.isDeleteExpression(parent);
}

export function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isSetAccessorDeclaration(node)
  );
}

/** The nearest function around a node, or undefined at module level. */
export function enclosingFunction(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  let current: ts.Node | undefined = node.parent;
  while (current) {
    if (isFunction(current)) return current;
    current = current.parent;
  }
  return undefined;
}

/** @param root of the repository, absolute, with `/`, without one at its end. */
export function placeOf(node: ts.Node, sourceFile: ts.SourceFile, root: string): Place {
  const at = sourceFile.getLineAndCharacterOfPosition(node.getStart(sourceFile));
  return {
    file: relativeTo(root, sourceFile.fileName),
    line: at.line + 1,
    column: at.character + 1,
  };
}

export function relativeTo(root: string, file: string): string {
  return file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
}
