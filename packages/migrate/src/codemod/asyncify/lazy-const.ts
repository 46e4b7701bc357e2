/**
 * A constant of a module that is made of a secret: `const KEY = process.env.KEY ?? "none"`. A module can
 * not wait for the store, so the constant becomes a function that whoever needs it calls. What is built
 * is built by the first of them, and kept for all requests, as the constant was.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf, isFunctionNode } from "../syntax/function-node.ts";
import { isConversion } from "./conversion.ts";
import type { Site } from "./function-group.ts";
import { changesLater, isLater, onlyEnds } from "./later.ts";
import type { LazyValue } from "./lazy-value.ts";
import { type CheckPart, checkPartOf } from "./module-check.ts";
import { isTakenName } from "./taken-export.ts";

/** The constant that a site is a part of; undefined where it has to stay a value. */
export function lazyConstOf(index: ReferenceIndex, { node, kind }: Site): LazyValue | undefined {
  const isValue =
    kind === "read" || kind === "call" || (kind === "getter" && ts.isIdentifier(node));
  const declaration = isValue ? constAround(node) : takenOut(node);
  const statement = declaration && statementOf(declaration);
  const value = declaration?.initializer ?? statement?.declarationList.declarations[0]?.initializer;
  if (!statement || !value || !ts.isIdentifier(declaration.name)) return undefined;
  const cheap = isCheap(index, value);
  // Its statement has others beside it, and no place for what makes it.
  if (ts.isBindingElement(declaration) && !cheap) return undefined;
  const checks = cheap ? checksOf(index, declaration, declaration.name.text) : [];
  const lazy = { declaration, value, setting: undefined, isCheap: cheap, checks };
  if (isExported(statement) && !isOurs(index, declaration, declaration.name.text)) return undefined;
  return isSameLater(index, lazy, node) ? lazy : undefined;
}

function constAround(node: ts.Node): ts.VariableDeclaration | undefined {
  let current = node;
  while (!ts.isVariableDeclaration(current)) {
    if (ts.isStatement(current) || isFunctionNode(current) || !current.parent) return undefined;
    current = current.parent;
  }
  return current;
}

/** `K` of `const { K } = env`, which is a place, and no expression. */
function takenOut(node: ts.Node): ts.BindingElement | undefined {
  return ts.isBindingElement(node) ? node : undefined;
}

/** `const …` of the module itself. */
function statementOf(
  declaration: ts.VariableDeclaration | ts.BindingElement,
): ts.VariableStatement | undefined {
  const owner = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration;
  const list = owner.parent;
  const isConst =
    ts.isVariableDeclarationList(list) &&
    (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const &&
    ts.isVariableStatement(list.parent) &&
    ts.isSourceFile(list.parent.parent);
  return isConst ? list.parent : undefined;
}

/** What the module checks of it, where others use it: a check alone would never be made. */
function checksOf(
  index: ReferenceIndex,
  declaration: ts.VariableDeclaration | ts.BindingElement,
  name: string,
): readonly CheckPart[] {
  const uses = index
    .referencesTo(new Set([declaration]), name)
    .filter((node) => node !== declaration.name && !ts.isTypeQueryNode(node.parent));
  const found = uses.map((node) => checkPartOf(index, node));
  const parts = found.filter(
    (one, at) => one && found.findIndex((other) => other?.part === one.part) === at,
  );
  return found.some((one) => !one) ? parts.filter((one) => one !== undefined) : [];
}

function isSameLater(
  index: ReferenceIndex,
  { declaration, value, isCheap }: LazyValue,
  site: ts.Node,
): boolean {
  if (isCheap) return !changesLater(index, value);
  return (
    isLater(index, value, site) &&
    !ts.isPropertyDeclaration(declaration) &&
    isUsed(index, declaration, declaration.name.getText())
  );
}

const isExported = (statement: ts.Node) =>
  ts.canHaveModifiers(statement) &&
  (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false);

/** Is it for the repository's own code alone? */
function isOurs(index: ReferenceIndex, declaration: ts.Declaration, name: string): boolean {
  return !isTakenName(name) && isUsed(index, declaration, name);
}

/**
 * A framework may take what nobody else does, and an effect is all that there is of it. What another value
 * of the module is made of is used where that one is.
 */
function isUsed(
  index: ReferenceIndex,
  declaration: ts.Declaration,
  name: string,
  seen: ReadonlySet<ts.Node> = new Set(),
): boolean {
  const known = new Set([...seen, declaration]);
  const uses = index
    .referencesTo(new Set([declaration]), name)
    .filter((node) => !ts.isTypeQueryNode(node.parent));
  return uses.some((node) => {
    if (containerOf(node).kind === "function") return true;
    const other = constAround(node);
    if (!other || known.has(other) || !statementOf(other)) return false;
    return ts.isIdentifier(other.name) && isUsed(index, other, other.name.text, known);
  });
}

/** Does making it again cost nothing, and give the same? */
export function isCheap(index: ReferenceIndex, node: ts.Node): boolean {
  if (ts.isCallExpression(node) && !isCheapCall(index, node)) return false;
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

/** What makes a text of a text; `fail("…")`, which answers nothing. */
const isCheapCall = (index: ReferenceIndex, call: ts.CallExpression) =>
  (isConversion(call) && isNoList(index, call)) || onlyEnds(index, call);

/** `LIST.concat(env.K)` makes a list that is another one each time; of a text there is but one. */
function isNoList({ checker }: ReferenceIndex, call: ts.CallExpression): boolean {
  const type = checker.getTypeAtLocation(call);
  return !checker.isArrayType(type) && !checker.isTupleType(type);
}
