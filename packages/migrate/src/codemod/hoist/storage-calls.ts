/** Calls that read or write what a Durable Object stores, also through functions of the code. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, isFunctionNode } from "../syntax/function-node.ts";
import { callsTo } from "./calls-to.ts";
import { isThereAtOnce } from "./quiet.ts";
import { asksStorage, functionsWithStorage, some, writesStorage } from "./storage.ts";

export function isStorageCall(index: ReferenceIndex, node: ts.Node): boolean {
  return asksStorage(index, node) || callsOf(index).asking.has(node);
}

export function isStorageWrite(index: ReferenceIndex, node: ts.Node): boolean {
  return writesStorage(index, node) || callsOf(index).writing.has(node);
}

/** Waiting for storage lets no other event in. */
export function isOtherWait(index: ReferenceIndex, node: ts.Node): boolean {
  if (!ts.isAwaitExpression(node) || isStorageWait(index, node)) return false;
  return !isThereAtOnce(index, node.expression);
}

/** One that asks or changes the storage. */
export function isStorageWait(index: ReferenceIndex, node: ts.Node): boolean {
  return ts.isAwaitExpression(node) && some(node, (inner) => isStorageCall(index, inner));
}

/** Is there anything that calls a storage? */
export const hasStorage = (index: ReferenceIndex) => callsOf(index).functions.size > 0;

/** Calls of functions that wait for storage at most: others may come in while these wait for more. */
interface StorageCalls {
  readonly functions: Set<FunctionNode>;
  readonly asking: Set<ts.Node>;
  readonly writing: Set<ts.Node>;
}

const KNOWN = new WeakMap<ReferenceIndex, StorageCalls>();

function callsOf(index: ReferenceIndex): StorageCalls {
  const known = KNOWN.get(index);
  if (known) return known;
  const functions = new Set(functionsWithStorage(index));
  const calls: StorageCalls = { functions, asking: new Set(), writing: new Set() };
  KNOWN.set(index, calls);
  collect(index, calls);
  return calls;
}

/** From the functions that call a storage themselves up to those that call them. */
function collect(index: ReferenceIndex, calls: StorageCalls): void {
  const todo = [...calls.functions];
  const found = new Map<FunctionNode, { readonly writes: boolean }>();
  for (let fn = todo.pop(); fn; fn = todo.pop()) {
    const { body } = fn;
    if (!body || some(body, (node) => isOtherWait(index, node))) continue;
    const writes = some(body, (node) => isStorageWrite(index, node));
    if (found.get(fn)?.writes === writes) continue;
    found.set(fn, { writes });
    for (const call of callsTo(index, fn)) {
      calls.asking.add(call);
      if (writes) calls.writing.add(call);
      const caller = ancestor(call, isFunctionNode);
      if (caller) todo.push(caller);
    }
  }
}
