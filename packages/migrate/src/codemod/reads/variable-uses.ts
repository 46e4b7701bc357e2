/** The places that name a variable, or a member. */
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

/** Of a member: `settings.key`, `this.key`, and `key` after `const { key } = settings`. */
export function usesOfMember(
  index: ReferenceIndex,
  name: string,
  declared: ReadonlySet<ts.Node>,
): ts.Expression[] {
  const isMeant = (found: readonly ts.Declaration[]) => found.some((one) => declared.has(one));
  return index.named(name).flatMap((node): readonly ts.Expression[] => {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent)) {
      return parent.name === node && isMeant(index.declarationsOf(node)) ? [parent] : [];
    }
    if (!ts.isBindingElement(parent)) return [];
    return isMeant(takenBy(index.checker, parent, name)) ? usesOf(index, parent) : [];
  });
}

/** The member that an element of a pattern takes. */
function takenBy(checker: ts.TypeChecker, { parent }: ts.BindingElement, name: string) {
  return checker.getTypeAtLocation(parent).getProperty(name)?.declarations ?? [];
}
