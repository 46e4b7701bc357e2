/**
 * An object that code puts together from values of the environment, and hands on as if it were one:
 * `createAuth({ SECRET: c.env.SECRET })`. Who gets it reads values that were read before.
 */
import ts from "typescript";
import { unwrap } from "./syntax.ts";

/**
 * @param given what all callers hand over for one parameter.
 * @param isEnv whether an expression is the environment.
 * @param isPicked whether it is such an object already, that its own caller made.
 */
export function arePicked(
  given: readonly ts.Expression[],
  isEnv: (expression: ts.Expression) => boolean,
  isPicked: (expression: ts.Expression) => boolean,
): boolean {
  const objects = given.map(unwrap);
  return (
    objects.length > 0 &&
    objects.every((one) => isMade(one) || isPicked(one)) &&
    objects.some((one) => holds(one, (node) => isEnv(node) || isPicked(node)))
  );
}

function isMade(node: ts.Expression): boolean {
  return ts.isObjectLiteralExpression(node) && !node.properties.some(isSpread);
}

const isSpread = (property: ts.ObjectLiteralElementLike) => ts.isSpreadAssignment(property);

/** Also where a value is looked up already: `await getSecret(c.env, "SECRET")`. */
function holds(node: ts.Node, isFound: (expression: ts.Expression) => boolean): boolean {
  const isName = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
  if (isName && isFound(node)) return true;
  return ts.forEachChild(node, (child) => holds(child, isFound)) ?? false;
}
