/** Writes what a converted function and its calls become: `async`, `Promise<…>`, `await`. */
import ts from "typescript";
import type { FunctionGroup } from "../asyncify/function-group.ts";
import type { Placement } from "../asyncify/placement.ts";
import { loopOf, writeArrayCall } from "../hoist/array-callback.ts";
import { againOperator } from "../hoist/guards.ts";
import { isSetOnce, memoisedAt } from "../hoist/memoised.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, holds, isAsync } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import {
  innermost,
  isAssignment,
  isConditional,
  isReturned,
  outermost,
  rootOf,
} from "../syntax/values.ts";
import { isPromise } from "../types/promise-type.ts";
import { indentationAt } from "./code-style.ts";
import { anchorIn, type EditBook } from "./edit-book.ts";
import { OUTERMOST } from "./file-edits.ts";
import type { NewNames } from "./new-names.ts";

export interface WrittenCode {
  readonly index: ReferenceIndex;
  readonly book: EditBook;
  readonly names: NewNames;
}

/** @param awaiting the functions that something is awaited in. */
export function writeGroup(
  { index, book }: WrittenCode,
  group: FunctionGroup,
  awaiting: ReadonlySet<FunctionNode>,
): void {
  for (const body of group.bodies) {
    if (isAsync(body) || !body.body || isLoopNow(body)) continue;
    if (awaiting.has(body) || !answersPromise(index.checker, body)) book.makeAsync(body);
  }
  for (const type of group.lazy ? [] : group.annotations) {
    const owner = type.parent;
    const hasBody = "body" in owner && owner.body !== undefined;
    book.wrapPromise(index.checker, type, hasBody);
  }
  for (const [name, renamed] of group.renames) book.replace(name, renamed);
  for (const query of group.typeQueries) writeTypeQuery(book, query);
  for (const type of group.returnTypes) book.around(type, "Awaited<", ">");
}

/** `typeof auth.session` becomes `Awaited<ReturnType<typeof auth>>["session"]`. */
function writeTypeQuery(book: EditBook, query: ts.Node): void {
  if (!ts.isTypeQueryNode(query)) return;
  const { quote } = book.style(query);
  const [value, ...members] = query.exprName.getText().split(".");
  const path = members.map((name) => `[${quote}${name.trim()}${quote}]`).join("");
  book.replace(query, `Awaited<ReturnType<typeof ${value}>>${path}`);
}

const isLoopNow = (body: FunctionNode) =>
  ts.isExpression(body) && loopOf(outermost(body).parent) !== undefined;

function answersPromise(checker: ts.TypeChecker, fn: FunctionNode): boolean {
  const signature = checker.getSignatureFromDeclaration(fn);
  return !!signature && isPromise(checker, checker.getReturnTypeOfSignature(signature));
}

/** What becomes of a call, or a getter's read, of something converted. */
export function writeSite(code: WrittenCode, placement: Placement): void {
  const { site, awaitedIn, handled } = placement;
  const { node, kind } = site;
  if (handled || kind === "read" || kind === "pattern") return;
  if (kind === "array" && ts.isCallExpression(node)) writeArrayCall(code.book, node);
  else if (kind === "expect") writeExpectation(code.book, node);
  else if (kind === "getter") writeGetter(code.book, node);
  else if (awaitedIn && writeKept(code, node, awaitedIn)) return;
  else if (!awaitedIn || !isPassedOn(node, awaitedIn)) code.book.awaitAround(node);
}

/** `client ??= makeClient(env)`: nobody may keep another one while this one is being made. */
function writeKept(
  { index, book, names }: WrittenCode,
  node: ts.Expression,
  fn: FunctionNode,
): boolean {
  const assignment = ancestor(node, isAssignment, fn);
  const isIn = assignment !== undefined && holds(assignment.right, node);
  if (!isIn || !memoisedAt(index, node, fn)?.isKept) return false;
  const statement = assignment.parent;
  const stands = ts.isExpressionStatement(statement) && ts.isBlock(statement.parent);
  const sets = assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  const replaces = sets && !isSetOnce(index, assignment, fn);
  const isPlain = stands && sets && !replaces;
  if (isConditional(node, assignment)) {
    return isPlain && writeKeptWhole({ index, book, names }, assignment, node);
  }
  if (sets && !stands) return false;
  const anchor = replaces ? firstOfSettings(statement, fn) : statementOf(assignment, fn);
  if (!anchor || isConditional(assignment, anchor)) return false;
  writeBeforeKept({ index, book, names }, anchor, { assignment, node, sets });
  if (sets && !replaces) book.replace(assignment.operatorToken, againOperator(index, assignment));
  return true;
}

/** Made in a constant; where the assignment looks whether it is there, all that it makes, and only then. */
function writeBeforeKept(
  { book, names }: WrittenCode,
  anchor: ts.Node,
  { assignment, node, sets }: KeptCall,
): void {
  const made = sets ? node : innermost(assignment.right);
  const isWhole = made === node;
  if (!isWhole) book.awaitAround(node);
  // Of several calls in what is made, the first one has put all of it there.
  if (!isWhole && names.hasOf(assignment)) return;
  const name = isWhole
    ? names.fresh(node, nameOfResult(node))
    : names.of(assignment, nameOfKept(assignment));
  const { semicolon } = book.style(node);
  const text = () => madeText(book, made, { assignment, isAwaited: isWhole });
  book.statement(anchor, () => `const ${name} = ${text()}${semicolon}`);
  book.replace(made, name);
}

