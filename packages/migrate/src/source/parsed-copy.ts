/** What a schema made of something, by way of names and functions of the repository: it holds no binding. */
import ts from "typescript";
import { calledBy, returnedExpressions } from "./declared-shape.ts";
import { PARSE_CALLS, SAFE_PARSE_CALLS } from "./env-calls.ts";
import { unwrap } from "./syntax.ts";

/** Functions that are followed one into the other. */
const DEPTH_MAX = 4;
/** Where what a safe call answers has what was made. */
const MADE_IN = /^(?:data|output|value)$/;

/** `schema.parse(…)`, `result.data`, `loadEnv()`, whatever it was made of. */
export function isParsed(checker: ts.TypeChecker, expression: ts.Expression, depth = 0): boolean {
  const node = unwrap(expression);
  if (depth > DEPTH_MAX) return false;
  if (ts.isCallExpression(node)) return isParsedBy(checker, node, depth);
  if (ts.isPropertyAccessExpression(node)) {
    return MADE_IN.test(node.name.text) && isSafelyParsed(checker, node.expression);
  }
  return ts.isIdentifier(node) && isParsedName(checker, node, depth);
}

function isParsedBy(checker: ts.TypeChecker, call: ts.CallExpression, depth: number): boolean {
  if (isCallOf(call, PARSE_CALLS)) return true;
  const body = calledBy(call, checker);
  return !!body && answersParsed(checker, body, depth);
}

/** Has an object its member from a schema, and not from a type that somebody wrote? */
export function isMadeBySchema(checker: ts.TypeChecker, object: ts.Node, name: string): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(object));
  const declarations = checker.getPropertyOfType(type, name)?.declarations ?? [];
  return declarations.length > 0 && !declarations.some(ts.isPropertySignature);
}

/** Is it what a function answers? */
export function answersParsed(
  checker: ts.TypeChecker,
  body: ts.FunctionLikeDeclaration,
  depth = 0,
): boolean {
  return returnedExpressions(body).some((one) => isParsed(checker, one, depth + 1));
}

function isCallOf(node: ts.Expression, names: ReadonlySet<string>): boolean {
  if (!ts.isCallExpression(node)) return false;
  const callee = unwrap(node.expression);
  return ts.isPropertyAccessExpression(callee) && names.has(callee.name.text);
}

function isSafelyParsed(checker: ts.TypeChecker, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (isCallOf(node, SAFE_PARSE_CALLS)) return true;
  const declaration = ts.isIdentifier(node) ? declarationOf(checker, node) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  return !!declaration.initializer && isSafelyParsed(checker, declaration.initializer);
}

function isParsedName(checker: ts.TypeChecker, node: ts.Identifier, depth: number): boolean {
  const declaration = declarationOf(checker, node);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  if (declaration.initializer) return isParsed(checker, declaration.initializer, depth + 1);
  return settingsOf(node.text, declaration).some((one) => isParsed(checker, one, depth + 1));
}

const declarationOf = (checker: ts.TypeChecker, node: ts.Identifier) =>
  checker.getSymbolAtLocation(node)?.valueDeclaration;

/** What is put into a variable where it is declared, and in the functions there: `kept = schema.parse(…)`. */
function settingsOf(name: string, declaration: ts.VariableDeclaration): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    const isSetting =
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(node.left) &&
      node.left.text === name;
    if (isSetting) found.push(node.right);
    ts.forEachChild(node, visit);
  };
  visit(declaration.parent.parent.parent);
  return found;
}
