/**
 * Clients that are built once and kept: an `await` between the look and the keeping would let two
 * requests build one each. The value is read first, so that looking and keeping stay one step.
 */
import ts from "typescript";
import { calledBy } from "../../source/declared-shape.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import {
  ancestor,
  type FunctionNode,
  holds,
  isAsync,
  isFunctionNode,
} from "../syntax/function-node.ts";
import { isAssignment } from "../syntax/values.ts";
import { anchorIn } from "../text/edit-book.ts";
import { begunBeforeAt } from "./begun-before.ts";
import { behindGuardAt } from "./behind-guard.ts";
import { finishedAt, isFinishedLater } from "./finished.ts";
import { isLast, isLeftEarly, isLineOf, looksForNothing } from "./guards.ts";
import { declarationsOf, firstMention, mentions } from "./mentions.ts";
import { doneOnceAt, setBeforeAt, takenBeforeAt } from "./one-step.ts";
import { changesIn, isOfCode, mapOf, mutatedBy, setsIn } from "./state-changes.ts";
import { unbrokenAround } from "./unbroken.ts";
import { comesInAnyway, mayWaitSince, waitsBetween, waitsSinceLook } from "./waits.ts";

export interface Memoised {
  /** The statement to read the secret before. */
  readonly anchor: ts.Node;
  /** `x = …` that has to look again: it becomes `x ??= …`. */
  readonly assignment: ts.BinaryExpression | undefined;
  /** Is it built once and kept? Else it only must not wait between reading a state and setting it. */
  readonly isKept: boolean;
}

const { EqualsToken } = ts.SyntaxKind;
/** They look before they set. */
const LOGICAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
]);

/** @param node the value, in `fn`. Undefined where nothing is kept beyond the call. */
export function memoisedAt(
  index: ReferenceIndex,
  node: ts.Expression,
  fn: FunctionNode | ts.SourceFile,
): Memoised | undefined {
  // What stands at the top of a page is made anew for each request.
  if (ts.isSourceFile(fn)) return undefined;
  const once = doneOnceAt(index, node, fn);
  if (once) return { anchor: once, assignment: undefined, isKept: true };
  const found = assigned(index, node, fn) ?? keyed(index, node, fn) ?? lookedAt(index, node, fn);
  if (found) return behindGuardAt(index, found, { node, fn }) ?? found;
  const kept = setByCallAt(index, node, fn) ?? finishedAt(index, node, fn);
  const anchor =
    kept ??
    unbrokenAround(index, node, fn) ??
    setBeforeAt(index, node, fn) ??
    takenBeforeAt(index, node, fn) ??
    begunBeforeAt(index, node, fn);
  return anchor && { anchor, assignment: undefined, isKept: kept !== undefined };
}

/** `if (!client) client = new X(value)`, `client ??= new X(value)`. */
function assigned(
  index: ReferenceIndex,
  node: ts.Expression,
  fn: FunctionNode,
): Memoised | undefined {
  const assignment = ancestor(node, isAssignment, fn);
  if (!assignment || !holds(assignment.right, node)) return undefined;
  const declared = declarationsOf(index, assignment.left);
  if (declared.length === 0 || declared.some((one) => holds(fn, one))) return undefined;
  if (readsFirst(index, assignment, declared)) {
    const anchor = anchorIn(fn, [assignment]);
    return anchor && { anchor, assignment: undefined, isKept: false };
  }
  const anchor = firstMention(index, fn, declared, assignment);
  if (!anchor) return undefined;
  const { kind } = assignment.operatorToken;
  if (kind === EqualsToken && comesInAnyway(index, fn, { declared, node, change: assignment })) {
    return undefined;
  }
  const looks = LOGICAL.has(kind) || !holds(anchor, assignment);
  if (kind === EqualsToken && mayWaitSince(index, fn, { first: anchor, node })) {
    return { anchor, assignment: undefined, isKept: isLookedAt(index, assignment, fn) };
  }
  if (isLeftEarly(index, assignment, { declared, anchor })) {
    return { anchor: assignment.parent, assignment, isKept: true };
  }
  return looks
    ? { anchor, assignment: undefined, isKept: isLookedAt(index, assignment, fn) }
    : guarded(index, assignment, { fn, declared, anchor });
}

/** `if (!client) { client = … }`: the assignment looks once more, or all of it follows the value. */
function guarded(
  index: ReferenceIndex,
  assignment: ts.BinaryExpression,
  found: { fn: FunctionNode; declared: readonly ts.Declaration[]; anchor: ts.Node },
): Memoised | undefined {
  const { fn, declared, anchor } = found;
  const guard = ancestor(assignment, ts.isIfStatement, fn);
  if (!guard || !mentions(index, guard.expression, declared)) return undefined;
  const statement = assignment.parent;
  const again =
    looksForNothing(index, guard, declared) &&
    !isFinishedLater(index, assignment) &&
    ts.isExpressionStatement(statement) &&
    (isLast(statement) || isLineOf(guard, statement)) &&
    holds(guard.thenStatement, assignment);
  return again
    ? { anchor: statement, assignment, isKept: true }
    : { anchor, assignment: undefined, isKept: true };
}

/** `count += …`, `count = count + …`: what is set was read before the value is there. */
function readsFirst(
  index: ReferenceIndex,
  { operatorToken, right }: ts.BinaryExpression,
  declared: readonly ts.Declaration[],
): boolean {
  const { kind } = operatorToken;
  if (kind === EqualsToken) return mentions(index, right, declared) && !ts.isIdentifier(right);
  return !LOGICAL.has(kind);
}

/**
 * Does nothing but the absence of what `assignment` sets decide over it? Then it may look once more
 * when the value is there. What is kept by a key or for a time is to be replaced.
 */
