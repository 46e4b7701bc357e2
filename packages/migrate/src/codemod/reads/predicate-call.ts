/** Functions that find out about a value for the code that calls them: `isText(x)`, `assert(x)`. */
import ts from "typescript";

export interface PredicateCall {
  readonly call: ts.CallExpression;
  /** What the call answers where the value is there. */
  readonly there: "true" | "false";
  /** Does the call come to no end where it is not so? */
  readonly asserts: boolean;
}

const { Any, Null, Undefined, Unknown, Void } = ts.TypeFlags;

/** The call that `argument` is given to, where its type says that it tells a missing value apart. */
export function predicateCallOf(
  checker: ts.TypeChecker,
  argument: ts.Expression,
): PredicateCall | undefined {
  const { parent: call } = argument;
  if (!ts.isCallExpression(call)) return undefined;
  const position = call.arguments.indexOf(argument);
  const signature = position < 0 ? undefined : checker.getResolvedSignature(call);
  const predicate = signature && checker.getTypePredicateOfSignature(signature);
  const parameter = signature?.parameters[position];
  if (!parameter || predicate?.parameterIndex !== position) return undefined;
  // What takes a text alone is to be given one.
  if (!mayBe(checker.getTypeOfSymbolAtLocation(parameter, call), Any | Unknown | Undefined)) {
    return undefined;
  }
  const asserts = predicate.kind === ts.TypePredicateKind.AssertsIdentifier;
  const there = predicate.type ? thereWhere(predicate.type) : "true";
  return there && { call, there, asserts };
}

/** Is a value of the type there, or is it missing? Undefined: either. */
function thereWhere(type: ts.Type): "true" | "false" | undefined {
  if (!mayBe(type, Any | Unknown | Undefined | Null | Void)) return "true";
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ flags }) => flags & (Undefined | Null | Void)) ? "false" : undefined;
}

function mayBe(type: ts.Type, flags: ts.TypeFlags): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => part.flags & flags);
}
