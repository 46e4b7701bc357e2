/** Where a function names what outlives its call: a variable of the module, a field. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, holds } from "../syntax/function-node.ts";

/** What an expression is a name for; for `clients[key]` the whole of `clients`. */
export function declarationsOf(
  index: ReferenceIndex,
  node: ts.Expression,
): readonly ts.Declaration[] {
  if (ts.isElementAccessExpression(node)) return declarationsOf(index, node.expression);
  if (ts.isIdentifier(node)) return index.declarationsOf(node);
  return ts.isPropertyAccessExpression(node) ? index.declarationsOf(node.name) : [];
}

/**
 * The first statement that names what is kept, of the function's own list; or of the branch that `within`
 * is in, where nothing outside of that branch names it: what it waits for is no other branch's business.
 */
export function firstMention(
  index: ReferenceIndex,
  fn: FunctionNode,
  declared: readonly ts.Declaration[],
  within?: ts.Node,
): ts.Node | undefined {
  if (!fn.body) return undefined;
  if (!ts.isBlock(fn.body)) return mentions(index, fn.body, declared) ? fn : undefined;
  let list: ts.Block | undefined = fn.body;
  let found: ts.Statement | undefined;
  while (list) {
    found = list.statements.find((statement) => mentions(index, statement, declared));
    list = found && within && branchOf(index, found, declared, within);
  }
  return found;
}

/** `{ … }` of an `if` that asks for something else. */
function branchOf(
  index: ReferenceIndex,
  statement: ts.Statement,
  declared: readonly ts.Declaration[],
  within: ts.Node,
): ts.Block | undefined {
  if (!ts.isIfStatement(statement)) return undefined;
  const { expression, thenStatement, elseStatement } = statement;
  if (mentions(index, expression, declared)) return undefined;
  const branch = [thenStatement, elseStatement].find((one) => one && holds(one, within));
  if (!branch) return undefined;
  return ts.isBlock(branch) ? branch : branchOf(index, branch, declared, within);
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
