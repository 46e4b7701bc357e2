/**
 * A value that was made once where nothing can wait, and is made by a function from now on, which whoever
 * needs the value calls: a constant of a module, or a member that a constructor sets.
 */
import ts from "typescript";
import type { NameNode, ReferenceIndex } from "../references/reference-index.ts";
import { nameText } from "../syntax/names.ts";
import { isAssignment } from "../syntax/values.ts";
import { FunctionGroup } from "./function-group.ts";

export interface LazyValue {
  readonly declaration: ts.VariableDeclaration | ts.PropertyDeclaration;
  /** What makes it. */
  readonly value: ts.Expression;
  /** The statement of a constructor that sets it; undefined where it is declared with its value. */
  readonly setting: ts.BinaryExpression | undefined;
  /** Is it made anew by each call? Else the first one that is made is kept. */
  readonly isCheap: boolean;
}

/** Everything that has to call it from now on. */
export function collectLazyValue(index: ReferenceIndex, lazy: LazyValue): FunctionGroup {
  const { declaration, setting } = lazy;
  const group = new FunctionGroup(index, lazy);
  group.add(declaration);
  if (declaration.type) group.annotations.add(declaration.type);
  const name = nameText(declaration.name);
  if (name === undefined) return group;
  const outside = index.outside.find(declaration);
  if (outside) group.fail("outside-caller", outside, name);
  for (const node of index.referencesTo(new Set([declaration]), name)) {
    if (node === declaration.name || isOnlyNamed(node.parent)) continue;
    const value = expressionOf(node);
    if (value && setting?.left === value) continue;
    if (value && isValue(value)) group.addSite(value, "getter");
    else group.fail("module-level", node, name);
  }
  return group;
}

/** What a name stands for; undefined for a name in quotes. */
function expressionOf(node: NameNode): ts.Expression | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return parent;
  return ts.isIdentifier(node) ? node : undefined;
}

const isOnlyNamed = (parent: ts.Node) =>
  ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent);

/** Types speak of what it is, an export of its name, and what sets it makes another one: none can call. */
function isValue(value: ts.Expression): boolean {
  const { parent } = value;
  return !(
    ts.isTypeQueryNode(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isExportAssignment(parent) ||
    ts.isImportClause(parent) ||
    ts.isBindingElement(parent) ||
    ts.isDeleteExpression(parent) ||
    ts.isPostfixUnaryExpression(parent) ||
    (isAssignment(parent) && parent.left === value)
  );
}

/** Functions that make a value of a value, and nothing else. */
const CONVERSIONS: ReadonlySet<string> = new Set([
  ...["Boolean", "Number", "String", "parseInt", "parseFloat", "BigInt"],
]);
const TEXT_METHODS: ReadonlySet<string> = new Set([
  ...["trim", "toLowerCase", "toUpperCase", "slice", "substring", "replace", "replaceAll"],
  ...["concat", "startsWith", "endsWith", "includes", "padStart", "padEnd", "toString", "at"],
  ...["charAt"],
]);

/** `Number(…)`, `….trim()`: it gives the same at any time. */
export function isConversion({ expression }: ts.CallExpression): boolean {
  return ts.isIdentifier(expression)
    ? CONVERSIONS.has(expression.text)
    : ts.isPropertyAccessExpression(expression) && TEXT_METHODS.has(expression.name.text);
}
