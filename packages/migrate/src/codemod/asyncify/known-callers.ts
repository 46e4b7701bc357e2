/**
 * Who is known to await what a function answers, where types do not say so: most repositories are
 * looked at without their node_modules.
 */
import ts from "typescript";
import { innermost } from "../syntax/values.ts";

/** Methods of a class or object that the platform or a framework calls and awaits. */
const AWAITED_METHODS: ReadonlySet<string> = new Set([
  ...["fetch", "scheduled", "queue", "email", "tail", "trace", "test", "run", "alarm"],
  ...["webSocketMessage", "webSocketClose", "webSocketError"],
  ...["onStart", "onRequest", "onConnect", "onMessage", "onEmail", "init"],
]);

const ROUTE_METHODS: ReadonlySet<string> = new Set([
  ...["get", "post", "put", "patch", "delete", "head", "options", "all", "any", "use", "on"],
  ...["openapi", "notFound", "onError", "handle", "before", "after", "derive"],
]);

const TEST_CALLS: ReadonlySet<string> = new Set([
  ...["it", "test", "beforeEach", "afterEach", "beforeAll", "afterAll", "before", "after", "bench"],
]);

/** Of Hono, h3 and Nitro, which also come without an import. */
const HANDLER_CALLS: ReadonlySet<string> = new Set([
  ...["createMiddleware", "eventHandler", "defineEventHandler", "defineHandler"],
  ...["cachedEventHandler", "defineCachedEventHandler"],
]);

const PROMISE_METHODS: ReadonlySet<string> = new Set(["then", "catch", "finally"]);

/** @param inLiteral of an object literal: what is called on… there is as often a listener. */
export function isAwaitedMethod(name: string, inLiteral = false): boolean {
  return AWAITED_METHODS.has(name) && !(inLiteral && /^on[A-Z]/.test(name));
}

/** Lists of functions that frameworks call one after the other, and wait for each. */
export function isAwaitedProperty(name: string | undefined): boolean {
  return name !== undefined && /^(?:middlewares?|handlers?|before|after)$/.test(name);
}

/** Is a function that is given to this call awaited by whoever is called? By its name only. */
export function isKnownToAwait(call: ts.CallExpression | ts.NewExpression): boolean {
  const written = innermost(call.expression as ts.Expression);
  // it.each(table)("…", fn)
  const callee = ts.isCallExpression(written) ? innermost(written.expression) : written;
  if (ts.isIdentifier(callee)) {
    return TEST_CALLS.has(callee.text) || HANDLER_CALLS.has(callee.text);
  }
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const method = callee.name.text;
  if (PROMISE_METHODS.has(method) || ROUTE_METHODS.has(method)) return true;
  const root = innermost(callee.expression);
  return ts.isIdentifier(root) && TEST_CALLS.has(root.text); // it.only(…)
}

export function isExpect(call: ts.CallExpression | ts.NewExpression): boolean {
  return ts.isIdentifier(call.expression) && call.expression.text === "expect";
}

/** `expect(() => f()).toThrow(…)`, with or without `.not`: the whole of it. */
export function expectationOf(
  call: ts.CallExpression | ts.NewExpression,
): ts.CallExpression | undefined {
  if (!isExpect(call)) return undefined;
  const negated = isNegation(call.parent) && ts.isArrowFunction(call.arguments?.[0] ?? call);
  const access = negated ? call.parent.parent : call.parent;
  if (!ts.isPropertyAccessExpression(access) || !/^toThrow(?:Error)?$/.test(access.name.text)) {
    return undefined;
  }
  return ts.isCallExpression(access.parent) ? access.parent : undefined;
}

/** `.not`. */
function isNegation(node: ts.Node): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && node.name.text === "not";
}

/** `Promise.all`, `Promise.allSettled`, `Promise.race`, `Promise.any`. */
export function isPromiseCombinator(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression, name } = node.expression;
  const combines = ["all", "allSettled", "race", "any"].includes(name.text);
  return combines && ts.isIdentifier(expression) && expression.text === "Promise";
}
