/** What callers hand to a parameter that is called an environment, and is none. */
import ts from "typescript";
import type { Origin } from "./origin.ts";
import { isParsed } from "./parsed-copy.ts";
import { unwrap } from "./syntax.ts";

/** What a schema made of the environment. */
export const COPY = { isCopy: true } as const;

export interface AskedOf {
  readonly checker: ts.TypeChecker;
  readonly originOf: (node: ts.Expression) => Origin | undefined;
}

/** Where all of what is given holds no binding, whatever the type is called. */
export function copyGiven(
  given: readonly ts.Expression[],
  { checker, originOf }: AskedOf,
): Pick<Origin, "isCopy" | "holdsTexts"> {
  // Objects that code writes out, as tests do, say nothing of what the others give.
  const taken = given.filter((one) => !isWrittenOut(checker, one));
  if (taken.length === 0) return {};
  if (taken.every((one) => originOf(one)?.isCopy || isParsed(checker, one))) return COPY;
  const isOfTextsAlone = given.every((one) => {
    const origin = originOf(one);
    if (origin) return origin.holdsTexts === true || origin.form === "process-env";
    return holdsTexts(checker.getTypeAtLocation(one));
  });
  return isOfTextsAlone ? { holdsTexts: true } : {};
}

/** `{ API_KEY: "key-1" }`, or a constant that is one. */
function isWrittenOut(checker: ts.TypeChecker, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isObjectLiteralExpression(node)) return !node.properties.some(ts.isSpreadAssignment);
  const declaration = ts.isIdentifier(node)
    ? checker.getSymbolAtLocation(node)?.valueDeclaration
    : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  return !!declaration.initializer && isWrittenOut(checker, declaration.initializer);
}

/** Has the type any name, and are its values texts, so that no binding can be among them? */
function holdsTexts(type: ts.Type): boolean {
  const value = type.getStringIndexType();
  if (!value) return false;
  const parts = value.isUnion() ? value.types : [value];
  const { StringLike, Undefined, Null } = ts.TypeFlags;
  return parts.every(({ flags }) => (flags & (StringLike | Undefined | Null)) !== 0);
}
