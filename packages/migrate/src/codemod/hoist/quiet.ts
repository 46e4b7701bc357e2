/**
 * Waiting that lets no other event into a Durable Object: for its storage, and for what is there at
 * once. An async function that waits for nothing else is quiet, until it gets its first look-up.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, isFunctionNode, isGenerator } from "../syntax/function-node.ts";
import { innermost } from "../syntax/values.ts";
import { isPromise } from "../types/promise-type.ts";
import { asksStorage, some } from "./storage.ts";

const KNOWN = new WeakMap<ReferenceIndex, Map<FunctionNode, boolean>>();

export function isQuiet(index: ReferenceIndex, fn: FunctionNode): boolean {
  const known = KNOWN.get(index) ?? new Map<FunctionNode, boolean>();
  KNOWN.set(index, known);
  const found = known.get(fn);
  if (found !== undefined) return found;
  // One that calls itself waits for no more than the rest of it does.
  known.set(fn, true);
  const { body } = fn;
  const quiet = !!body && !isGenerator(fn) && !some(body, (node) => isLoud(index, fn, node));
  known.set(fn, quiet);
  return quiet;
}

/** Does the function wait there for something else? */
function isLoud(index: ReferenceIndex, fn: FunctionNode, node: ts.Node): boolean {
  if (ts.isForOfStatement(node)) return node.awaitModifier !== undefined;
  const waitedFor =
    ts.isAwaitExpression(node) || ts.isReturnStatement(node)
      ? node.expression
      : node === fn.body && !ts.isBlock(node)
        ? (node as ts.Expression)
        : undefined;
  return waitedFor !== undefined && !isThereAtOnce(index, waitedFor);
}

/** Is a value there without letting others in? */
export function isThereAtOnce(index: ReferenceIndex, node: ts.Expression): boolean {
  const value = innermost(node);
  const type = index.checker.getTypeAtLocation(value);
  const isOpen = !!(type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown));
  if (!isOpen && !isPromise(index.checker, type)) return true;
  if (ts.isConditionalExpression(value)) {
    return isThereAtOnce(index, value.whenTrue) && isThereAtOnce(index, value.whenFalse);
  }
  if (!ts.isCallExpression(value)) return false;
  if (asksStorage(index, value)) return true;
  const called = index.checker.getResolvedSignature(value)?.declaration;
  return !!called && isFunctionNode(called) && isQuiet(index, called);
}
