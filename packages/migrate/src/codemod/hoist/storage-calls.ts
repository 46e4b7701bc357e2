/** Calls that read or write what a Durable Object stores, also through its own methods. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, isAsync, isFunctionNode } from "../syntax/function-node.ts";
import { perFunction } from "./per-function.ts";

const STORAGE = /^(?:DurableObjectStorage|DurableObjectTransaction|SqlStorage|SyncKvStorage)$/;
const WRITES = /^(?:delete|deleteAlarm|deleteAll|exec|put|setAlarm|transaction|transactionSync)$/;

export function isStorageCall(index: ReferenceIndex, node: ts.Node): boolean {
  return asksStorage(index, node, /./) || callsOne(index, node, asks);
}

export function isStorageWrite(index: ReferenceIndex, node: ts.Node): boolean {
  return writesStorage(index, node) || callsOne(index, node, writes);
}

const asks = perFunction((index, { body }) => {
  return body !== undefined && some(body, (node) => asksStorage(index, node, /./));
});
const writes = perFunction((index, { body }) => {
  return body !== undefined && some(body, (node) => writesStorage(index, node));
});

/** `this.count()`, of a method that answers at once: what is waited for lets others in already. */
function callsOne(
  index: ReferenceIndex,
  node: ts.Node,
  does: (index: ReferenceIndex, fn: FunctionNode) => boolean,
): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression: target, name } = node.expression;
  if (target.kind !== ts.SyntaxKind.ThisKeyword) return false;
  const methods = index.declarationsOf(name).filter(ts.isMethodDeclaration);
  return methods.some((method) => !isAsync(method) && does(index, method));
}

function writesStorage(index: ReferenceIndex, node: ts.Node): boolean {
  if (!asksStorage(index, node, WRITES) || !ts.isCallExpression(node)) return false;
  const [query] = node.arguments;
  return !(query && ts.isStringLiteralLike(query) && /^\s*(?:select|with)\b/i.test(query.text));
}

function asksStorage({ checker }: ReferenceIndex, node: ts.Node, name: RegExp): boolean {
  const target = ts.isCallExpression(node) ? memberCalled(node, name) : undefined;
  if (!target) return false;
  return STORAGE.test(checker.getTypeAtLocation(target).symbol?.name ?? "");
}

/** `x` of a call `x.name()`, where the name fits. */
export function memberCalled(
  { expression }: ts.CallExpression,
  name: RegExp,
): ts.Expression | undefined {
  const isCalled = ts.isPropertyAccessExpression(expression) && name.test(expression.name.text);
  if (!isCalled) return undefined;
  const target = expression.expression;
  return ts.isNonNullExpression(target) ? target.expression : target;
}

/** In what runs as a part of `node`. */
export function some(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  if (test(node)) return true;
  if (isFunctionNode(node)) return false;
  return ts.forEachChild(node, (child) => some(child, test)) ?? false;
}
