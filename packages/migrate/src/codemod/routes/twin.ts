/**
 * While only some callers of a function have moved, it stands in two forms: as it was, and as
 * `nameAsync` beside it. When the last caller moves, the second takes the place of the first.
 */
import ts from "typescript";
import type { FunctionGroup, Site } from "../asyncify/function-group.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { outermost } from "../syntax/values.ts";

const SUFFIX = "Async";

/** A function that can stand in two forms. */
export interface Twinned {
  readonly name: string;
  readonly nameNode: ts.Identifier;
  /** What declares it: the function itself, or the statement of its const. */
  readonly statement: ts.FunctionDeclaration | ts.VariableStatement;
}

/** @returns undefined for a group of which a second form would not be enough. */
export function twinnedOf(group: FunctionGroup): Twinned | undefined {
  const [body, ...bodies] = group.bodies;
  if (!body || bodies.length > 0 || group.returnTypes.size > 0) return undefined;
  const declared = [...group.declarations].filter((one) => !ts.isExportAssignment(one));
  if (declared.length !== 1 || declared.length !== group.declarations.size) return undefined;
  const [declaration] = declared;
  if (!declaration) return undefined;
  const statement = statementOf(declaration);
  const name = ts.getNameOfDeclaration(declaration);
  if (!statement || !name || !ts.isIdentifier(name) || !isList(statement.parent)) return undefined;
  return { name: name.text, nameNode: name, statement };
}

/** Can another statement stand beside one of `node`? */
const isList = (node: ts.Node): node is ts.SourceFile | ts.Block =>
  ts.isSourceFile(node) || ts.isBlock(node);

function statementOf(
  declaration: ts.Declaration,
): ts.FunctionDeclaration | ts.VariableStatement | undefined {
  if (ts.isFunctionDeclaration(declaration)) {
    const isDefault = declaration.modifiers?.some(
      ({ kind }) => kind === ts.SyntaxKind.DefaultKeyword,
    );
    return isDefault ? undefined : declaration;
  }
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  const list = declaration.parent;
  const alone = ts.isVariableDeclarationList(list) && list.declarations.length === 1;
  return alone && ts.isVariableStatement(list.parent) ? list.parent : undefined;
}

export function twinName(name: string): string {
  return name + SUFFIX;
}

/** What has the name of a function's second form, in its file. */
export function secondFormOf(fn: ts.Node): ts.Node | undefined {
  const declaration = ts.isVariableDeclaration(fn.parent) ? fn.parent : (fn as ts.Declaration);
  const statement = statementOf(declaration);
  const name = ts.getNameOfDeclaration(declaration);
  if (!statement || !name || !ts.isIdentifier(name)) return undefined;
  return existingTwin({ name: name.text, nameNode: name, statement })?.statement;
}

/** The second form, where an earlier run made one. */
export function existingTwin({ name, statement }: Twinned): Twinned | undefined {
  const wanted = twinName(name);
  const list = statement.parent;
  for (const other of isList(list) ? list.statements : []) {
    const declaration = ts.isVariableStatement(other)
      ? other.declarationList.declarations[0]
      : other;
    if (!ts.isFunctionDeclaration(other) && !ts.isVariableStatement(other)) continue;
    const nameNode = declaration && ts.getNameOfDeclaration(declaration as ts.Declaration);
    if (nameNode && ts.isIdentifier(nameNode) && nameNode.text === wanted) {
      return { name: wanted, nameNode, statement: other };
    }
  }
  return undefined;
}

/** The name that a call of the group calls it by: `f` of `f(env)` and of `api.f(env)`. */
export function calleeNameOf({ node }: Site): ts.Identifier | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = node.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) ? name : undefined;
}

/** The import that a file gets a name from. */
export function importOf(
  index: ReferenceIndex,
  name: ts.Identifier,
): ts.ImportSpecifier | undefined {
  const symbol = index.checker.getSymbolAtLocation(name);
  return symbol?.declarations?.find(ts.isImportSpecifier);
}

/** Is every way to call it a call, in the file itself or through an import by name? */
export function isOnlyCalled(index: ReferenceIndex, twinned: Twinned): boolean {
  const symbol = index.checker.getSymbolAtLocation(twinned.nameNode);
  const declarations = new Set(symbol?.declarations ?? []);
  return index.referencesTo(declarations, twinned.name).every((node) => {
    const { parent } = node;
    if (node === twinned.nameNode || ts.isImportSpecifier(parent)) return true;
    if (ts.isExportSpecifier(parent)) return false;
    const member = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const callee = outermost((member ? parent : node) as ts.Expression);
    return ts.isCallExpression(callee.parent) && callee.parent.expression === callee;
  });
}
