/**
 * An object that code puts together from values of the environment, and hands on as if it were one:
 * `createAuth({ SECRET: c.env.SECRET })`. Who gets it reads values that were read before.
 */
import ts from "typescript";
import { unwrap } from "./syntax.ts";

/**
 * @param given what all callers hand over for one parameter.
 * @param isEnv whether an expression is the environment.
 */
export function arePicked(
  given: readonly ts.Expression[],
  isEnv: (expression: ts.Expression) => boolean,
): boolean {
  const objects = given.map(unwrap);
  return (
    objects.length > 0 &&
    objects.every((one) => ts.isObjectLiteralExpression(one) && !one.properties.some(isSpread)) &&
    objects.some((one) => holdsEnv(one, isEnv))
  );
}

const isSpread = (property: ts.ObjectLiteralElementLike) => ts.isSpreadAssignment(property);

/** Also where a value is looked up already: `await getSecret(c.env, "SECRET")`. */
function holdsEnv(node: ts.Node, isEnv: (expression: ts.Expression) => boolean): boolean {
  const isName = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
  if (isName && isEnv(node)) return true;
  return ts.forEachChild(node, (child) => holdsEnv(child, isEnv)) ?? false;
}
