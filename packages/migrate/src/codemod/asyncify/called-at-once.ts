/** Functions that are made and called in one expression, and what they return. */
import ts from "typescript";
import { containerOf, isAsync, isFunctionValue, isGenerator } from "../syntax/function-node.ts";
import { outermost } from "../syntax/values.ts";

/**
 * `const get = (() => { let kept; return (env) => …; })()`: the call of the function that `value` is in,
 * where that is called as it stands; it answers what the function returns.
 */
export function callAtOnce(value: ts.Expression): ts.CallExpression | undefined {
  const container = containerOf(value);
  if (container.kind !== "function" || !isFunctionValue(container.node)) return undefined;
  if (isAsync(container.node) || isGenerator(container.node)) return undefined;
  const callee = outermost(container.node);
  const { parent } = callee;
  return ts.isCallExpression(parent) && parent.expression === callee ? parent : undefined;
}
