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
  const file = parameter.getSourceFile();
  const isAlone = (name: ts.Identifier) => {
    const own = index.named(name.text).filter((node) => node.getSourceFile() === file);
    const declared = own.filter(({ parent }) => isDeclaration(parent));
    const uses = own.filter(({ parent }) => !isDeclaration(parent));
    return declared.length > 0 && uses.every((use) => holds(parameter, use));
  };
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && isAlone(node)) || (ts.forEachChild(node, visit) ?? false);
  return parameter.type !== undefined && visit(parameter.type);
}

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
