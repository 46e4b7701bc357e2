/**
 * A constant of a module that is made of a secret: `const KEY = process.env.KEY ?? "none"`. A module can
 * not wait for the store, so the constant becomes a function that whoever needs it calls. Only where
 * making it again costs nothing and gives the same: no object is built.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isFunctionNode } from "../syntax/function-node.ts";
import { FunctionGroup, type Site } from "./function-group.ts";

/** Functions that make a value of a value, and nothing else. */
const CONVERSIONS: ReadonlySet<string> = new Set([
  ...["Boolean", "Number", "String", "parseInt", "parseFloat", "BigInt"],
]);
const TEXT_METHODS: ReadonlySet<string> = new Set([
  ...[
    "trim",
    "toLowerCase",
    "toUpperCase",
    "slice",
    "substring",
    "replace",
    "replaceAll",
    "concat",
  ],
  ...["startsWith", "endsWith", "includes", "padStart", "padEnd", "toString", "at", "charAt"],
]);

/** The constant that a site is a part of; undefined where it has to stay a value. */
export function lazyConstOf({ node, kind }: Site): ts.VariableDeclaration | undefined {
  if (kind !== "read" && !(kind === "getter" && ts.isIdentifier(node))) return undefined;
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
  const cheap = current.initializer !== undefined && isCheap(current.initializer);
  return isConst && cheap && ts.isIdentifier(current.name) ? current : undefined;
}

function isCheap(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) {
    const callee = node.expression;
    const known = ts.isIdentifier(callee)
      ? CONVERSIONS.has(callee.text)
      : ts.isPropertyAccessExpression(callee) && TEXT_METHODS.has(callee.name.text);
    if (!known) return false;
  }
  const builds =
    ts.isNewExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    isFunctionNode(node) ||
    ts.isClassExpression(node);
  return !builds && !ts.forEachChild(node, (child) => !isCheap(child));
}

/** Everything that has to call the constant from now on. */
export function collectLazyConst(
  index: ReferenceIndex,
  declaration: ts.VariableDeclaration,
): FunctionGroup {
  const group = new FunctionGroup(index, declaration);
  group.add(declaration);
  if (declaration.type) group.annotations.add(declaration.type);
  if (!ts.isIdentifier(declaration.name)) return group;
  const outside = index.outside.find(declaration);
  if (outside) group.fail("outside-caller", outside, declaration.name.text);
  for (const node of index.referencesTo(new Set([declaration]), declaration.name.text)) {
    if (node === declaration.name || isOnlyNamed(node.parent)) continue;
    const member = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    const value = (member ? node.parent : node) as ts.Expression;
    if (isValue(value)) group.addSite(value, "getter");
    else group.fail("module-level", node, declaration.name.text);
  }
  return group;
}

const isOnlyNamed = (parent: ts.Node) =>
  ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent);

/** Types speak of what the constant is, and a default export of its name: neither can be called. */
function isValue({ parent }: ts.Expression): boolean {
  return !(
    ts.isTypeQueryNode(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isExportAssignment(parent) ||
    ts.isImportClause(parent) ||
    ts.isBindingElement(parent)
  );
}
