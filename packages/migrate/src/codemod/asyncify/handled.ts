/** Places where a promise is as welcome as a value, so that nothing has to be awaited there. */
import ts from "typescript";
import { isReturned, outermost } from "../syntax/values.ts";
import { isPromiseCombinator } from "./known-callers.ts";

/** Is the promise awaited already, or given on to what waits for it? */
export function isHandled(node: ts.Expression): boolean {
  const outer = outermost(node);
  const { parent } = outer;
  if (ts.isAwaitExpression(parent)) return true;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === outer) {
    return ts.isCallExpression(parent.parent) && /^(then|catch|finally)$/.test(parent.name.text);
  }
  if (isForAwait(parent, outer)) return true;
  if (ts.isArrayLiteralExpression(parent)) return isCombined(parent);
  return isReturned(node) && isCallbackOfCombinedMap(outer);
}

function isForAwait(parent: ts.Node, outer: ts.Expression): boolean {
  return ts.isForOfStatement(parent) && !!parent.awaitModifier && parent.expression === outer;
}

/** Is the array what `Promise.all` is given? */
export function isCombined(array: ts.Expression): boolean {
  const outer = outermost(array);
  return isPromiseCombinator(outer.parent) && outer.parent.arguments[0] === outer;
}

/** `Promise.all(xs.map((x) => f(x)))`: the arrow passes on what `Promise.all` waits for. */
function isCallbackOfCombinedMap(outer: ts.Expression): boolean {
  const arrow = outer.parent;
  if (!ts.isArrowFunction(arrow)) return false;
  const call = outermost(arrow).parent;
  return (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.name.text === "map" &&
    isCombined(call)
  );
}
