/**
 * What a function asks for by its own declaration, in place of a generic one's argument. Of a call
 * like `make<T extends Options>(options: T)` the compiler infers what it is given, and that is
 * anything where the type of the environment is lost.
 */
import ts from "typescript";
import { outermost } from "../syntax/values.ts";

/** Of the value's place among the arguments of a call, or in an object there. */
export function askedType(checker: ts.TypeChecker, outer: ts.Expression): ts.Type | undefined {
  const { parent } = outer;
  if (ts.isPropertyAssignment(parent) && ts.isObjectLiteralExpression(parent.parent)) {
    const object = askedType(checker, outermost(parent.parent));
    const name = ts.isComputedPropertyName(parent.name) ? undefined : parent.name.text;
    return object && name !== undefined ? memberType(checker, object, name) : undefined;
  }
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return undefined;
  const declaration = checker.getResolvedSignature(parent)?.declaration;
  const at = parent.arguments?.indexOf(outer) ?? -1;
  if (!declaration || ts.isJSDocSignature(declaration)) return undefined;
  const parameter = declaration.parameters[at];
  return parameter && !parameter.dotDotDotToken ? checker.getTypeAtLocation(parameter) : undefined;
}

function memberType(checker: ts.TypeChecker, type: ts.Type, name: string): ts.Type | undefined {
  const constraint = checker.getBaseConstraintOfType(type) ?? type;
  const parts = constraint.isUnion() ? constraint.types : [constraint];
  const members = parts.flatMap((part) => checker.getPropertyOfType(part, name) ?? []);
  const [first, ...others] = members.map((member) => checker.getTypeOfSymbol(member));
  // Two that differ say nothing.
  return others.every((other) => other === first) ? first : undefined;
}

/** Not anything at all. */
export function saysSomething(type: ts.Type | undefined): type is ts.Type {
  return type !== undefined && !(type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown));
}
