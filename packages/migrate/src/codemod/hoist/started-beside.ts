/**
 * `Promise.all([f(), g(env.KEY)])`: with the look-up in its place, what `f` began would run on with
 * nobody waiting for it while the secret is fetched, and its failure would be nobody's. The secrets of
 * such a list are read before anything in it begins.
 */
import ts from "typescript";
import { isCombined } from "../asyncify/handled.ts";
import { isFixed } from "../asyncify/movable.ts";
import { keyOfRead } from "../reads/migrating-read.ts";
import type { PlacedRead } from "../reads/shared-const.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isFunctionNode } from "../syntax/function-node.ts";
import { rootOf } from "../syntax/values.ts";

/** @param alone keys of reads that have to stay in their places. */
export function readBeforeStarts(
  index: ReferenceIndex,
  placed: readonly PlacedRead[],
  alone: ReadonlySet<string>,
): PlacedRead[] {
  const lists = new Map<PlacedRead, ts.ArrayLiteralExpression>();
  const late = new Set<ts.ArrayLiteralExpression>();
  for (const one of placed) {
    const list = alone.has(keyOfRead(one.read)) ? undefined : listAround(index, one);
    if (!list) continue;
    lists.set(one, list);
    if (followsStart(list, one.read.node)) late.add(list);
  }
  return placed.map((one) => {
    const list = lists.get(one);
    const isMoved = list !== undefined && late.has(list);
    return isMoved ? { ...one, placement: { ...one.placement, movedBefore: list } } : one;
  });
}

/** The list whose element always reads it, from an environment that is the same before. */
function listAround(
  index: ReferenceIndex,
  { read, placement }: PlacedRead,
): ts.ArrayLiteralExpression | undefined {
  const root = rootOf(read.env);
  if (placement.movedBefore || read.isDynamic || !root) return undefined;
  let child: ts.Node = read.node;
  for (let at = child.parent; at && !isFunctionNode(at); at = at.parent) {
    if (ts.isArrayLiteralExpression(at) && isCombined(at)) {
      return !ts.isIdentifier(root) || isFixed(index, root, at) ? at : undefined;
    }
    if (ts.isStatement(at) || decidesOver(at, child)) return undefined;
    child = at;
  }
  return undefined;
}

function decidesOver(node: ts.Node, child: ts.Node): boolean {
  if (ts.isConditionalExpression(node)) return child !== node.condition;
  if (ts.isCallExpression(node) && node.questionDotToken) return child !== node.expression;
  return ts.isBinaryExpression(node) && isLogical(node) && child === node.right;
}

function isLogical({ operatorToken }: ts.BinaryExpression): boolean {
  return /^(?:&&|\|\||\?\?)$/.test(operatorToken.getText());
}

/** Does an element before the read's call something? */
function followsStart(list: ts.ArrayLiteralExpression, node: ts.Node): boolean {
  const calls = (inner: ts.Node): boolean =>
    ts.isCallExpression(inner) ||
    (!isFunctionNode(inner) && (ts.forEachChild(inner, calls) ?? false));
  return list.elements.some((element) => element.end <= node.pos && calls(element));
}
