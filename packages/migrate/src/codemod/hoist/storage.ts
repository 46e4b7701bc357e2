/** What a Durable Object stores, and the calls that ask it directly: known by the type of what is called. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, isFunctionNode } from "../syntax/function-node.ts";

const STORAGE = /^(?:DurableObjectStorage|DurableObjectTransaction|SqlStorage|SyncKvStorage)$/;
const WRITES = /^(?:delete|deleteAlarm|deleteAll|exec|put|setAlarm|transaction|transactionSync)$/;
/** Without such a word nothing of a file has a storage's type. A page's `localStorage` is none. */
const WORD = /\.storage\b|\b(?:DurableObject|SqlStorage|SyncKvStorage)/;

export function asksStorage(index: ReferenceIndex, node: ts.Node): boolean {
  return isCallOfStorage(index, node, /./);
}

export function writesStorage(index: ReferenceIndex, node: ts.Node): boolean {
  if (!isCallOfStorage(index, node, WRITES) || !ts.isCallExpression(node)) return false;
  const [query] = node.arguments;
  return !(query && ts.isStringLiteralLike(query) && /^\s*(?:select|with)\b/i.test(query.text));
}

export function functionsWithStorage(index: ReferenceIndex): FunctionNode[] {
  const found = new Set<FunctionNode>();
  for (const file of index.files) {
    if (file.isDeclarationFile || !WORD.test(file.text)) continue;
    const visit = (node: ts.Node): void => {
      const fn = asksStorage(index, node) ? ancestor(node, isFunctionNode) : undefined;
      if (fn) found.add(fn);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return [...found];
}

function isCallOfStorage({ checker }: ReferenceIndex, node: ts.Node, name: RegExp): boolean {
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
