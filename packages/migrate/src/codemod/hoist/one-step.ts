/**
 * Steps that nothing came between: `if (!started) { announce(env); started = true; }`, where a wait lets a
 * second request announce too; `this.user = name; …; return this.user`, where it lets another one set it.
 */
import ts from "typescript";
import { classReach } from "../../source/reach/entry-points.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, holds, isFunctionNode } from "../syntax/function-node.ts";
import { isAssignment } from "../syntax/values.ts";
import { firstMention, mentions } from "./mentions.ts";
import { decidesOver } from "./one-value.ts";
import { changesIn, mapOf } from "./state-changes.ts";
import { waitsBetween, waitsSinceLook } from "./waits.ts";

/**
 * @param node a call, for what is set behind it.
 * @returns the statement that asks first whether it was done; undefined where nothing says that it is.
 */
export function doneOnceAt(
  index: ReferenceIndex,
  node: ts.Expression,
  fn: FunctionNode,
): ts.Node | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  for (const { node: change, declared } of changesIn(index, fn)) {
    if (change.pos < node.end || !isAssignment(change)) continue;
    const statement = change.parent;
    const isMark = ts.isExpressionStatement(statement) && holds(statement.parent, node);
    if (!isMark || waitsBetween(fn, node, change)) continue;
    const first = firstMention(index, fn, declared, node);
    if (!first || first.pos >= node.pos || !isAskedBy(index, first, declared)) continue;
    if (!waitsSinceLook(index, fn, { declared, node })) return first;
  }
  return undefined;
}

/** `if (!started) { … }` */
const isAskedBy = (index: ReferenceIndex, first: ts.Node, declared: readonly ts.Declaration[]) =>
  ts.isIfStatement(first) && mentions(index, first.expression, declared);

/** @returns the statement before which `node` can be read, so that what was set is what is asked for later. */
export function setBeforeAt(
  index: ReferenceIndex,
  node: ts.Expression,
  fn: FunctionNode,
): ts.Node | undefined {
  for (const { node: change, declared } of changesIn(index, fn)) {
    if (change.end > node.pos || !declared.some((one) => isShared(index, one))) continue;
    if (mentions(index, node, declared) || !leadsTo(change, node)) continue;
    const later = fn.body && askedAfter(index, fn.body, { declared, node });
    if (!later || waitsBetween(fn, change, later)) continue;
    const first = firstMention(index, fn, declared);
    if (first && isReachedFrom(first, node)) return first;
  }
  return undefined;
}

/**
 * `const batch = this.buffer.splice(0); if (!env.K) return;`: what was taken out is in nobody's hands while a
 * look-up waits, and lost where it throws.
 *
 * @returns the statement that takes it out.
 */
export function takenBeforeAt(
  index: ReferenceIndex,
  node: ts.Expression,
  fn: FunctionNode,
): ts.Node | undefined {
  for (const { node: change, declared } of changesIn(index, fn)) {
    const isTaken = mapOf(change, "splice", "shift", "pop") !== undefined;
    if (!isTaken || change.end > node.pos || !declared.some((one) => isShared(index, one)))
      continue;
    if (!leadsTo(change, node) || waitsBetween(fn, change, node)) continue;
    return ancestor(change, ts.isStatement);
  }
  return undefined;
}

/** Of the module, or of an object that the platform makes for many requests. */
function isShared(index: ReferenceIndex, { parent }: ts.Declaration): boolean {
  if (ts.isClassLike(parent)) return classReach(parent, index) !== undefined;
  return ts.isVariableDeclarationList(parent) && ts.isSourceFile(parent.parent.parent);
}

/** Does the code come from `change` to `node` whichever way it takes? */
function leadsTo(change: ts.Node, node: ts.Node): boolean {
  let child = change;
  for (; !ts.isBlock(child.parent); child = child.parent) {
    if (isFunctionNode(child.parent) || decidesOver(child.parent, child)) return false;
  }
  return holds(child.parent, node);
}

/** Where what is declared is asked for behind `node`: to set it once more is not to ask. */
function askedAfter(
  index: ReferenceIndex,
  within: ts.Node,
  of: { readonly declared: readonly ts.Declaration[]; readonly node: ts.Node },
): ts.Node | undefined {
  if (within.end <= of.node.end || isFunctionNode(within)) return undefined;
  const isSetting = isAssignment(within) && within.pos >= of.node.end;
  if (isSetting) return askedAfter(index, within.right, of);
  const isName = ts.isIdentifier(within) || ts.isPrivateIdentifier(within);
  if (isName && within.pos >= of.node.end && mentions(index, within, of.declared)) return within;
  return ts.forEachChild(within, (child) => askedAfter(index, child, of));
}

/** Does whatever comes to `first` come to `node`? What is looked up before could throw for nothing. */
function isReachedFrom(first: ts.Node, node: ts.Node): boolean {
  if (!holds(first.parent, node)) return false;
  for (let child = node; child.parent !== first.parent; child = child.parent) {
    if (decidesOver(child.parent, child)) return false;
  }
  return true;
}
