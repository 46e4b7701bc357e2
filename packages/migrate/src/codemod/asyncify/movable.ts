/** Whether an expression has the same value before a callback as inside of it. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, holds } from "../syntax/function-node.ts";
import { isAssignment } from "../syntax/values.ts";
import type { Site } from "./function-group.ts";

/** Can the site be evaluated before `fn` is even made? Only from names that never change. */
export function canMoveOut(index: ReferenceIndex, site: Site, fn: FunctionNode): boolean {
  // A call can have effects, or throw: it has to happen as often as before, which may be never.
  if (site.kind !== "read") return false;
  let movable = true;
  const visit = (node: ts.Node): void => {
    if (!isPlain(node)) movable = false;
    if (node.kind === ts.SyntaxKind.ThisKeyword && !ts.isArrowFunction(fn)) movable = false;
    if (ts.isIdentifier(node) && !isMemberName(node) && !isFixed(index, node, fn)) movable = false;
    if (movable) ts.forEachChild(node, visit);
  };
  visit(site.node);
  return movable;
}

/** Reading it has no effect and costs nothing: no function, no other call, no assignment. */
function isPlain(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) return node.operatorToken.kind === ts.SyntaxKind.InKeyword;
  return !(
    ts.isFunctionLike(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    ts.isConditionalExpression(node)
  );
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.name === node;
}

/** Is the name declared outside of `fn`, and given its value only once? */
export function isFixed(index: ReferenceIndex, node: ts.Identifier, fn: ts.Node): boolean {
  const declarations = index.declarationsOf(node);
  if (declarations.length === 0) return node.text === "undefined" || node.text === "process";
  return declarations.every((declaration) => {
    if (holds(fn, declaration)) return false;
    if (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)) {
      return isConst(declaration) || !isAssigned(index, node.text, declaration);
    }
    return true;
  });
}

const isConst = (node: ts.Declaration) =>
  (ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) === ts.NodeFlags.Const;

function isAssigned(index: ReferenceIndex, name: string, declaration: ts.Declaration): boolean {
  return index.referencesTo(new Set([declaration]), name).some(({ parent, text }) => {
    if (isAssignment(parent)) return ts.isIdentifier(parent.left) && parent.left.text === text;
    return ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
  });
}
