/** What people say is no text is no secret: a list or a switch among `[vars]`, which a look-up would not answer. */
import ts from "typescript";
import { withoutTexts } from "../proof/said-error.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";

/** How the type of a read is written where its values need not be texts; without texts that it is made of. */
export function typeOfNoText(index: ReferenceIndex, node: ts.Node): string | undefined {
  const { checker } = index;
  const name = nameOf(node);
  if (!name) return undefined;
  const symbol = checker.getSymbolAtLocation(name);
  // What it is declared as: a test before it may leave less of that.
  const types = symbol ? [checker.getTypeOfSymbol(symbol)] : declaredTypes(index, name);
  const known = types.map((type) => checker.getNonNullableType(type));
  const [first] = known;
  if (!first || known.some((type) => isText(checker, type))) return undefined;
  return withoutTexts(checker.typeToString(first));
}

/** Of an environment whose own type is lost: what the types of environments in the repository call so. */
function declaredTypes(index: ReferenceIndex, name: ts.Node): readonly ts.Type[] {
  if (!ts.isIdentifier(name)) return [];
  return index.named(name.text).flatMap(({ parent }) => {
    const isMember = ts.isPropertySignature(parent) && ts.isInterfaceDeclaration(parent.parent);
    return isMember && ENV_TYPE.test(parent.parent.name.text)
      ? index.checker.getTypeAtLocation(parent)
      : [];
  });
}

const ENV_TYPE = /(?:Env|Bindings)$/;

function nameOf(node: ts.Node): ts.Node | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name;
  if (ts.isElementAccessExpression(node)) return node.argumentExpression;
  return ts.isBindingElement(node) && ts.isIdentifier(node.name) ? node.name : undefined;
}

const { StringLike, Any, Unknown, Never, Instantiable, NumberLike, BooleanLike, BigIntLike } =
  ts.TypeFlags;
/** What is not known is no answer. */
const OPEN = StringLike | Any | Unknown | Never | Instantiable;
/** Whoever says that a text may be one of these tells them apart. */
const OTHER = NumberLike | BooleanLike | BigIntLike;

function isText(checker: ts.TypeChecker, type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  if (parts.some(({ flags }) => flags & OTHER)) return false;
  return parts.some((part) => mayBeText(checker, part));
}

function mayBeText(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.isIntersection()) return type.types.some((part) => mayBeText(checker, part));
  return (type.flags & OPEN) !== 0 || checker.isTypeAssignableTo(checker.getStringType(), type);
}
