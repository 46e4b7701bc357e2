/**
 * A read among the arguments of a call that must not fail, `send(env.KEY).catch(log)`: it never threw, and a
 * look-up that throws there would do so before the call, where nobody catches it.
 */
import ts from "typescript";
import { isFunctionNode } from "../syntax/function-node.ts";

export function isInCaughtCall(node: ts.Node): boolean {
  for (let at = node; at.parent && !isFunctionNode(at) && !ts.isStatement(at); at = at.parent) {
    if (isCaught(at) || isSettled(at)) return true;
  }
  return false;
}

/** What stands before `.catch(…)`, or before a `.then(…)` that is told of failures. */
function isCaught(node: ts.Node): boolean {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return false;
  const call = parent.parent;
  if (!ts.isCallExpression(call) || call.expression !== parent) return false;
  const { text } = parent.name;
  const count = call.arguments.length;
  return (text === "catch" && count > 0) || (text === "then" && count > 1);
}

/** An element of `Promise.allSettled([…])`. */
function isSettled({ parent }: ts.Node): boolean {
  if (!ts.isArrayLiteralExpression(parent) || !ts.isCallExpression(parent.parent)) return false;
  return parent.parent.expression.getText() === "Promise.allSettled";
}
