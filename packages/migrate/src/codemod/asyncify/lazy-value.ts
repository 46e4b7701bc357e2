/**
 * A value that was made once where nothing can wait, and is made by a function from now on, which whoever
 * needs the value calls: a constant of a module, or a member that a constructor sets.
 */
import ts from "typescript";
import type { NameNode, ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, holds } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { isAssignment } from "../syntax/values.ts";
import { FunctionGroup } from "./function-group.ts";
import type { CheckPart } from "./module-check.ts";
import { takenExport } from "./taken-export.ts";

export interface LazyValue {
  readonly declaration: ts.VariableDeclaration | ts.BindingElement | ts.PropertyDeclaration;
  /** What makes it. */
  readonly value: ts.Expression;
  /** The statement of a constructor that sets it; undefined where it is declared with its value. */
  readonly setting: ts.BinaryExpression | undefined;
  /** Is it made anew by each call? Else the first one that is made is kept. */
  readonly isCheap: boolean;
  /** What its module checks of it: the function does so from now on. */
  readonly checks: readonly CheckPart[];
}

/** What the code says of its type. */
export const annotationOf = ({ declaration }: Pick<LazyValue, "declaration">) =>
  ts.isBindingElement(declaration) ? undefined : declaration.type;

/** Everything that has to call it from now on. */
export function collectLazyValue(index: ReferenceIndex, lazy: LazyValue): FunctionGroup {
  const { declaration, setting, checks } = lazy;
  const group = new FunctionGroup(index, lazy);
  group.add(declaration);
  const annotated = annotationOf(lazy);
  if (annotated) group.annotations.add(annotated);
  const name = nameText(declaration.name);
  if (name === undefined) return group;
  const outside = index.outside.find(declaration) ?? doubleOf(index, declaration, name);
  if (outside) group.fail("outside-caller", outside, name);
  const references = index.referencesTo(new Set([declaration]), name);
  const taken = takenExport(index, references);
  if (taken) group.fail("module-level", taken, name);
  for (const node of references) {
    const isSetting = setting !== undefined && setting.left === expressionOf(node);
    const isChecked = checks.some(({ part }) => holds(part, node));
    if (node !== declaration.name && !isOnlyNamed(node.parent) && !isSetting && !isChecked) {
      takeUse(group, node, name);
    }
  }
  return group;
}

function takeUse(group: FunctionGroup, node: NameNode, name: string): void {
  const query = queryOf(node.parent);
  const value = expressionOf(node);
  if (ts.isTypeQueryNode(query)) group.typeQueries.add(query);
  else if (value && isValue(value)) group.addSite(value, "getter");
  else group.fail("module-level", node, name);
}

/** `vi.mock("./auth", () => ({ auth: … }))`: a test that puts another value in its place, and no function. */
function doubleOf(index: ReferenceIndex, declaration: ts.Node, name: string): ts.Node | undefined {
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  return index.named(name).find((node) => {
    if (!ts.isPropertyAssignment(node.parent) && !ts.isShorthandPropertyAssignment(node.parent)) {
      return false;
    }
    const call = ancestor(node, isMockOfModule);
    const [module] = call?.arguments ?? [];
    return module !== undefined && ts.isStringLiteralLike(module);
  });
}

function isMockOfModule(node: ts.Node): node is ts.CallExpression {
  const callee = ts.isCallExpression(node) ? node.expression : undefined;
  return (
    callee !== undefined &&
    ts.isPropertyAccessExpression(callee) &&
    /^(?:mock|doMock|unstable_mockModule)$/.test(callee.name.text)
  );
}

/** `typeof auth` of `typeof auth.session`. */
function queryOf(node: ts.Node): ts.Node {
  let at = node;
  while (ts.isQualifiedName(at)) at = at.parent;
  return at;
}

/** What a name stands for; undefined for a name in quotes. */
function expressionOf(node: NameNode): ts.Expression | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return parent;
  return ts.isIdentifier(node) ? node : undefined;
}

const isOnlyNamed = (parent: ts.Node) =>
  ts.isImportSpecifier(parent) ||
  ts.isExportSpecifier(parent) ||
  ts.isImportClause(parent) ||
  (ts.isExportAssignment(parent) && !parent.isExportEquals && ts.isIdentifier(parent.expression));

/** What exports another value, and what sets it: none can call. */
function isValue(value: ts.Expression): boolean {
  const { parent } = value;
  return !(
    ts.isExportAssignment(parent) ||
    ts.isBindingElement(parent) ||
    ts.isDeleteExpression(parent) ||
    ts.isPostfixUnaryExpression(parent) ||
    (isAssignment(parent) && parent.left === value)
  );
}
