/**
 * Clients that are built once and kept: an `await` between the look and the keeping would let two
 * requests build one each. The value is read first, so that looking and keeping stay one step.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, holds, isFunctionNode } from "../syntax/function-node.ts";
import { isAssignment } from "../syntax/values.ts";
import { anchorIn } from "../text/edit-book.ts";
import { finishedAt, isFinishedLater } from "./finished.ts";
import { isLast, isLeftEarly, isLineOf, looksForNothing } from "./guards.ts";
import { declarationsOf, firstMention, mentions } from "./mentions.ts";
import { waitsBetween, waitsSinceLook } from "./waits.ts";

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
  const found = assigned(index, node, fn) ?? keyed(index, node, fn) ?? lookedAt(index, node, fn);
  if (found) return found;
  const anchor = finishedAt(index, node, fn);
  return anchor && { anchor, assignment: undefined, isKept: true };
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
  const looks = LOGICAL.has(assignment.operatorToken.kind) || !holds(anchor, assignment);
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
  { body }: FunctionNode,
): boolean {
  if (LOGICAL.has(assignment.operatorToken.kind)) return true;
  const declared = declarationsOf(index, assignment.left);
  const looks = (node: ts.Node): boolean => {
    if (node.pos >= assignment.pos) return false;
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

/** `if (!clients.has(key)) clients.set(key, new X(value))`. */
function keyed(index: ReferenceIndex, node: ts.Expression, fn: FunctionNode): Memoised | undefined {
  let anchor: ts.Node | undefined;
  const visit = (inner: ts.Node): void => {
    const map = mapOf(inner, "set");
    const declared = map ? declarationsOf(index, map) : [];
    const kept = declared.some(isOfCode) && !declared.some((one) => holds(fn, one));
    if (kept && inner.end > node.pos && asksFirst(index, fn, declared, node)) {
      anchor ??= firstMention(index, fn, declared, node);
    }
    ts.forEachChild(inner, visit);
  };
  if (fn.body) visit(fn.body);
  return anchor ? { anchor, assignment: undefined, isKept: true } : undefined;
}

const MUTATORS: ReadonlySet<string> = new Set([
  ...["add", "set", "delete", "clear", "push", "pop", "shift", "unshift", "splice"],
]);

/** A state that is looked at before the value is there, and changed after: both are one step. */
function lookedAt(
  index: ReferenceIndex,
  node: ts.Expression,
  fn: FunctionNode,
): Memoised | undefined {
  let anchor: ts.Node | undefined;
  // It goes through all of the function: only for the few changes of a state that was looked at.
  const waits = (change: ts.Node, declared: readonly ts.Declaration[]) =>
    waitsBetween(fn, node, change) || waitsSinceLook(index, fn, { declared, node });
  const visit = (inner: ts.Node): void => {
    if (isFunctionNode(inner) || inner.end <= node.pos) return;
    const changed = stateChangedBy(index, inner);
    const declared = changed.filter((one) => isOfCode(one) && !holds(fn, one));
    const first = declared.length > 0 ? firstMention(index, fn, declared) : undefined;
    const before = first && mentionsBefore(index, first, { declared, node });
    if (before && waits(inner, declared)) return;
    if (before && (!anchor || first.pos < anchor.pos)) anchor = first;
    ts.forEachChild(inner, visit);
  };
  if (fn.body) ts.forEachChild(fn.body, visit);
  return anchor ? { anchor, assignment: undefined, isKept: false } : undefined;
}

/** The variable or field that a node changes: `x = …`, `x.y = …`, `x.add(…)`. */
function stateChangedBy(index: ReferenceIndex, node: ts.Node): readonly ts.Declaration[] {
  const target = isAssignment(node) ? node.left : mapOf(node, ...MUTATORS);
  if (!target) return [];
  let state = target;
  while (ts.isPropertyAccessExpression(state) || ts.isElementAccessExpression(state)) {
    if (state.expression.kind === ts.SyntaxKind.ThisKeyword) break;
    state = state.expression;
  }
  return declarationsOf(index, state);
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
    if (mapOf(inner, ...MUTATORS) && holds(inner, node)) return; // it changes only what it has then
    if (inner.end <= node.pos && mentions(index, inner, declared)) before = true;
    else ts.forEachChild(inner, visit);
  };
  visit(statement);
  return before;
}

const isOfCode = (node: ts.Node) => !node.getSourceFile().isDeclarationFile;
function mapOf(node: ts.Node, ...methods: string[]): ts.Expression | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) {
    return undefined;
  }
  return methods.includes(node.expression.name.text) ? node.expression.expression : undefined;
}

function asksFirst(
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
