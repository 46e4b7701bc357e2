/**
 * Statements that nothing may come between: a socket that is open and its listeners, which would miss
 * what comes meanwhile; and what a Durable Object reads of its storage and writes back, which no other
 * event comes between while it waits for storage alone.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, holds, isFunctionNode } from "../syntax/function-node.ts";
import { isAssignment, rootOf } from "../syntax/values.ts";
import { callsTo } from "./calls-to.ts";
import { declarationsOf } from "./mentions.ts";
import { perFunction } from "./per-function.ts";
import { isQuiet } from "./quiet.ts";
import { memberCalled, some } from "./storage.ts";
import { hasStorage, isOtherWait, isStorageCall, isStorageWrite } from "./storage-calls.ts";

/** @returns the statement to read `node` before; undefined where it can be read in its place. */
export function unbrokenAround(
  index: ReferenceIndex,
  node: ts.Expression,
  fn: FunctionNode,
): ts.Statement | undefined {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined;
  if (!hasSuch(index, fn)) return undefined;
  let first: ts.Statement | undefined;
  for (const { place, after } of listsAround(node, fn)) {
    first =
      openedBefore(index, place, after) ?? storedBefore(index, place, { node, after }) ?? first;
  }
  return first && isDeclaredBefore(index, node, first) ? first : undefined;
}

/** Is `node` a call that can not be moved, between what is read of the storage and what is written? */
export function isBetweenStorage(index: ReferenceIndex, node: ts.Node, fn: FunctionNode): boolean {
  if (!hasSuch(index, fn)) return false;
  return listsAround(node, fn).some(
    ({ place, after }) => storedBefore(index, place, { node, after }) !== undefined,
  );
}

/**
 * The call between two uses of the storage that would let others in, where `fn` waits for the first time;
 * undefined where it waits already, or nobody relies on that it does not.
 */
export const calledBetweenStorage = perFunction((index, fn): ts.CallExpression | undefined => {
  if (!hasStorage(index)) return undefined;
  const todo = [fn];
  // What is added meanwhile is gone through, too.
  for (const quiet of todo) {
    if (!isQuiet(index, quiet)) continue;
    for (const call of callsTo(index, quiet)) {
      const caller = ancestor(call, isFunctionNode);
      if (caller && isBetweenStorage(index, call, caller)) return call;
      if (caller && !todo.includes(caller)) todo.push(caller);
    }
  }
  return undefined;
});

/**
 * Is there a listener in the function at all, or what writes to a storage? Most have none, and many values.
 * Reading it alone keeps nothing together; and few calls have the name of one that writes, while any could read.
 */
const hasSuch = perFunction((index, { body }) => {
  if (!body) return false;
  return some(body, (node) => listenedBy(node) !== undefined || isStorageWrite(index, node));
});

interface Place {
  readonly before: readonly ts.Statement[];
  readonly own: ts.Statement;
}

/** The statements beside the one that `node` is in, of each block of the function around it. */
function listsAround(
  node: ts.Node,
  fn: FunctionNode,
): { readonly place: Place; readonly after: readonly ts.Statement[] }[] {
  const lists = [];
  for (let own = node; own !== fn && own.parent; own = own.parent) {
    const { parent } = own;
    if (!ts.isBlock(parent) || !ts.isStatement(own) || !isOf(fn, parent)) continue;
    const at = parent.statements.indexOf(own);
    const place = { before: parent.statements.slice(0, at), own };
    lists.push({ place, after: parent.statements.slice(at + 1) });
  }
  return lists;
}

/** `ws.accept(); …; ws.addEventListener(…)`: what opens it, for a listener that follows. */
function openedBefore(
  index: ReferenceIndex,
  { before, own }: Place,
  after: readonly ts.Statement[],
): ts.Statement | undefined {
  const waits = (node: ts.Statement) => some(node, ts.isAwaitExpression);
  const end = waits(own) ? 0 : after.findIndex(waits);
  const heard = [own, ...(end === -1 ? after : after.slice(0, end))];
  const names = heard.flatMap((one) => listenedIn(index, one));
  if (names.length === 0) return undefined;
  const since = before.slice(before.findLastIndex(waits) + 1);
  return since.find((one) => opens(index, one, names));
}

const LISTENS = /^(?:addEventListener|addListener|on|once)$/;
const OPENS = /^(?:accept|connect|listen|open|resume|run|start)$/;

/** What the listeners of a statement are put on. */
function listenedIn(index: ReferenceIndex, statement: ts.Statement): ts.Declaration[] {
  const found: ts.Declaration[] = [];
  some(statement, (node) => {
    const target = listenedBy(node);
    if (target) found.push(...declarationsOf(index, target));
    return false;
  });
  return found.filter((one) => !one.getSourceFile().isDeclarationFile);
}

/** `x` of `x.addEventListener(…)`, and of `x.onmessage = …`. */
function listenedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isCallExpression(node)) return memberCalled(node, LISTENS);
  if (!isAssignment(node) || !ts.isPropertyAccessExpression(node.left)) return undefined;
  return /^on[a-z]+$/.test(node.left.name.text) ? node.left.expression : undefined;
}

function opens(
  index: ReferenceIndex,
  statement: ts.Statement,
  names: readonly ts.Declaration[],
): boolean {
  if (ts.isVariableStatement(statement)) {
    return names.some((one) => holds(statement, one)) && some(statement, ts.isNewExpression);
  }
  return some(statement, (node) => {
    const target = ts.isCallExpression(node) && memberCalled(node, OPENS);
    return !!target && declarationsOf(index, target).some((one) => names.includes(one));
  });
}

/** What asks the storage first, where it is written after `node`, and nothing else is waited for. */
function storedBefore(
  index: ReferenceIndex,
  { before, own }: Place,
  { node, after }: { readonly node: ts.Node; readonly after: readonly ts.Statement[] },
): ts.Statement | undefined {
  const waits = (one: ts.Statement) => some(one, (inner) => isOtherWait(index, inner));
  const writes = (one: ts.Statement) =>
    some(one, (inner) => inner.end > node.end && isStorageWrite(index, inner));
  const end = after.findIndex(waits);
  const writing = [own, ...(end === -1 ? after : after.slice(0, end + 1))].some(writes);
  if (!writing || waits(own)) return undefined;
  const since = before.slice(before.findLastIndex(waits) + 1);
  const asks = (one: ts.Statement) =>
    some(one, (inner) => inner.end <= node.pos && isStorageCall(index, inner));
  return [...since, ...(isBlockBetween(node, own) ? [] : [own])].find(asks);
}

/** Is `node` in a list of statements of its own, within `own`? */
function isBlockBetween(node: ts.Node, own: ts.Statement): boolean {
  return ancestor(node, ts.isBlock, own) !== undefined;
}

function isOf(fn: FunctionNode, block: ts.Node): boolean {
  let at = block.parent;
  while (at && !isFunctionNode(at)) at = at.parent;
  return at === fn;
}

/** Is the environment there by then? */
export function isDeclaredBefore(
  index: ReferenceIndex,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  statement: ts.Statement,
): boolean {
  const root = rootOf(node.expression);
  if (!root) return false;
  return (
    !ts.isIdentifier(root) ||
    index
      .declarationsOf(root)
      .every((one) => one.end <= statement.pos || !holds(statement.parent, one))
  );
}
