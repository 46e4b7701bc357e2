/**
 * The names that stand in a table of the code: `env[spec.env]` of `const spec = FLAGS[key]`, where
 * `const FLAGS: Record<Flag, { env: keyof Env }> = { votes: { env: "VOTES" } }`. The type says every name there is.
 */
import ts from "typescript";
import { constOf, isOnlyLookedInto } from "./only-looked-into.ts";
import { isWriteTarget, propertyNameText, unwrap } from "./syntax.ts";

/** Undefined where somebody may put something else into the table. */
export function namesOfTable(node: ts.Expression, checker: ts.TypeChecker): string[] | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const column = node.name.text;
  const rows = rowsBehind(node.expression, checker);
  const values = rows?.map((row) => valueIn(row, column));
  if (!values?.every((value) => value !== undefined)) return undefined;
  return isSetSomewhere(node.getSourceFile(), column) ? undefined : [...new Set(values)];
}

/** `FLAGS[key]`, or the constant that it is. */
function rowsBehind(
  expression: ts.Expression,
  checker: ts.TypeChecker,
): readonly ts.Expression[] | undefined {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) {
    const known = constOf(node, checker)?.initializer;
    const value = known && unwrap(known);
    return value && !ts.isIdentifier(value) ? rowsBehind(value, checker) : undefined;
  }
  const isMember = ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node);
  if (!isMember || !ts.isIdentifier(node.expression)) return undefined;
  const table = constOf(node.expression, checker);
  const literal = table?.initializer && unwrap(table.initializer);
  if (!table || !literal || !ts.isObjectLiteralExpression(literal)) return undefined;
  const rows = literal.properties.flatMap((one) =>
    ts.isPropertyAssignment(one) ? [one.initializer] : [],
  );
  const isWhole = rows.length === literal.properties.length && rows.length > 0;
  return isWhole && isOnlyLookedInto(table, checker) ? rows : undefined;
}

/** The text of one column, in a row that is written out. */
function valueIn(row: ts.Expression, column: string): string | undefined {
  const literal = unwrap(row);
  if (!ts.isObjectLiteralExpression(literal)) return undefined;
  if (literal.properties.some(({ name }) => !name || !propertyNameText(name))) return undefined;
  const cells = literal.properties.filter((one) => one.name?.getText() === column);
  const [cell, other] = cells;
  if (!cell || other || !ts.isPropertyAssignment(cell)) return undefined;
  const value = unwrap(cell.initializer);
  return ts.isStringLiteralLike(value) ? value.text : undefined;
}

/** `spec.env = …`, of whatever row. */
function isSetSomewhere(file: ts.SourceFile, column: string): boolean {
  const visit = (node: ts.Node): boolean => {
    const isNamed = ts.isPropertyAccessExpression(node) && node.name.text === column;
    return (isNamed && isWriteTarget(node)) || (ts.forEachChild(node, visit) ?? false);
  };
  return visit(file);
}
