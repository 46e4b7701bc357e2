/** Where a function names what outlives its call: a variable of the module, a field. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { FunctionNode } from "../syntax/function-node.ts";

export function declarationsOf(
  index: ReferenceIndex,
  node: ts.Expression,
): readonly ts.Declaration[] {
  if (ts.isIdentifier(node)) return index.declarationsOf(node);
  return ts.isPropertyAccessExpression(node) ? index.declarationsOf(node.name) : [];
}

/** The first statement of the function's own list that names what is kept. */
export function firstMention(
  index: ReferenceIndex,
  fn: FunctionNode,
  declared: readonly ts.Declaration[],
): ts.Node | undefined {
  if (!fn.body) return undefined;
  if (!ts.isBlock(fn.body)) return mentions(index, fn.body, declared) ? fn : undefined;
  return fn.body.statements.find((statement) => mentions(index, statement, declared));
}

export function mentions(
  index: ReferenceIndex,
  node: ts.Node,
  declared: readonly ts.Declaration[],
): boolean {
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
    return index.declarationsOf(node).some((one) => declared.includes(one));
  }
  return ts.forEachChild(node, (child) => mentions(index, child, declared)) ?? false;
}
