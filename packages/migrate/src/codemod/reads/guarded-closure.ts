/**
 * Reads in a closure that is made behind a guard: `if (!env.K) return; const send = async () => f(env.K)`. The
 * const of the guard is in the scope of the closure: a second look-up in there could throw what the guard kept.
 */
import ts from "typescript";
import { isFixed } from "../asyncify/movable.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isAsync, isFunctionNode } from "../syntax/function-node.ts";
import { rootOf } from "../syntax/values.ts";
import type { PlacedRead } from "./shared-const.ts";
import { isWithin } from "./test-of.ts";

/**
 * Each read in the function whose guard knows its value, where the closure can use the const of that.
 * @param isApart whether one const would not do for it.
 */
export function behindOuterGuards(
  index: ReferenceIndex,
  placed: readonly PlacedRead[],
  isApart: (one: PlacedRead) => boolean,
): PlacedRead[] {
  const guards = placed.filter((one) => one.read.use.test && !one.read.isDynamic && !isApart(one));
  return placed.map((one) => {
    const guard = guards.find((other) => isServed(index, one, other));
    return guard && !isApart(one) ? { ...one, fn: guard.fn } : one;
  });
}

function isServed(index: ReferenceIndex, one: PlacedRead, guard: PlacedRead): boolean {
  const { read, fn, placement } = one;
  const isPlain = !read.use.test && !read.isDynamic && !placement.movedBefore && !placement.group;
  const ranges = guard.read.use.test?.ranges ?? [];
  return (
    isPlain &&
    guard.fn !== fn &&
    guard.fn.getSourceFile() === fn.getSourceFile() &&
    guard.read.names[0] === read.names[0] &&
    isWithin(fn, ranges) &&
    isMadeThere(read.node, guard.fn) &&
    isSameEnv(index, one, guard)
  );
}

/** A function that is declared could be called before the const is there. */
function isMadeThere(node: ts.Node, outer: ts.Node): boolean {
  for (let at = node.parent; at !== outer; at = at.parent) {
    if (!at) return false;
    if (isFunctionNode(at) && !(ts.isArrowFunction(at) && isAsync(at))) return false;
  }
  return true;
}

/** Of a name that is never another one: the closure may be called whenever. */
function isSameEnv(index: ReferenceIndex, { read }: PlacedRead, guard: PlacedRead): boolean {
  const root = rootOf(read.env);
  const other = rootOf(guard.read.env);
  if (!root || !other || read.env.getText() !== guard.read.env.getText()) return false;
  if (!ts.isIdentifier(root)) return true;
  const [declared] = index.declarationsOf(root);
  return declared === index.declarationsOf(other)[0] && isFixed(index, root, read.node);
}
