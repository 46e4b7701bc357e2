/** What is found out about a function once, however many values in it are asked for. */
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { FunctionNode } from "../syntax/function-node.ts";

/** The same node can be in two programs, and its names mean something else in each. */
export function perFunction<T>(
  find: (index: ReferenceIndex, fn: FunctionNode) => T,
): (index: ReferenceIndex, fn: FunctionNode) => T {
  const found = new WeakMap<ReferenceIndex, WeakMap<FunctionNode, { readonly value: T }>>();
  return (index, fn) => {
    const own = found.get(index) ?? new WeakMap<FunctionNode, { readonly value: T }>();
    found.set(index, own);
    const known = own.get(fn) ?? { value: find(index, fn) };
    own.set(fn, known);
    return known.value;
  };
}
