/** The places that name a variable. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";

/** Where a variable is named. */
export function usesOf(
  index: ReferenceIndex,
  variable: ts.VariableDeclaration | ts.BindingElement | ts.ParameterDeclaration,
): ts.Identifier[] {
  if (!ts.isIdentifier(variable.name)) return [];
  const { text } = variable.name;
  return index
    .named(text)
    .filter((node): node is ts.Identifier => ts.isIdentifier(node))
    .filter((node) => node.getSourceFile() === variable.getSourceFile() && node !== variable.name)
    .filter((node) => index.declarationsOf(node).includes(variable));
}
