/** Methods of arrays that call a function for each element, and what they do with its answer. */
import ts from "typescript";

export type ArrayMethod =
  | "map"
  | "flatMap"
  | "filter"
  | "some"
  | "every"
  | "find"
  | "findIndex"
  | "forEach"
  | "other";

const METHODS: ReadonlySet<string> = new Set([
  ...["map", "flatMap", "filter", "some", "every", "find", "findIndex", "forEach"],
]);
const OTHERS: ReadonlySet<string> = new Set([
  ...["reduce", "reduceRight", "sort", "toSorted", "findLast", "findLastIndex"],
]);

/** The method that `call` gives `argument` to; undefined where it is no method of an array. */
export function arrayMethodOf(
  checker: ts.TypeChecker,
  call: ts.CallExpression,
  argument: ts.Expression,
): ArrayMethod | undefined {
  if (!ts.isPropertyAccessExpression(call.expression) || call.arguments[0] !== argument) {
    return undefined;
  }
  const name = call.expression.name.text;
  const known = METHODS.has(name) ? (name as ArrayMethod) : undefined;
  if (!known && !OTHERS.has(name)) return undefined;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(call.expression.expression));
  const array =
    checker.isArrayType(type) || checker.isTupleType(type) || !!(type.flags & ts.TypeFlags.Any);
  return array ? (known ?? "other") : undefined;
}
