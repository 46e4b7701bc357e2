/**
 * A read among the arguments of a call that must not fail, `send(env.KEY).catch(log)`: it never threw, and a
 * look-up that throws there would do so before the call, where nobody catches it.
 */
import ts from "typescript";
import { mapOf } from "../hoist/state-changes.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isFunctionNode } from "../syntax/function-node.ts";
import { outermost } from "../syntax/values.ts";

export function isInCaughtCall(index: ReferenceIndex, node: ts.Node): boolean {
  for (let at = node; at.parent && !isFunctionNode(at) && !ts.isStatement(at); at = at.parent) {
    if (isCaught(at) || isSettled(at)) return true;
    if (ts.isExpression(at) && keptIn(index, at).some((one) => isSettledLater(index, one))) {
      return true;
    }
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
  return ts.isArrayLiteralExpression(parent) && isGivenToSettle(parent);
}

/** What a call's promise is kept in: `const task = send()`, `const tasks = [send()]`, `tasks.push(send())`. */
function keptIn(index: ReferenceIndex, node: ts.Expression): readonly ts.Declaration[] {
  if (!ts.isCallExpression(node)) return [];
  const { parent } = outermost(node);
  const holder = ts.isArrayLiteralExpression(parent) ? outermost(parent).parent : parent;
  if (ts.isVariableDeclaration(holder)) return [holder];
  const list = mapOf(holder, "push");
  return list && ts.isIdentifier(list) ? index.declarationsOf(list) : [];
}

/** `Promise.allSettled(tasks)`, `Promise.allSettled([task])` */
function isSettledLater(index: ReferenceIndex, declared: ts.Declaration): boolean {
  if (!ts.isVariableDeclaration(declared) || !ts.isIdentifier(declared.name)) return false;
  const found = index.referencesTo(new Set([declared]), declared.name.text);
  return found.some((one) => isSettled(one) || isGivenToSettle(one));
}

function isGivenToSettle({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && parent.expression.getText() === "Promise.allSettled";
}
