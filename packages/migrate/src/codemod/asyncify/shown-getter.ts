/**
 * A getter of an object literal is a property to whoever takes the object as a whole, and a method is
 * nothing there: `{ ...keys }`, `JSON.stringify(keys)`. Of a class it is the prototype's, which nobody
 * takes so.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { nameText } from "../syntax/names.ts";

/** Where the object that has the getter is taken as a whole, by what does not say what it reads of it. */
export function takenWhole(
  { checker, files }: ReferenceIndex,
  getter: ts.GetAccessorDeclaration,
): ts.Node | undefined {
  const name = nameText(getter.name);
  if (!ts.isObjectLiteralExpression(getter.parent) || name === undefined) return undefined;
  const hasGetter = (type: ts.Type) =>
    type.getProperty(name)?.declarations?.some((one) => one === getter) === true;
  const isTaken = (node: ts.Expression) => hasGetter(checker.getTypeAtLocation(node));
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (
      (ts.isSpreadAssignment(node) || ts.isJsxSpreadAttribute(node)) &&
      isTaken(node.expression)
    ) {
      found = node;
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      found = node.arguments?.find((argument) => {
        if (!isTaken(argument)) return false;
        const wanted = checker.getContextualType(argument);
        return wanted === undefined || !wanted.getProperty(name);
      });
    }
    ts.forEachChild(node, visit);
  };
  files.forEach(visit);
  return found;
}
