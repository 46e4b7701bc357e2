/** A parameter that nothing would read any more, once the secrets of it are given by themselves. */
import ts from "typescript";
import type { ExpressionRead, MigratingRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, holds } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { isImportedFromPlatform } from "./given-value.ts";

/** Does nothing in `maker` read the parameter, but what is in one of `covered`? */
export function isUnread(
  index: ReferenceIndex,
  parameter: ts.ParameterDeclaration,
  covered: readonly ts.Node[],
): boolean {
  const name = nameText(parameter.name);
  if (name === undefined) return covered.includes(parameter);
  const uses = index.referencesTo(new Set([parameter]), name);
  return uses.every((use) => use === parameter.name || covered.some((node) => holds(node, use)));
}

/** Would an import or a type of the file be for nothing without it? Some projects refuse that. */
export function leavesTypeUnused(
  index: ReferenceIndex,
  parameter: ts.ParameterDeclaration,
): boolean {
  return declarationsLeft(index, parameter).length > 0;
}

/** What the file declares or imports for its type alone. */
export function declarationsLeft(
  index: ReferenceIndex,
  parameter: ts.ParameterDeclaration,
): readonly ts.Node[] {
  const file = parameter.getSourceFile();
  const found = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const own = index.named(node.text).filter((one) => one.getSourceFile() === file);
      const uses = own.filter(({ parent }) => !isDeclaration(parent));
      const isAlone = uses.every((use) => holds(parameter, use));
      const declared = own.flatMap(({ parent }) => (isDeclaration(parent) ? [parent] : []));
      if (isAlone && !declared.some(isExported)) for (const one of declared) found.add(one);
    }
    ts.forEachChild(node, visit);
  };
  if (parameter.type) visit(parameter.type);
  return [...found];
}

/** Somebody else may name it. */
const isExported = (node: ts.Node) =>
  ts.canHaveModifiers(node) &&
  (node.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** Would the import of the environment itself be for nothing without `reads`? */
export function leavesImportUnused(
  index: ReferenceIndex,
  reads: readonly MigratingRead[],
): boolean {
  const own = reads.filter((read): read is ExpressionRead => read.shape === "expression");
  return own.some(({ env }) => {
    if (!ts.isIdentifier(env) || !isImportedFromPlatform(index, env)) return false;
    const file = env.getSourceFile();
    const uses = index.named(env.text).filter((node) => node.getSourceFile() === file);
    return uses.every(
      (use) => isDeclaration(use.parent) || own.some(({ node }) => holds(node, use)),
    );
  });
}

/** Would a constant of `maker` that is the environment be for nothing without `reads`? */
export function leavesLocalUnused(
  index: ReferenceIndex,
  maker: FunctionNode,
  reads: readonly MigratingRead[],
): boolean {
  const own = reads.filter((read): read is ExpressionRead => read.shape === "expression");
  const isLocal = (node: ts.Node) =>
    (ts.isVariableDeclaration(node) || ts.isBindingElement(node)) && holds(maker, node);
  return own.some(({ env }) => {
    const locals = ts.isIdentifier(env) ? index.declarationsOf(env).filter(isLocal) : [];
    if (!ts.isIdentifier(env) || locals.length === 0) return false;
    const uses = index.referencesTo(new Set(locals), env.text);
    return uses.every((use) => isLocal(use.parent) || own.some(({ node }) => holds(node, use)));
  });
}

const isDeclaration = (node: ts.Node) =>
  ts.isImportSpecifier(node) ||
  ts.isImportClause(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isInterfaceDeclaration(node);