interface KeptCall {
  readonly assignment: ts.BinaryExpression;
  readonly node: ts.Expression;
  /** Is it a plain `=`? */
  readonly sets: boolean;
}

/** Itself in a block; else the one of the function that it is in. */
function statementOf(assignment: ts.BinaryExpression, fn: FunctionNode): ts.Node | undefined {
  const { parent } = assignment;
  const stands = ts.isExpressionStatement(parent) && ts.isBlock(parent.parent);
  return stands ? parent : anchorIn(fn, [assignment]);
}

/** `await make(env)`; where the assignment looks whether it is there, only if it is not. */
function madeText(
  book: EditBook,
  node: ts.Expression,
  { assignment, isAwaited }: { assignment: ts.BinaryExpression; isAwaited: boolean },
): string {
  const made = isAwaited ? `await ${book.render(node)}` : book.render(node);
  if (assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken) return made;
  const tight = isAwaited || ts.isBinaryExpression(node) ? `(${made})` : made;
  return `${assignment.left.getText()} ${lookOf(assignment)} ${tight}`;
}

/** `??` of `??=`, `||` of `||=`: as the assignment itself looks. */
const lookOf = ({ operatorToken }: ts.BinaryExpression) => operatorToken.getText().slice(0, -1);

/** `client` is a `newClient` before it is kept. */
function nameOfKept({ left }: ts.BinaryExpression): string {
  const kept = nameText(ts.isPropertyAccessExpression(left) ? left.name : left) ?? "value";
  return `new${kept.charAt(0).toUpperCase()}${kept.slice(1)}`;
}

/** `client = env.URL ? makeClient(env) : other`: what decides over the call stays around it. */
function writeKeptWhole(
  { index, book, names }: WrittenCode,
  assignment: ts.BinaryExpression,
  node: ts.Expression,
): boolean {
  const { left, operatorToken, parent } = assignment;
  const name = names.of(assignment, nameOfKept(assignment));
  const { text } = node.getSourceFile();
  const gap = `${book.style(node).semicolon}\n${indentationAt(text, parent.getStart())}`;
  const again = againOperator(index, assignment);
  book.awaitAround(node);
  book.of(node).replace(left.getStart(), operatorToken.end, `const ${name} =`);
  book.of(node).after(assignment.end, OUTERMOST, `${gap}${left.getText()} ${again} ${name}`);
  return true;
}

/** What is kept and by what are set in one step: the first of the statements that set them. */
function firstOfSettings(statement: ts.Node, fn: FunctionNode): ts.Node | undefined {
  const list = statement.parent;
  if (!ts.isBlock(list) || !ts.isStatement(statement)) return undefined;
  let at = list.statements.indexOf(statement);
  while (setsPlainly(list.statements[at - 1], fn)) at--;
  return list.statements[at];
}

/** `key = secret;`, of something that outlives the call. */
function setsPlainly(statement: ts.Statement | undefined, fn: FunctionNode): boolean {
  const set = statement && ts.isExpressionStatement(statement) ? statement.expression : undefined;
  if (!set || !isAssignment(set)) return false;
  const isPlain = ts.isIdentifier(set.right) || rootOf(set.right) !== undefined;
  return isPlain && holds(fn, set);
}

/** Returned from what is async already: the promise goes on to who waits for that one. */
function isPassedOn(node: ts.Expression, fn: FunctionNode): boolean {
  return isAsync(fn) && isReturned(node) && !isInTry(node, fn);
}

/** What was a value is asked for: `this.client` becomes `await this.client()`. */
function writeGetter(book: EditBook, node: ts.Expression): void {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent))
    book.replace(node, `${node.getText()}: await ${node.getText()}()`);
  else book.awaitAround(node, "", "()");
}

/**
 * `expect(f).toThrow()` becomes `await expect(f).rejects.toThrow()`; `.not.toThrow()` is asked of the
 * promise itself, which is what `.resolves` takes.
 */
function writeExpectation(book: EditBook, node: ts.Expression): void {
  book.awaitAround(node);
  const access = ts.isCallExpression(node) ? node.expression : undefined;
  if (!access || !ts.isPropertyAccessExpression(access)) return;
  const before = access.expression;
  const negated = ts.isPropertyAccessExpression(before);
  const call = negated ? before.expression : before;
  const edits = book.of(node);
  edits.after(call.end, OUTERMOST, negated ? ".resolves" : ".rejects");
  const callback = ts.isCallExpression(call) ? call.arguments[0] : undefined;
  if (!negated || !callback) return;
  edits.before(callback.getStart(), OUTERMOST, "(");
  edits.after(callback.end, OUTERMOST, ")()");
}

/** `getLimit(env)` is a `limit`. */
export function nameOfResult(node: ts.Expression): string {
  const callee = ts.isCallExpression(node) ? node.expression : node;
  const name = nameText(ts.isPropertyAccessExpression(callee) ? callee.name : callee) ?? "value";
  const noun = /^(?:get|create|make|build|load|find|read|open)([A-Z].*)$/.exec(name)?.[1];
  return noun ? noun.charAt(0).toLowerCase() + noun.slice(1) : `${name}Result`;
}

/** Would a rejection be caught around it? Then it has to happen there. */
export function isInTry(node: ts.Node, fn: FunctionNode): boolean {
  let child: ts.Node = node;
  for (let parent = node.parent; parent && child !== fn; parent = parent.parent) {
    if (ts.isTryStatement(parent)) {
      const caught = holds(parent.tryBlock, node);
      const finished = parent.finallyBlock && !holds(parent.finallyBlock, node);
      if (caught || finished) return true;
    }
    child = parent;
  }
  return false;
}
