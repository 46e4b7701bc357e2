/**
 * `tasks.push(ask(env.A)); tasks.push(ask(env.B)); await Promise.all(tasks)`: with the second look-up in
 * its place, what the first call began would run on with nobody waiting for it, and its failure would be
 * nobody's. What is read behind such a call is looked up before it.
 */
import ts from "typescript";
import { isFixed } from "../asyncify/movable.ts";
import { leaves } from "../reads/branches.ts";
import { isComparedWithText } from "../reads/compared-text.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, holds, isFunctionNode } from "../syntax/function-node.ts";
import { isComparedValue, rootOf } from "../syntax/values.ts";
import { anchorIn } from "../text/edit-book.ts";
import { type Begun, begunIn } from "./begun.ts";
import { mentions } from "./mentions.ts";
import { isPassedBy } from "./one-value.ts";
import { some } from "./storage.ts";
import { isDeclaredBefore } from "./unbroken.ts";
import { waitsBetween } from "./waits.ts";

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** @returns the statement to read `node` before; undefined where it can be read in its place. */
export function begunBeforeAt(
  index: ReferenceIndex,
  node: ts.Expression,
  fn: FunctionNode,
): ts.Node | undefined {
  if (!isAccess(node)) return undefined;
  const begun = begunIn(index, fn);
  if (begun.length === 0) return undefined;
  return anchorOf(index, node, { fn, begun }) ?? anchorOfSame(index, node, { fn, begun });
}

interface Within {
  readonly fn: FunctionNode;
  readonly begun: readonly Begun[];
}

/** The first of the statements that begin what still runs at `node`. */
function anchorOf(index: ReferenceIndex, node: Access, { fn, begun }: Within): ts.Node | undefined {
  const anchors = begun
    .filter((one) => isKeptAt(index, one, { node, fn }))
    .flatMap((one) => {
      const loop = loopAround(one, node);
      const behind = isBehind(index, one, node) && !waitsBetween(fn, one.node, node);
      return [...(loop ? [anchorIn(fn, [loop])] : []), behind && anchorIn(fn, [one.node, node])];
    })
    .filter((one): one is ts.Statement => !!one && ts.isStatement(one))
    .filter((one) => isSameBefore(index, node, one));
  return anchors.sort((a, b) => a.pos - b.pos)[0];
}

/** The call that begins it may have been given the same secret: then it is one const for both. */
function anchorOfSame(index: ReferenceIndex, node: Access, within: Within): ts.Node | undefined {
  const { fn, begun } = within;
  if (!fn.body || !begun.some((one) => holds(one.node, node))) return undefined;
  const text = node.getText();
  let anchor: ts.Node | undefined;
  some(fn.body, (one) => {
    if (!isAccess(one) || one.pos < node.end || one.getText() !== text) return false;
    const found = anchorOf(index, one, within);
    if (found && holds(found, node)) anchor = found;
    return anchor !== undefined;
  });
  return anchor;
}

const isAccess = (node: ts.Node): node is Access =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);

/** Does somebody ask for it from `node` on, and is it that, if anything, which `node` is waited for with? */
function isKeptAt(
  index: ReferenceIndex,
  begun: Begun,
  { node, fn }: { readonly node: Access; readonly fn: FunctionNode },
): boolean {
  const { declared } = begun;
  const own = ancestor(node, ts.isStatement, fn);
  const waiting = ancestor(node, ts.isAwaitExpression, fn);
  if (!own || !fn.body || (waiting && !mentions(index, waiting, declared))) return false;
  const isLater = (one: ts.Node) => one.pos >= own.pos && one.pos >= begun.node.end;
  const asks = (one: ts.Node): boolean => {
    if (ts.isIdentifier(one)) return isLater(one) && mentions(index, one, declared);
    return one.end > own.pos && (ts.forEachChild(one, asks) ?? false);
  };
  return asks(fn.body);
}

/** The outermost loop that begins it again and again, for what is outside of the loop, and never waits. */
function loopAround({ node: call, declared }: Begun, node: Access): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let at = node.parent; at && !isFunctionNode(at); at = at.parent) {
    if (!ts.isIterationStatement(at, false) || !holds(at.statement, node)) continue;
    const loop = at;
    const isAround = holds(loop, call) && !declared.some((one) => holds(loop, one));
    if (!isAround || some(loop, waits)) continue;
    found = loop;
  }
  return found;
}

const waits = (node: ts.Node) =>
  ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);

/** Can code that made the call come to `node`? */
function isBehind(index: ReferenceIndex, { node: call }: Begun, node: ts.Node): boolean {
  if (call.end > node.pos) return false;
  let child: ts.Node = call;
  for (; !holds(child.parent, node); child = child.parent) {
    if (ts.isBlock(child.parent) && isLeft(index, child.parent, child)) return false;
  }
  const { parent } = child;
  if (ts.isIfStatement(parent)) return child === parent.expression;
  if (ts.isConditionalExpression(parent)) return child === parent.condition;
  return !ts.isCaseBlock(parent) && !ts.isTryStatement(parent);
}

const isLeft = ({ checker }: ReferenceIndex, { statements }: ts.Block, from: ts.Node) =>
  statements.some((one) => one.pos >= from.pos && leaves(checker, one));

/** Is the environment there before `statement`, and no other one; and does nothing throw that was not asked? */
function isSameBefore(index: ReferenceIndex, node: Access, statement: ts.Statement): boolean {
  // `requireSecret` stays what it is there: nothing must not equal nothing.
  const isStrict = isComparedValue(node) && !isComparedWithText(index.checker, node);
  if (isStrict && isPassedBy(index.checker, statement, node)) return false;
  const root = rootOf(node.expression);
  if (!root || !isDeclaredBefore(index, node, statement)) return false;
  return !ts.isIdentifier(root) || isFixed(index, root, statement);
}
