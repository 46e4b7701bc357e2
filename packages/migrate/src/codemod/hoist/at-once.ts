/**
 * What an async function does before it first waits is done when its call comes back, whether somebody waits
 * for it or not: `constructor() { this.start(); }`, `void load(); return state`. With a look-up in it, the rest
 * would come later than the code that goes on with it; and a second caller would find a lock open.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import {
  ancestor,
  containerOf,
  type FunctionNode,
  isFunctionNode,
} from "../syntax/function-node.ts";
import { outermost } from "../syntax/values.ts";
import { callsTo } from "./calls-to.ts";
import { mentions } from "./mentions.ts";
import { perFunction } from "./per-function.ts";
import { changesIn } from "./state-changes.ts";
import { waitsBetween } from "./waits.ts";

/** @returns the call of `fn` whose caller relies on what is set behind `node`, and before `fn` waits. */
export function reliedOnAtOnce(
  index: ReferenceIndex,
  fn: FunctionNode,
  node: ts.Node,
): ts.CallExpression | undefined {
  const calls = callsThatRely(index, fn);
  if (!fn.body || calls.length === 0 || waitsBetween(fn, fn.body, node)) return undefined;
  const set = setAtOnce(index, fn, { since: node, seen: new Set() });
  if (set.length === 0) return undefined;
  const locks = set.filter((one) => isTakenBack(index, fn, one));
  return calls.find((call) =>
    isDropped(call) ? isReliedOn(index, call, set) : isAskedBefore(index, call, locks),
  );
}

/** Found once for each function: many reads can stand in one. */
const callsThatRely = perFunction((index, fn) =>
  callsTo(index, fn).filter((call) => isDropped(call) || testsBefore(call).length > 0),
);

/** `running = true; …; running = false`: it says that the function is at work. */
function isTakenBack(index: ReferenceIndex, fn: FunctionNode, lock: ts.Declaration): boolean {
  return changesIn(index, fn).filter(({ declared }) => declared.includes(lock)).length > 1;
}

/** `if (this.calls >= 2) return busy; return await this.call();`: nothing may come between the two. */
function isAskedBefore(
  index: ReferenceIndex,
  call: ts.CallExpression,
  locks: readonly ts.Declaration[],
): boolean {
  if (locks.length === 0) return false;
  const caller = ancestor(call, isFunctionNode);
  return testsBefore(call).some(
    (test) => mentions(index, test, locks) && caller && !waitsBetween(caller, test, call),
  );
}

/** What decides whether the code comes to the call, in the lists around it. */
function testsBefore(call: ts.CallExpression): ts.Expression[] {
  const tests: ts.Expression[] = [];
  for (let at: ts.Node = call; at.parent && !isFunctionNode(at); at = at.parent) {
    const list = ts.isBlock(at.parent) ? at.parent.statements : [];
    const before = list.filter((one) => one.end <= at.pos);
    tests.push(...before.flatMap((one) => (ts.isIfStatement(one) ? [one.expression] : [])));
  }
  return tests;
}

/** `start();`, `void start();`, `start().catch(log);`, `ctx.waitUntil(start());` */
function isDropped(call: ts.CallExpression): boolean {
  const outer = outermost(call);
  const { parent } = outer;
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return true;
  if (ts.isPropertyAccessExpression(parent)) {
    const isSettled = /^(?:then|catch|finally)$/.test(parent.name.text);
    return isSettled && ts.isCallExpression(parent.parent) && isDropped(parent.parent);
  }
  return ts.isCallExpression(parent) && /\bwaitUntil$/.test(parent.expression.getText());
}

interface AtOnce {
  readonly since: ts.Node;
  readonly seen: Set<FunctionNode>;
}

/** What outlives its call and is set before it waits, by what it calls, too. */
function setAtOnce(
  index: ReferenceIndex,
  fn: FunctionNode,
  { since, seen }: AtOnce,
): readonly ts.Declaration[] {
  if (!fn.body || seen.has(fn)) return [];
  seen.add(fn);
  const isAtOnce = (node: ts.Node) => node.end > since.pos && !waitsBetween(fn, since, node);
  const set = changesIn(index, fn).flatMap(({ node, declared }) =>
    isAtOnce(node) ? declared : [],
  );
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || !isAtOnce(node)) return;
    const called = index.checker.getResolvedSignature(node)?.declaration;
    if (!called || !isFunctionNode(called) || !called.body || !index.isOwn(called)) return;
    set.push(...setAtOnce(index, called, { since: called.body, seen }));
  };
  ts.forEachChild(fn.body, visit);
  return set;
}

/** Whoever has the object goes on behind a constructor; else what stands behind the call, or asks before it. */
function isReliedOn(
  index: ReferenceIndex,
  call: ts.CallExpression,
  set: readonly ts.Declaration[],
): boolean {
  const { kind, node: around } = containerOf(call);
  if (ts.isConstructorDeclaration(around)) return true;
  const code = kind === "function" && isFunctionNode(around) ? around.body : around;
  const isUsed = (node: ts.Node, isAsked: boolean): boolean => {
    const isName = ts.isIdentifier(node) || ts.isPrivateIdentifier(node);
    if (isName && (isAsked || node.pos >= call.end)) {
      return index.declarationsOf(node).some((one) => set.includes(one));
    }
    const test = ts.isIfStatement(node) ? node.expression : undefined;
    return ts.forEachChild(node, (child) => isUsed(child, isAsked || child === test)) ?? false;
  };
  return code !== undefined && isUsed(code, false);
}
