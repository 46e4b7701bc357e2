/** Whether a value can be kept under a name before its statement, since nothing is evaluated before it. */
import ts from "typescript";
import type { FunctionNode } from "../syntax/function-node.ts";
import { containerOf } from "../syntax/function-node.ts";
import { anchorIn } from "../text/edit-book.ts";

/** The statement to put `const value = …` before; undefined where something else comes first. */
export function anchorOfFirst(node: ts.Expression): ts.Node | undefined {
  const container = containerOf(node);
  const anchor =
    container.kind === "function" ? anchorIn(container.node as FunctionNode, [node]) : undefined;
  if (!anchor) return undefined;
  for (let child: ts.Node = node; child !== anchor; child = child.parent) {
    if (!child.parent || !isFirstOf(child.parent, child)) return undefined;
  }
  return anchor;
}

/** Is nothing of `outer` evaluated before `child`, or only what has no effect? */
function isFirstOf(outer: ts.Node, child: ts.Node): boolean {
  if (ts.isCallExpression(outer) || ts.isNewExpression(outer)) {
    const given = [outer.expression, ...(outer.arguments ?? [])];
    return given.slice(0, given.indexOf(child as ts.Expression)).every(isPlain);
  }
  if (ts.isArrayLiteralExpression(outer)) {
    return outer.elements.slice(0, outer.elements.indexOf(child as ts.Expression)).every(isPlain);
  }
  if (ts.isVariableDeclarationList(outer)) return outer.declarations[0] === child;
  if (ts.isVariableDeclaration(outer)) return outer.initializer === child;
  if (ts.isArrowFunction(outer)) return outer.body === child;
  return (
    ts.isPropertyAccessExpression(outer) ||
    ts.isAwaitExpression(outer) ||
    ts.isParenthesizedExpression(outer) ||
    ts.isAsExpression(outer) ||
    ts.isNonNullExpression(outer) ||
    ts.isVariableStatement(outer) ||
    ts.isExpressionStatement(outer) ||
    ts.isReturnStatement(outer)
  );
}

/** Names, texts, functions, and what is made of these: evaluating it has no effect. */
export function isPlain(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return isPlain(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPlain);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(isPlainMember);
  const { TrueKeyword, FalseKeyword, NullKeyword, ThisKeyword } = ts.SyntaxKind;
  return (
    ts.isIdentifier(node) ||
    ts.isLiteralExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    [TrueKeyword, FalseKeyword, NullKeyword, ThisKeyword].includes(node.kind)
  );
}

function isPlainMember(node: ts.ObjectLiteralElementLike): boolean {
  if (ts.isPropertyAssignment(node)) return isPlain(node.initializer);
  return ts.isShorthandPropertyAssignment(node) || ts.isMethodDeclaration(node);
}
