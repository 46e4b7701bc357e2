/** Calls that make a value of a value: they give the same at any time. Syntax only. */
import ts from "typescript";

/** Functions that make a value of a value, and nothing else. */
const CONVERSIONS: ReadonlySet<string> = new Set([
  ...["Boolean", "Number", "String", "parseInt", "parseFloat", "BigInt"],
]);
const TEXT_METHODS: ReadonlySet<string> = new Set([
  ...["trim", "toLowerCase", "toUpperCase", "slice", "substring", "replace", "replaceAll"],
  ...["concat", "startsWith", "endsWith", "includes", "padStart", "padEnd", "toString", "at"],
  ...["charAt"],
]);

/** `Number(…)`, `….trim()`: it gives the same at any time. */
export function isConversion({ expression }: ts.CallExpression): boolean {
  return ts.isIdentifier(expression)
    ? CONVERSIONS.has(expression.text)
    : ts.isPropertyAccessExpression(expression) && TEXT_METHODS.has(expression.name.text);
}
