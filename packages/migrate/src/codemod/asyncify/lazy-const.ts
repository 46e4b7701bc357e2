/**
 * A constant of a module that is made of a secret: `const KEY = process.env.KEY ?? "none"`. A module can
 * not wait for the store, so the constant becomes a function that whoever needs it calls. What is built
 * is built by the first of them, and kept for all requests, as the constant was.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf, isFunctionNode } from "../syntax/function-node.ts";
import type { Site } from "./function-group.ts";
import { changesLater, isLater } from "./later.ts";
import { isConversion, type LazyValue } from "./lazy-value.ts";

/** The constant that a site is a part of; undefined where it has to stay a value. */
export function lazyConstOf(index: ReferenceIndex, { node, kind }: Site): LazyValue | undefined {
  const isValue =
    kind === "read" || kind === "call" || (kind === "getter" && ts.isIdentifier(node));
  if (!isValue) return undefined;
  let current: ts.Node = node;
  while (!ts.isVariableDeclaration(current)) {
    if (ts.isStatement(current) || isFunctionNode(current) || !current.parent) return undefined;
    current = current.parent;
  }
  const list = current.parent;
  const isConst =
    ts.isVariableDeclarationList(list) &&
    (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const &&
    ts.isVariableStatement(list.parent) &&
    ts.isSourceFile(list.parent.parent);
  const value = current.initializer;
  if (!isConst || !value || !ts.isIdentifier(current.name)) return undefined;
  const lazy = { declaration: current, value, setting: undefined, isCheap: isCheap(index, value) };
  if (isExported(list.parent) && !isOurs(index, current, current.name.text)) return undefined;
  return isSameLater(index, lazy, node) ? lazy : undefined;
}

function isSameLater(
  index: ReferenceIndex,
  { declaration, value, isCheap }: LazyValue,
  site: ts.Node,
): boolean {
  if (isCheap) return !changesLater(index, value);
  return (
    isLater(index, value, site) &&
    ts.isVariableDeclaration(declaration) &&
    isUsed(index, declaration, declaration.name.getText())
  );
}

const isExported = (statement: ts.Node) =>
  ts.canHaveModifiers(statement) &&
  (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false);

/** What frameworks take from a module by its name. */
const TAKEN =
  /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ALL|actions?|config|entries|handle[A-Z]*|handler|load|loader|metadata|middleware|on[A-Z]\w*|prerender|runtime|server|ssr|csr)$/i;

/** Is it for the repository's own code alone? */
function isOurs(index: ReferenceIndex, declaration: ts.VariableDeclaration, name: string): boolean {
  return !TAKEN.test(name) && isUsed(index, declaration, name);
}

/** A framework may take what nobody else does, and an effect is all that there is of it. */
function isUsed(index: ReferenceIndex, declaration: ts.VariableDeclaration, name: string): boolean {
  return index
    .referencesTo(new Set([declaration]), name)
    .some((node) => containerOf(node).kind === "function" && !ts.isTypeQueryNode(node.parent));
}

/** Does making it again cost nothing, and give the same? */
export function isCheap(index: ReferenceIndex, node: ts.Node): boolean {
  if (ts.isCallExpression(node) && !(isConversion(node) && isNoList(index, node))) return false;
  const builds =
    ts.isNewExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    isFunctionNode(node) ||
    ts.isClassExpression(node);
  return !builds && !ts.forEachChild(node, (child) => !isCheap(index, child));
}

/** `LIST.concat(env.K)` makes a list that is another one each time; of a text there is but one. */
function isNoList({ checker }: ReferenceIndex, call: ts.CallExpression): boolean {
  const type = checker.getTypeAtLocation(call);
  return !checker.isArrayType(type) && !checker.isTupleType(type);
}
