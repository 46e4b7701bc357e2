/**
 * Objects that are kept before they are done: `client = new Client(); client.use(env.K)`, and what says
 * that it is done before it is: `isReady = true; init(env.K)`. Nothing may be waited for between the two,
 * or another request is handed a client that is half made.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, holds, isFunctionNode } from "../syntax/function-node.ts";
import { isAssignment } from "../syntax/values.ts";
import { declarationsOf, firstMention } from "./mentions.ts";
import { isMadeIn, isOfCode, mapOf } from "./state-changes.ts";

/** @returns the statement to read `node` before: the first one that looks whether it is kept. */
export function finishedAt(
  index: ReferenceIndex,
  node: ts.Expression,
  fn: FunctionNode,
): ts.Node | undefined {
  let found: ts.Node | undefined;
  // What a block does, `if (env.K) init(env.K)`, is done for the flag that is set before the block.
  for (let own = ancestor(node, isListed, fn); own; own = ancestor(own.parent, isListed, fn)) {
    found = saidBefore(index, own, fn) ?? found;
  }
  return found;
}

/** Where a statement before `own`, in its list, says that something is there, and more is done to it. */
function saidBefore(
  index: ReferenceIndex,
  own: ts.Statement,
  fn: FunctionNode,
): ts.Node | undefined {
  const list = listOf(own);
  const at = list.indexOf(own);
  for (const earlier of list.slice(0, at)) {
    const target = setBy(earlier);
    if (!target || isMadeIn(index, fn, target)) continue;
    const declared = declarationsOf(index, target).filter(
      (one) => isOfCode(one) && !holds(fn, one),
    );
    // The rest goes through all statements: only for the few that set what outlives the call.
    if (declared.length === 0) continue;
    const rest = list.slice(at);
    const isDone =
      rest.some((one) => isDoneTo(index, one, declared)) ||
      rest.some((one) => acts(index, one, fn, isLogged));
    const isBroken = list.slice(list.indexOf(earlier), at + 1).some(waits);
    if (!isDone || isBroken) continue;
    const first = firstMention(index, fn, declared);
    if (first && first.pos < earlier.pos) return first;
  }
  return undefined;
}

/**
 * Does it set something else that outlives the call, or call something for what that does?
 * @param isNothing of calls that are nobody's matter.
 */
export function acts(
  index: ReferenceIndex,
  node: ts.Node,
  fn: FunctionNode,
  isNothing: (call: ts.Expression) => boolean = () => false,
): boolean {
  if (isFunctionNode(node)) return false;
  if (!ts.isExpressionStatement(node)) {
    return ts.forEachChild(node, (child) => acts(index, child, fn, isNothing)) ?? false;
  }
  const { expression } = node;
  if (isNothing(expression)) return false;
  if (!isAssignment(expression)) return ts.isCallExpression(expression);
  const declared = declarationsOf(index, expression.left);
  return declared.length > 0 && !declared.some((one) => holds(fn, one));
}

/** Who finds the flag set goes on as well without it: `checked = true; if (!env.K) console.warn("…")`. */
const isLogged = (call: ts.Expression) =>
  ts.isCallExpression(call) &&
  /^(?:this\.)?(?:console|log|logger)\b/.test(call.expression.getText());

/** Others come in there as it is. */
function waits(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  return !isFunctionNode(node) && (ts.forEachChild(node, waits) ?? false);
}

/** Do statements after `assignment` go on with what it sets? */
export function isFinishedLater(index: ReferenceIndex, assignment: ts.BinaryExpression): boolean {
  const { parent } = assignment;
  const declared = declarationsOf(index, assignment.left);
  const list = ts.isExpressionStatement(parent) ? listOf(parent) : [];
  const later = list.filter(({ pos }) => pos >= assignment.end);
  return later.some((one) => isDoneTo(index, one, declared));
}

function setBy(statement: ts.Statement): ts.Expression | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  const map = mapOf(expression, "add", "set");
  if (map || !isAssignment(expression)) return map;
  const { left, operatorToken } = expression;
  return operatorToken.kind === ts.SyntaxKind.EqualsToken ? left : undefined;
}

/** `client.use(…)`, `client.key = …`. */
function isDoneTo(
  index: ReferenceIndex,
  statement: ts.Statement,
  declared: readonly ts.Declaration[],
): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  let node: ts.Expression = statement.expression;
  let isMember = false;
  for (let next = innerOf(node); next; next = innerOf(node)) {
    isMember ||= ts.isPropertyAccessExpression(node);
    if (isMember && declarationsOf(index, next).some((one) => declared.includes(one))) return true;
    node = next;
  }
  return false;
}

function innerOf(node: ts.Expression): ts.Expression | undefined {
  if (isAssignment(node)) return node.left;
  const leads =
    ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) || ts.isAwaitExpression(node);
  return leads ? node.expression : undefined;
}

function isListed(node: ts.Node): node is ts.Statement {
  return ts.isStatement(node) && listOf(node).includes(node);
}

function listOf({ parent }: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent) ? parent.statements : [];
}
