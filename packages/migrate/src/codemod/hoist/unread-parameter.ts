/** A parameter that nothing would read any more, once the secrets of it are given by themselves. */
import ts from "typescript";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, holds } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { isImportedFromPlatform } from "./given-value.ts";

/** The parameter that is the environment, where nothing but `reads` reads it. */
export function unreadParameter(
  index: ReferenceIndex,
  maker: FunctionNode,
  reads: readonly ExpressionRead[],
): ts.ParameterDeclaration | undefined {
  const roots = new Set(reads.map(({ env }) => env.getText()));
  const parameter = maker.parameters.find(({ name }) => roots.has(name.getText()));
  const name = nameText(parameter?.name);
  if (!parameter || name === undefined || roots.size > 1) return undefined;
  const uses = index.referencesTo(new Set([parameter]), name);
  const others = uses.filter(
    (use) => use !== parameter.name && !reads.some(({ node }) => holds(node, use)),
  );
  return others.length === 0 ? parameter : undefined;
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
  reads: readonly ExpressionRead[],
): boolean {
  return reads.some(({ env }) => {
    if (!ts.isIdentifier(env) || !isImportedFromPlatform(index, env)) return false;
    const file = env.getSourceFile();
    const uses = index.named(env.text).filter((node) => node.getSourceFile() === file);
    return uses.every(
      (use) => isDeclaration(use.parent) || reads.some(({ node }) => holds(node, use)),
    );
  });
}

const isDeclaration = (node: ts.Node) =>
  ts.isImportSpecifier(node) ||
  ts.isImportClause(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isInterfaceDeclaration(node);