export function isSetOnce(
  index: ReferenceIndex,
  assignment: ts.BinaryExpression,
  fn: FunctionNode,
): boolean {
  const declared = declarationsOf(index, assignment.left);
  let once = !isFinishedLater(index, assignment);
  const visit = (node: ts.Node): void => {
    if (node.pos >= assignment.pos) return;
    if (ts.isIfStatement(node) && mentions(index, node.expression, declared)) {
      once &&= looksForNothing(index, node, declared);
    }
    ts.forEachChild(node, visit);
  };
  if (fn.body) visit(fn.body);
  return once;
}

/** Is there a test of what `assignment` sets, or a copy to test? To show it or pass it on is none. */
function isLookedAt(
  index: ReferenceIndex,
  assignment: ts.BinaryExpression,
  fn: FunctionNode,
): boolean {
  if (LOGICAL.has(assignment.operatorToken.kind)) return true;
  return isAskedFor(index, fn, declarationsOf(index, assignment.left), assignment);
}

export function isAskedFor(
  index: ReferenceIndex,
  { body }: FunctionNode,
  declared: readonly ts.Declaration[],
  before: ts.Node,
): boolean {
  const looks = (node: ts.Node): boolean => {
    if (node.pos >= before.pos) return false;
    const asked = ts.isVariableDeclaration(node) ? node.initializer : testIn(node);
    const asks = asked !== undefined && mentions(index, asked, declared);
    return asks || (ts.forEachChild(node, looks) ?? false);
  };
  return body !== undefined && looks(body);
}

function testIn(node: ts.Node): ts.Expression | undefined {
  if (ts.isForStatement(node)) return node.condition;
  return ts.isIfStatement(node) || ts.isWhileStatement(node) ? node.expression : undefined;
}

/** `if (!client) connect(env)`, where `connect` sets it, and does not wait. */
function setByCallAt(
  index: ReferenceIndex,
  node: ts.Expression,
  fn: FunctionNode,
): ts.Node | undefined {
  const call = ts.isCallExpression(node) ? node : ancestor(node, ts.isCallExpression, fn);
  if (!call || !ts.isExpressionStatement(call.parent)) return undefined;
  const called = calledBy(call, index.checker);
  if (!called || isAsync(called)) return undefined;
  const declared = setIn(index, called).filter((one) => !holds(fn, one) && !holds(called, one));
  const asks = declared.length > 0 && isAskedFor(index, fn, declared, call);
  return asks ? firstMention(index, fn, declared, call) : undefined;
}

function setIn(index: ReferenceIndex, { body }: ts.FunctionLikeDeclaration): ts.Declaration[] {
  const set: ts.Declaration[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    if (isAssignment(node)) set.push(...declarationsOf(index, node.left));
    ts.forEachChild(node, visit);
  };
  if (body) visit(body);
  return set.filter(isOfCode);
}

/** `if (!clients.has(key)) clients.set(key, new X(value))`. */
function keyed(index: ReferenceIndex, node: ts.Expression, fn: FunctionNode): Memoised | undefined {
  for (const { node: set, declared } of setsIn(index, fn)) {
    if (set.end <= node.pos || !asksFirst(index, fn, declared, node)) continue;
    if (comesInAnyway(index, fn, { declared, node, change: set })) continue;
    const anchor = firstMention(index, fn, declared, node);
    if (anchor) return { anchor, assignment: undefined, isKept: true };
  }
  return undefined;
}

/** A state that is looked at before the value is there, and changed after: both are one step. */
function lookedAt(
  index: ReferenceIndex,
  node: ts.Expression,
  fn: FunctionNode,
): Memoised | undefined {
  let anchor: ts.Node | undefined;
  // It goes through all of the function: only for the few changes of a state that was looked at.
  const waits = (change: ts.Node, declared: readonly ts.Declaration[]) =>
    waitsBetween(fn, node, change) ||
    waitsSinceLook(index, fn, { declared, node }) ||
    comesInAnyway(index, fn, { declared, node, change });
  let parted: ts.Node | undefined;
  for (const { node: change, declared } of changesIn(index, fn)) {
    if (change.end <= node.pos || (parted && holds(parted, change))) continue;
    const first = firstMention(index, fn, declared);
    if (!first || !mentionsBefore(index, first, { declared, node })) continue;
    if (waits(change, declared)) parted = change;
    else if (!anchor || first.pos < anchor.pos) anchor = first;
  }
  return anchor ? { anchor, assignment: undefined, isKept: false } : undefined;
}

function mentionsBefore(
  index: ReferenceIndex,
  statement: ts.Node,
  { declared, node }: { declared: readonly ts.Declaration[]; node: ts.Node },
): boolean {
  if (statement.end <= node.pos) return true;
  let before = false;
  const visit = (inner: ts.Node): void => {
    if (inner.pos >= node.pos || isAssignment(inner)) return;
    if (mutatedBy(inner) && holds(inner, node)) return; // it changes only what it has then
    if (inner.end <= node.pos && mentions(index, inner, declared)) before = true;
    else ts.forEachChild(inner, visit);
  };
  visit(statement);
  return before;
}

export function asksFirst(
  index: ReferenceIndex,
  fn: FunctionNode,
  declared: readonly ts.Declaration[],
  before: ts.Node,
): boolean {
  let asks = false;
  const visit = (node: ts.Node): void => {
    const map = node.end <= before.pos ? mapOf(node, "get", "has") : undefined;
    if (map && declarationsOf(index, map).some((one) => declared.includes(one))) asks = true;
    if (!asks) ts.forEachChild(node, visit);
  };
  if (fn.body) visit(fn.body);
  return asks;
}
