/** Calls that read or write what a Durable Object stores, also through functions of the code. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, isFunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { rootOf } from "../syntax/values.ts";

const STORAGE = /^(?:DurableObjectStorage|DurableObjectTransaction|SqlStorage|SyncKvStorage)$/;
const WRITES = /^(?:delete|deleteAlarm|deleteAll|exec|put|setAlarm|transaction|transactionSync)$/;
/** Without such a word nothing of a file has a storage's type. A page's `localStorage` is none. */
const WORD = /\.storage\b|\b(?:DurableObject|SqlStorage|SyncKvStorage)/;

export function isStorageCall(index: ReferenceIndex, node: ts.Node): boolean {
  return asksStorage(index, node, /./) || callsOf(index).asking.has(node);
}

export function isStorageWrite(index: ReferenceIndex, node: ts.Node): boolean {
  return writesStorage(index, node) || callsOf(index).writing.has(node);
}

/** Waiting for storage lets no other event in. */
export function isOtherWait(index: ReferenceIndex, node: ts.Node): boolean {
  return ts.isAwaitExpression(node) && !some(node, (inner) => isStorageCall(index, inner));
}

/** Calls of functions that wait for storage at most: others may come in while these wait for more. */
interface StorageCalls {
  readonly asking: Set<ts.Node>;
  readonly writing: Set<ts.Node>;
}

const KNOWN = new WeakMap<ReferenceIndex, StorageCalls>();

function callsOf(index: ReferenceIndex): StorageCalls {
  const known = KNOWN.get(index);
  if (known) return known;
  const calls: StorageCalls = { asking: new Set(), writing: new Set() };
  KNOWN.set(index, calls);
  collect(index, calls);
  return calls;
}

/** From the functions that call a storage themselves up to those that call them. */
function collect(index: ReferenceIndex, calls: StorageCalls): void {
  const todo = functionsWithStorage(index);
  const done = new Set<FunctionNode>();
  for (let fn = todo.pop(); fn; fn = todo.pop()) {
    const { body } = fn;
    if (!body || done.has(fn) || some(body, (node) => isOtherWait(index, node))) continue;
    done.add(fn);
    const writes = some(body, (node) => isStorageWrite(index, node));
    for (const call of callsTo(index, fn)) {
      calls.asking.add(call);
      if (writes) calls.writing.add(call);
      const caller = ancestor(call, isFunctionNode);
      if (caller) todo.push(caller);
    }
  }
}

function functionsWithStorage(index: ReferenceIndex): FunctionNode[] {
  const found = new Set<FunctionNode>();
  for (const file of index.files) {
    if (file.isDeclarationFile || !WORD.test(file.text)) continue;
    const visit = (node: ts.Node): void => {
      const fn = asksStorage(index, node, /./) ? ancestor(node, isFunctionNode) : undefined;
      if (fn) found.add(fn);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return [...found];
}

function callsTo(index: ReferenceIndex, fn: FunctionNode): ts.CallExpression[] {
  const declaration = declarationOf(fn);
  const name = declaration && nameText(declaration.name);
  if (!declaration || name === undefined) return [];
  return index.referencesTo(new Set([declaration]), name).flatMap((reference) => {
    const callee = ts.isPropertyAccessExpression(reference.parent) ? reference.parent : reference;
    const call = callee.parent;
    if (!ts.isCallExpression(call) || call.expression !== callee) return [];
    return isInside(declaration, callee) ? [call] : [];
  });
}

type NamedFunction =
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.VariableDeclaration
  | ts.PropertyAssignment
  | ts.PropertyDeclaration;

/** What calls name. */
function declarationOf(fn: FunctionNode): NamedFunction | undefined {
  if (ts.isFunctionDeclaration(fn) || ts.isMethodDeclaration(fn)) return fn;
  const { parent } = fn;
  const isNamed =
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent);
  return isNamed ? parent : undefined;
}

/** What is called on a stub, `stub.load()`, runs in another place. */
function isInside({ parent }: ts.Declaration, callee: ts.Node): boolean {
  const isOfBase = ts.isClassLike(parent) && parent.heritageClauses !== undefined;
  if (!isOfBase || !ts.isPropertyAccessExpression(callee)) return true;
  return rootOf(callee)?.kind === ts.SyntaxKind.ThisKeyword;
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
