/**
 * An object that code puts together from values of the environment, and hands on as if it were one:
 * `createAuth({ SECRET: c.env.SECRET })`. Who gets it reads values that were read before.
 */
import ts from "typescript";
import { calledBy, returnedExpressions } from "./declared-shape.ts";
import { isEnvName } from "./origin.ts";
import { unwrap } from "./syntax.ts";
import { holdNoStore } from "./written-objects.ts";

export interface Known {
  readonly checker: ts.TypeChecker;
  /** Whether an expression is the environment. */
  readonly isEnv: (expression: ts.Expression) => boolean;
  /** Whether it is such an object already, that its own caller made. */
  readonly isPicked: (expression: ts.Expression) => boolean;
}

/** @param given what all callers hand over for one parameter. */
export function arePicked(given: readonly ts.Expression[], known: Known): boolean {
  const { isEnv, isPicked, checker } = known;
  const objects: ts.Expression[] = [];
  // Of most parameters the first caller says no: what the others hand over is not asked for.
  for (const one of given) {
    const object = constantBehind(unwrap(one), checker);
    if (!isMade(object) && !isMadeByCall(object, checker) && !isPicked(object)) return false;
    objects.push(object);
  }
  return objects.some((one) => holds(one, (node) => isEnv(node) || isPicked(node)));
}

/** `settingsOf(env)` of `const settings = settingsOf(env)`; anything else as it is. */
function constantBehind(node: ts.Expression, checker: ts.TypeChecker): ts.Expression {
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return node;
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  const value = isConst && declaration.initializer && unwrap(declaration.initializer);
  return value && ts.isCallExpression(value) ? value : node;
}

function isMade(node: ts.Expression): boolean {
  return (
    ts.isObjectLiteralExpression(node) && !node.properties.some(isSpread) && holdNoStore([node])
  );
}

/** `settingsOf(env)`, where that gives objects of its own, and not the environment in one of them. */
function isMadeByCall(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const body = ts.isCallExpression(node) ? calledBy(node, checker) : undefined;
  const returned = body ? returnedExpressions(body).map(unwrap) : [];
  return returned.length > 0 && returned.every((one) => isMade(one) && !handsOnEnv(one));
}

function handsOnEnv(node: ts.Expression): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false;
  return node.properties.some(({ name }) => name && isEnvName(name.getText()));
}

const isSpread = (property: ts.ObjectLiteralElementLike) => ts.isSpreadAssignment(property);

/** Also where a value is looked up already: `await getSecret(c.env, "SECRET")`. */
function holds(node: ts.Node, isFound: (expression: ts.Expression) => boolean): boolean {
  const isName = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
  if (isName && isFound(node)) return true;
  return ts.forEachChild(node, (child) => holds(child, isFound)) ?? false;
}
