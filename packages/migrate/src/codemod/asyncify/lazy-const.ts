/**
 * A constant of a module that is made of a secret: `const KEY = process.env.KEY ?? "none"`. A module can
 * not wait for the store, so the constant becomes a function that whoever needs it calls. Only where
 * making it again costs nothing and gives the same: no object is built.
 */
import ts from "typescript";
import { isFunctionNode } from "../syntax/function-node.ts";
import type { Site } from "./function-group.ts";
import { isConversion, type LazyValue } from "./lazy-value.ts";

/** The constant that a site is a part of; undefined where it has to stay a value. */
export function lazyConstOf({ node, kind }: Site): LazyValue | undefined {
  if (kind !== "read" && !(kind === "getter" && ts.isIdentifier(node))) return undefined;
  let current: ts.Node = node;
  while (!ts.isVariableDeclaration(current)) {
    if (ts.isStatement(current) || isFunctionNode(current) || !current.parent) return undefined;
    current = current.parent;
  }
  const list = current.parent;
  const isConst =
    ts.isVariableDeclarationList(list) &&
    (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const &&
    ts.isVariableStatement(list.parent) &&
    ts.isSourceFile(list.parent.parent);
  const value = current.initializer;
  if (!isConst || !value || !isCheap(value) || !ts.isIdentifier(current.name)) return undefined;
  return { declaration: current, value, setting: undefined, isCheap: true };
}

/** Does making it again cost nothing, and give the same? */
export function isCheap(node: ts.Node): boolean {
  if (ts.isCallExpression(node) && !isConversion(node)) return false;
  const builds =
    ts.isNewExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    isFunctionNode(node) ||
    ts.isClassExpression(node);
  return !builds && !ts.forEachChild(node, (child) => !isCheap(child));
}
