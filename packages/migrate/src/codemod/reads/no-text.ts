/** What people say is no text is no secret: a list or a switch among `[vars]`, which a look-up would not answer. */
import ts from "typescript";
import { withoutTexts } from "../proof/said-error.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";

/** How the type of a read is written where no text can be a value of it; without texts that it is made of. */
export function typeOfNoText({ checker }: ReferenceIndex, node: ts.Node): string | undefined {
  const name = nameOf(node);
  const symbol = name && checker.getSymbolAtLocation(name);
  if (!symbol) return undefined;
  // What it is declared as: a test before it may leave less of that.
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(symbol));
  return mayBeText(checker, type) ? undefined : withoutTexts(checker.typeToString(type));
}

function nameOf(node: ts.Node): ts.Node | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name;
  if (ts.isElementAccessExpression(node)) return node.argumentExpression;
  return ts.isBindingElement(node) && ts.isIdentifier(node.name) ? node.name : undefined;
}

const { StringLike, Any, Unknown, Never, Instantiable } = ts.TypeFlags;
/** What is not known is no answer. */
const OPEN = StringLike | Any | Unknown | Never | Instantiable;

function mayBeText(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.isUnionOrIntersection()) return type.types.some((part) => mayBeText(checker, part));
  return (type.flags & OPEN) !== 0 || checker.isTypeAssignableTo(checker.getStringType(), type);
}
