/**
 * Where a function waits anyway: between the look at a state and its change others may come in
 * already, and one more `await` there changes nothing.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, holds, isFunctionNode } from "../syntax/function-node.ts";
import { isAssignment } from "../syntax/values.ts";
import { mentions } from "./mentions.ts";
import { isOtherWait, isStorageWait } from "./storage-calls.ts";

type IsWait = (node: ts.Node) => boolean;

/** Is something waited for between the two, whichever way the code takes? */
export function waitsBetween(
  fn: FunctionNode,
  node: ts.Node,
  change: ts.Node,
  isWait: IsWait = ts.isAwaitExpression,
): boolean {
  let waits = false;
  const visit = (inner: ts.Node): void => {
    if (waits || isFunctionNode(inner) || inner.end <= node.pos || inner.pos >= change.pos) return;
    const isBetween = isWait(inner) && inner.end <= change.pos;
    if (isBetween && !isSometimes(inner, change)) waits = true;
    ts.forEachChild(inner, visit);
  };
  if (fn.body) ts.forEachChild(fn.body, visit);
  return waits;
}

/** Is something waited for between the last look at a state and `node`, whichever way it takes? */
export function waitsSinceLook(
  index: ReferenceIndex,
  fn: FunctionNode,
  { declared, node }: { declared: readonly ts.Declaration[]; node: ts.Node },
  isWait: IsWait = ts.isAwaitExpression,
): boolean {
  let waits = false;
  let isHidden = false;
  const visit = (inner: ts.Node): void => {
    if (isAssignment(inner) || inner.pos >= node.pos || returnsBefore(inner, node)) return;
    if (isFunctionNode(inner)) {
      isHidden ||= mentions(index, inner, declared);
      return;
    }
    ts.forEachChild(inner, visit);
    if (inner.end > node.pos) return;
    if (isName(inner) && mentions(index, inner, declared)) waits = false;
    else if (isWait(inner) && !isSometimes(inner, node)) waits = true;
  };
  if (fn.body) ts.forEachChild(fn.body, visit);
  return waits && !isHidden;
}

/**
 * Do others come in between the look at a state and its change anyway, whichever way the code takes? Then the
 * last one to change it wins, before and after. While it waits for a Durable Object's storage, nobody does.
 */
export function comesInAnyway(
  index: ReferenceIndex,
  fn: FunctionNode,
  { declared, node, change }: LookAndChange,
): boolean {
  const isWait = (one: ts.Node) => isOtherWait(index, one);
  return (
    isAwaitedIn(node, change, isWait) ||
    waitsBetween(fn, node, change, isWait) ||
    waitsSinceLook(index, fn, { declared, node }, isWait)
  );
}

export interface LookAndChange {
  readonly declared: readonly ts.Declaration[];
  /** What is to be waited for. */
  readonly node: ts.Node;
  readonly change: ts.Node;
}

/** `token = await ask(value)`: what is set is waited for behind the value. */
function isAwaitedIn(node: ts.Node, change: ts.Node, isWait: IsWait): boolean {
  for (let at = node; holds(change, node) && at !== change; at = at.parent) {
    if (isWait(at)) return true;
  }
  return false;
}

/** Can it wait between `first` and `node`, on one of the ways, for anything that is not there at once? */
export function mayWaitSince(
  index: ReferenceIndex,
  fn: FunctionNode,
  { first, node }: { readonly first: ts.Node; readonly node: ts.Node },
): boolean {
  const visit = (inner: ts.Node): boolean => {
    if (inner.end <= first.pos || inner.pos >= node.pos || returnsBefore(inner, node)) return false;
    if (isFunctionNode(inner)) return false;
    const isBehind = inner.pos >= first.pos && inner.end <= node.pos;
    const isWait = isOtherWait(index, inner) || isStorageWait(index, inner);
    return (isBehind && isWait) || (ts.forEachChild(inner, visit) ?? false);
  };
  return fn.body !== undefined && (ts.forEachChild(fn.body, visit) ?? false);
}

/** Nothing comes after it. */
const returnsBefore = (inner: ts.Node, node: ts.Node) =>
  ts.isReturnStatement(inner) && inner.end <= node.pos;
const isName = (node: ts.Node) => ts.isIdentifier(node) || ts.isPrivateIdentifier(node);

/** Can code that gets to `later` have passed by `node`? */
function isSometimes(node: ts.Node, later: ts.Node): boolean {
  for (let at = node.parent; at && !holds(at, later); at = at.parent) {
    const decides =
      ts.isIfStatement(at) ||
      ts.isIterationStatement(at, false) ||
      ts.isConditionalExpression(at) ||
      ts.isBinaryExpression(at) ||
      ts.isCaseOrDefaultClause(at) ||
      (ts.isTryStatement(at) && !isTriedFirst(at, node));
    if (decides) return true;
  }
  return false;
}

/** What is tried first happens, whatever is caught. */
function isTriedFirst({ tryBlock }: ts.TryStatement, node: ts.Node): boolean {
  const [first] = tryBlock.statements;
  return first !== undefined && holds(first, node);
}
