/**
 * A method of an array whose callback has to wait: `map` becomes `Promise.all`, what decides per element
 * decides over answers that are there, and `forEach` becomes a loop. The rest can not wait.
 */
import ts from "typescript";
import type { ArrayMethod } from "../asyncify/array-method.ts";
import { isCombined } from "../asyncify/handled.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isFunctionNode, isFunctionValue } from "../syntax/function-node.ts";
import { isAssignment, needsParentheses, outermost } from "../syntax/values.ts";
import type { EditBook } from "../text/edit-book.ts";
import { MODIFIER } from "../text/file-edits.ts";
import { callsWithEffects } from "./callback-effects.ts";

/** Can the call be written so that it waits, with the same result? */
export function canWait(
  index: ReferenceIndex,
  call: ts.CallExpression,
  method: ArrayMethod,
): boolean {
  const [callback] = call.arguments;
  if (!callback || ts.isOptionalChain(call)) return false;
  if (method === "forEach") return loopOf(call) !== undefined;
  if (method === "other" || method === "find" || callsWithEffects(index, callback)) return false;
  if (method === "filter") return elementName(callback) !== undefined;
  return !isFunctionValue(callback) || !changesOthers(callback);
}

/** Does the callback set what is not its own? Then one element has to follow the other. */
function changesOthers(callback: ts.ArrowFunction | ts.FunctionExpression): boolean {
  let changes = false;
  const own = new Set<string>();
  const visit = (node: ts.Node): void => {
    if ((ts.isVariableDeclaration(node) || ts.isParameter(node)) && ts.isIdentifier(node.name)) {
      own.add(node.name.text);
    }
    const target = isAssignment(node)
      ? node.left
      : ts.isPostfixUnaryExpression(node) || isStep(node)
        ? node.operand
        : undefined;
    if (target && !(ts.isIdentifier(target) && own.has(target.text))) changes = true;
    ts.forEachChild(node, visit);
  };
  visit(callback);
  return changes;
}

function isStep(node: ts.Node): node is ts.PrefixUnaryExpression {
  const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
  return (
    ts.isPrefixUnaryExpression(node) && [PlusPlusToken, MinusMinusToken].includes(node.operator)
  );
}

/** The parameter of `(x) => …`, where the body is an expression. */
function elementName(callback: ts.Expression): string | undefined {
  if (!ts.isArrowFunction(callback) || ts.isBlock(callback.body)) return undefined;
  const [first, ...more] = callback.parameters;
  return first && more.length === 0 && ts.isIdentifier(first.name) ? first.name.text : undefined;
}

export function writeArrayCall(book: EditBook, call: ts.CallExpression): void {
  const access = call.expression;
  if (!ts.isPropertyAccessExpression(access)) return;
  const method = access.name.text;
  const loop = method === "forEach" ? loopOf(call) : undefined;
  if (loop) writeLoop(book, loop);
  else if (method !== "map") writeDecision(book, call, access);
  else if (!isCombined(call)) book.awaitAround(call, "Promise.all(", ")");
}

/** What decides by the answers has them first: `(await Promise.all(xs.map(f))).some(Boolean)`. */
function writeDecision(
  book: EditBook,
  call: ts.CallExpression,
  access: ts.PropertyAccessExpression,
): void {
  const method = access.name.text;
  const after: Readonly<Record<string, string>> = {
    flatMap: ".flat()",
    filter: ".flat()",
    some: ".some(Boolean)",
    every: ".every(Boolean)",
    findIndex: ".findIndex(Boolean)",
  };
  book.replace(access.name, "map");
  if (method === "filter") writeFilter(book, call);
  const tight = ts.isNewExpression(call.parent) && needsParentheses(call);
  book.around(
    call,
    `${tight ? "(" : ""}(await Promise.all(`,
    `))${after[method] ?? ""}${tight ? ")" : ""}`,
  );
}

/** `filter((x) => f(x))` over the answers: each element, or none. */
function writeFilter(book: EditBook, call: ts.CallExpression): void {
  const [callback] = call.arguments;
  const name = callback && elementName(callback);
  if (!callback || !ts.isArrowFunction(callback) || name === undefined) return;
  const { body } = callback;
  // Outside of the await of a body that is nothing but a call, and inside of a block that it gets.
  const width = body.getWidth() + 1;
  book.of(body).before(body.getStart(), width, "((");
  book.of(body).after(body.end, width, `) ? [${name}] : [])`);
}

interface Loop {
  readonly statement: ts.ExpressionStatement;
  readonly list: ts.Expression;
  readonly callback: ts.ArrowFunction | ts.FunctionExpression;
}

/** `xs.forEach((x) => …);` that can be a loop. */
export function loopOf(call: ts.Node): Loop | undefined {
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression))
    return undefined;
  if (call.expression.name.text !== "forEach" || ts.isOptionalChain(call)) return undefined;
  const statement = outermost(call).parent;
  const [callback, more] = call.arguments;
  if (!ts.isExpressionStatement(statement) || !callback || more) return undefined;
  if (!isFunctionValue(callback) || !canBeBody(callback)) return undefined;
  return { statement, list: call.expression.expression, callback };
}

function canBeBody(callback: ts.ArrowFunction | ts.FunctionExpression): boolean {
  const { parameters } = callback;
  if (parameters.length > 2) return false;
  if (parameters.some((one) => one.initializer || one.dotDotDotToken)) return false;
  let can = !ts.isFunctionExpression(callback) || !usesThis(callback.body);
  const visit = (node: ts.Node, nested: boolean): void => {
    if (isFunctionNode(node)) return;
    if (ts.isReturnStatement(node) && (nested || node.expression)) can = false;
    const inner = nested || ts.isIterationStatement(node, false) || ts.isSwitchStatement(node);
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(callback.body, false);
  return can;
}

function usesThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  return ts.forEachChild(node, usesThis) ?? false;
}

function writeLoop(book: EditBook, { statement, list, callback }: Loop): void {
  const [element, position] = callback.parameters;
  const one = element?.name.getText() ?? "_";
  const names = position ? `[${position.name.getText()}, ${one}]` : one;
  const edits = book.of(statement);
  const entries = position ? ".entries()" : "";
  const start = statement.getStart();
  if (list.getStart() > start) edits.replace(start, list.getStart(), "");
  // The list may itself be awaited: that is a part of the loop's head.
  edits.before(list.getStart(), MODIFIER, `for (const ${names} of `);
  edits.replace(list.end, callback.body.getStart(), `${entries}) `);
  const isBlock = ts.isBlock(callback.body);
  if (callback.body.end < statement.end) {
    edits.replace(callback.body.end, statement.end, isBlock ? "" : ";");
  }
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    if (ts.isReturnStatement(node)) {
      const end = node.getText().endsWith(";") ? ";" : "";
      book.replace(node, `continue${end}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(callback.body);
}
