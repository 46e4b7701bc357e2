/**
 * Objects that code writes out, `{ API_KEY: key }`, and hands on: by way of parameters and constants, and
 * one level down, as the `env` of `{ env: { API_KEY: key } }`. What is not written there is not in them.
 */
import ts from "typescript";
import type { CallIndex } from "./call-index.ts";
import { elementName } from "./declared-shape.ts";
import { propertyNameText, unwrap } from "./syntax.ts";

/** What binds the store in an environment. */
const STORE = "SECRETS";
/** Parameters and constants that are followed one into the other. */
const DEPTH_MAX = 4;
const TEST_FILE = /\.(?:test|spec)\.[cm]?[jt]sx?$|\/__tests__\/[^/]+$/;

type Written = readonly ts.ObjectLiteralExpression[];

interface Known {
  readonly checker: ts.TypeChecker;
  readonly calls: CallIndex;
}

/** All objects that a value can be; undefined where it can be another one. */
export function objectsBehind(
  expression: ts.Expression,
  known: Known,
  depth = 0,
): Written | undefined {
  const node = unwrap(expression);
  if (ts.isObjectLiteralExpression(node)) return [node];
  if (depth > DEPTH_MAX) return undefined;
  if (ts.isConditionalExpression(node)) {
    return ofAll([node.whenTrue, node.whenFalse], known, depth);
  }
  // `this.context` of `constructor(private context: Context)` is what the constructor is given.
  const isName = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
  return isName ? ofDeclared(known.checker.getSymbolAtLocation(node), known, depth) : undefined;
}

function ofDeclared(symbol: ts.Symbol | undefined, known: Known, depth: number) {
  const declaration = symbol?.valueDeclaration;
  if (!declaration) return undefined;
  if (ts.isParameter(declaration)) return ofParameter(declaration, known, depth);
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  if (!ts.isVariableDeclaration(declaration) || !isConst) return undefined;
  return declaration.initializer && objectsBehind(declaration.initializer, known, depth + 1);
}

function ofParameter(parameter: ts.ParameterDeclaration, known: Known, depth: number) {
  const given = known.calls.argumentsFor(parameter);
  const all = parameter.initializer ? [...given, parameter.initializer] : given;
  const found = given.length > 0 ? ofAll(all, known, depth) : undefined;
  // Who is not seen to call it can give anything.
  return found && known.calls.hasOtherCallers(parameter) ? undefined : found;
}

function ofAll(values: readonly ts.Expression[], known: Known, depth: number): Written | undefined {
  const all: ts.ObjectLiteralExpression[] = [];
  for (const one of values) {
    const found = objectsBehind(one, known, depth + 1);
    if (!found) return undefined;
    all.push(...found);
  }
  return all;
}

/**
 * What stands under the name of `context.env`, or of an element of a pattern, in all objects that `context`
 * can be; nothing where it can be another one.
 */
export function membersWritten(
  taken: ts.PropertyAccessExpression | ts.BindingElement,
  known: Known,
): readonly ts.Expression[] {
  const name = ts.isBindingElement(taken) ? elementName(taken) : taken.name.text;
  const objects = ts.isBindingElement(taken)
    ? objectsTakenApart(taken.parent, known)
    : objectsBehind(taken.expression, known);
  const values = (objects ?? []).map((one) => valuesOf(one, name, known));
  return values.every((one) => one !== undefined) ? values.flat() : [];
}

function objectsTakenApart({ parent }: ts.BindingPattern, known: Known): Written | undefined {
  if (ts.isParameter(parent)) return ofParameter(parent, known, 0);
  if (!ts.isVariableDeclaration(parent) || !parent.initializer) return undefined;
  return objectsBehind(parent.initializer, known);
}

/** @returns undefined where the object can have one that is not written in it. */
function valuesOf(
  { properties }: ts.ObjectLiteralExpression,
  name: string | undefined,
  known: Known,
): readonly ts.Expression[] | undefined {
  const at = properties.findLastIndex((one) => one.name && propertyNameText(one.name) === name);
  const isSpreadAfter = properties.slice(at + 1).some(ts.isSpreadAssignment);
  const property = properties[at];
  if (name === undefined || isSpreadAfter) return undefined;
  if (!property) return [];
  if (ts.isPropertyAssignment(property)) return [property.initializer];
  if (!ts.isShorthandPropertyAssignment(property)) return undefined;
  return ofDeclared(known.checker.getShorthandAssignmentValueSymbol(property), known, 0);
}

/** Is the store in none of them? A whole environment that is spread can bring it along. */
export const holdNoStore = (objects: Written): boolean => objects.every(holdsNoStore);

function holdsNoStore({ properties }: ts.ObjectLiteralExpression): boolean {
  return properties.every((property) => {
    if (ts.isSpreadAssignment(property)) return alternatives(property.expression).every(isSpreadIn);
    const name = propertyNameText(property.name);
    return name !== undefined && name !== STORE;
  });
}

const isSpreadIn = (node: ts.Expression): boolean =>
  ts.isObjectLiteralExpression(node) ? holdsNoStore(node) : isNothing(node);

/** Of `...(key ? { API_KEY: key } : {})` and `...(key && { API_KEY: key })`: what can be spread. */
function alternatives(expression: ts.Expression): ts.Expression[] {
  const node = unwrap(expression);
  if (ts.isConditionalExpression(node)) {
    return [...alternatives(node.whenTrue), ...alternatives(node.whenFalse)];
  }
  // What is on the left of it, and goes on, has no members.
  const isAnd =
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return isAnd ? alternatives(node.right) : [node];
}

const isNothing = (node: ts.Expression) =>
  node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined");

/** `{ API_KEY: "key-1" }`, as tests do: it says nothing of what the others give. */
export function areMadeUp(objects: Written, checker: ts.TypeChecker): boolean {
  return objects.every(
    (one) => TEST_FILE.test(one.getSourceFile().fileName) || isMadeUp(one, checker),
  );
}

function isMadeUp({ properties }: ts.ObjectLiteralExpression, checker: ts.TypeChecker): boolean {
  return properties.every((property) => {
    if (ts.isPropertyAssignment(property)) return isConstant(property.initializer, checker);
    if (!ts.isShorthandPropertyAssignment(property)) return false;
    return isConstantOf(checker.getShorthandAssignmentValueSymbol(property), checker);
  });
}

function isConstant(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(expression);
  if (ts.isObjectLiteralExpression(node)) return isMadeUp(node, checker);
  if (isNothing(node)) return true;
  if (ts.isIdentifier(node)) return isConstantOf(checker.getSymbolAtLocation(node), checker);
  return (
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

function isConstantOf(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): boolean {
  const declaration = symbol?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  return !!declaration.initializer && isConstant(declaration.initializer, checker);
}
