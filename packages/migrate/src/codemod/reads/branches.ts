/**
 * Reads in branches of which one call takes one at most: `if (path === "/a") { …; return }`. One const for
 * all of them would stand before the first, and be looked up for every other path, too.
 */
import ts from "typescript";
import { type FunctionNode, holds } from "../syntax/function-node.ts";
import { isNeverCall } from "./never-call.ts";

export interface Apart<T> {
  readonly checker: ts.TypeChecker;
  readonly nodeOf: (item: T) => ts.Node;
  /** Does every call that gets to `inner` know of it by what `outer` tested? */
  readonly covers: (outer: T, inner: T) => boolean;
}

/** @returns the parts of `items` that can not meet in one call; all in one where there are none. */
export function apart<T>(
  fn: FunctionNode | ts.SourceFile,
  items: readonly T[],
  known: Apart<T>,
): (readonly T[])[] {
  const { nodeOf, covers, checker } = known;
  const block = blockOf(fn, items.map(nodeOf));
  if (!block) return [items];
  const rest = new Set(items);
  const parts: T[][] = [];
  for (const statement of block.statements) {
    const branch = branchThatLeaves(checker, statement);
    const inside = branch ? [...rest].filter((item) => holds(branch, nodeOf(item))) : [];
    const whole = [...rest].filter((item) => holds(statement, nodeOf(item)));
    if (inside.length === 0 || inside.length < whole.length) continue;
    const outside = [...rest].filter((item) => !inside.includes(item));
    if (outside.some((outer) => inside.every((inner) => covers(outer, inner)))) continue;
    parts.push(inside);
    for (const item of inside) rest.delete(item);
  }
  if (parts.length === 0) return [items];
  const others = rest.size > 0 ? [[...rest]] : [];
  return [...parts, ...others].flatMap((part) => apart(fn, part, known));
}

/** The innermost block that holds more than one of them in different statements. */
function blockOf(
  fn: FunctionNode | ts.SourceFile,
  nodes: readonly ts.Node[],
): ts.Block | undefined {
  const [first, ...others] = nodes;
  if (others.length === 0) return undefined;
  for (let node = first; node && node !== fn; node = node.parent) {
    const { parent } = node;
    if (ts.isBlock(parent) && others.every((other) => holds(parent, other))) {
      const statement = node;
      return others.every((other) => holds(statement, other)) ? undefined : parent;
    }
  }
  return undefined;
}

/** `{ …; return }` of an `if` without `else`. */
function branchThatLeaves(
  checker: ts.TypeChecker,
  statement: ts.Statement,
): ts.Statement | undefined {
  if (!ts.isIfStatement(statement) || statement.elseStatement) return undefined;
  return leaves(checker, statement.thenStatement) ? statement.thenStatement : undefined;
}

/** Does the function end in it, whatever happens? */
export function leaves(checker: ts.TypeChecker, statement: ts.Statement | undefined): boolean {
  if (!statement) return false;
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return true;
  if (ts.isBlock(statement)) return statement.statements.some((one) => leaves(checker, one));
  if (ts.isIfStatement(statement)) {
    return leaves(checker, statement.thenStatement) && leaves(checker, statement.elseStatement);
  }
  if (!ts.isTryStatement(statement)) return isNeverCall(checker, statement);
  const { tryBlock, catchClause, finallyBlock } = statement;
  if (leaves(checker, finallyBlock)) return true;
  return leaves(checker, tryBlock) && (!catchClause || leaves(checker, catchClause.block));
}
