/** Whether an expression has the same value before a callback as inside of it. */
import ts from "typescript";
import { leavesTry } from "../hoist/left-try.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, holds } from "../syntax/function-node.ts";
import { isAssignment } from "../syntax/values.ts";
import type { Site } from "./function-group.ts";

/** Can the site be evaluated before `fn` is even made? Only from names that never change. */
export function canMoveOut(index: ReferenceIndex, site: Site, fn: FunctionNode): boolean {
  // A call can have effects, or throw: it has to happen as often as before, which may be never.
  if (site.kind !== "read" || leavesTry(fn, site.node)) return false;
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

const isAssigned = (index: ReferenceIndex, name: string, declaration: ts.Declaration) =>
  assignmentsOf(index, name, declaration).length > 0;

/** Is a parameter given another value than its callers give? */
export function isSetAgain(index: ReferenceIndex, parameter: ts.ParameterDeclaration): boolean {
  const { name } = parameter;
  return !ts.isIdentifier(name) || isAssigned(index, name.text, parameter);
}

/** Where a variable or a parameter is given another value. */
function assignmentsOf(
  index: ReferenceIndex,
  name: string,
  declaration: ts.Declaration,
): readonly ts.Node[] {
  return index.referencesTo(new Set([declaration]), name).filter(({ parent, text }) => {
    if (isAssignment(parent)) return ts.isIdentifier(parent.left) && parent.left.text === text;
    return ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
  });
}

/** Can the name stand for something else at one of `nodes` than at another one? */
export function changesAmong(
  index: ReferenceIndex,
  name: ts.Identifier,
  nodes: readonly ts.Node[],
): boolean {
  const start = Math.min(...nodes.map(({ pos }) => pos));
  const end = Math.max(...nodes.map((node) => node.end));
  const isAmong = (node: ts.Node): boolean => {
    if (node.pos >= start && node.end <= end) return true;
    // What is looked up in the loop is looked up each time.
    const loop = ancestor(node, isLoop);
    const within = loop ? nodes.filter((one) => holds(loop, one)) : [];
    return within.length > 0 && within.length < nodes.length;
  };
  return index
    .declarationsOf(name)
    .filter((one) => (ts.isParameter(one) || ts.isVariableDeclaration(one)) && !isConst(one))
    .some((one) => assignmentsOf(index, name.text, one).some(isAmong));
}

const isLoop = (node: ts.Node): node is ts.IterationStatement =>
  ts.isIterationStatement(node, false);
