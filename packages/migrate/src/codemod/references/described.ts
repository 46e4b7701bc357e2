/**
 * Declarations of what nobody makes in this repository, though they stand in its files: the platform's
 * types, as wrangler writes them, and what is said to be there (`declare class Bus`, `declare module
 * "jobs"`). To write them anew changes nothing of what they speak of.
 */
import ts from "typescript";
import { isGeneratedByWrangler } from "../../source/generated-types.ts";
import { ancestor } from "../syntax/function-node.ts";

export function describesOthers(declaration: ts.Node): boolean {
  return (
    isGeneratedByWrangler(declaration.getSourceFile()) ||
    ancestor(declaration, isOfPackage) !== undefined ||
    ancestor(declaration, isDeclaredOnly) !== undefined
  );
}

/** `declare module "jobs"`; one of `./keys` is about a file of the repository. */
function isOfPackage(node: ts.Node): node is ts.ModuleDeclaration {
  return (
    ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name) && !node.name.text.startsWith(".")
  );
}

type Made = ts.ClassDeclaration | ts.FunctionDeclaration | ts.VariableStatement;

/** A value for all, or one of a module that is declared in it: what a `.d.ts` exports is of its `.js`. */
function isDeclaredOnly(node: ts.Node): node is Made {
  if (
    !ts.isClassDeclaration(node) &&
    !ts.isFunctionDeclaration(node) &&
    !ts.isVariableStatement(node)
  )
    return false;
  const file = node.getSourceFile();
  const isDeclared = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
  if (ancestor(node, isGlobal)) return true;
  return ts.isExternalModule(file)
    ? !file.isDeclarationFile && isDeclared === true
    : file.isDeclarationFile || isDeclared === true;
}

const isGlobal = (node: ts.Node): node is ts.ModuleDeclaration =>
  ts.isModuleDeclaration(node) && (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
