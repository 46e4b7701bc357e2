/**
 * Other values laid over an environment, under names that the code does not write out: `{ ...env, ...theirs }`,
 * `Object.assign(env, theirs)`, `new Proxy(env, …)`. What is read of the result can be one of them.
 */
import ts from "typescript";
import type { EnvOracle } from "./env-oracle.ts";
import type { EnvOverlay } from "./env-read.ts";
import type { Origin } from "./origin.ts";
import { type LaidNames, namesIn } from "./overlaid-names.ts";
import { unwrap } from "./syntax.ts";

/** They leave out entries, or give them another order: each name keeps its value. */
const SELECTING: ReadonlySet<string> = new Set(["filter", "slice", "sort", "toSorted", "reverse"]);
const LISTING = /^Object\.(?:entries|keys)$/;

export function overlayAt(
  node: ts.Node,
  oracle: EnvOracle,
  checker: ts.TypeChecker,
): EnvOverlay | undefined {
  const asked = { oracle, checker };
  if (ts.isObjectLiteralExpression(node)) return ofSpreads(node, asked);
  if (ts.isNewExpression(node)) return ofProxy(node, asked);
  if (!ts.isCallExpression(node)) return undefined;
  const callee = node.expression.getText();
  if (callee === "Object.assign") return ofAssign(node, asked);
  return callee === "Object.fromEntries" ? ofEntries(node, asked) : undefined;
}

interface Asked {
  readonly oracle: EnvOracle;
  readonly checker: ts.TypeChecker;
}

/** `{ ...env, ...theirs }`: what comes last is there. */
function ofSpreads(literal: ts.ObjectLiteralExpression, asked: Asked): EnvOverlay | undefined {
  const spreads = literal.properties.filter(ts.isSpreadAssignment).map((one) => one.expression);
  const found = lastOf(spreads, asked);
  if (!found || isOfNode(found.env)) return undefined;
  return overlay(literal, literal, found, asked);
}

/** `Object.assign(env, theirs)` changes what is there; `Object.assign({}, env, theirs)` makes another. */
function ofAssign(call: ts.CallExpression, asked: Asked): EnvOverlay | undefined {
  const [target] = call.arguments;
  const sources = call.arguments.map((one) => (ts.isSpreadElement(one) ? one.expression : one));
  const found = lastOf(sources, asked);
  if (!target || !found) return undefined;
  const isChanged = environmentOf(target, asked) !== undefined;
  if (!isChanged && isOfNode(found.env)) return undefined;
  const env = isChanged ? target : found.env;
  const isNew = ts.isObjectLiteralExpression(unwrap(target));
  return overlay(call, isNew ? call : undefined, { ...found, env }, asked);
}

interface Laid {
  readonly env: ts.Expression;
  readonly over: readonly ts.Expression[];
}

/** What stands behind the last environment: of two, the one gives what the other gives. */
function lastOf(parts: readonly ts.Expression[], asked: Asked): Laid | undefined {
  const environments = parts.filter((one) => environmentOf(one, asked));
  const last = environments.at(-1);
  const env = environments.find((one) => !isOfNode(one)) ?? last;
  if (!env || !last) return undefined;
  return { env, over: parts.slice(parts.indexOf(last) + 1) };
}

function overlay(
  node: ts.Expression,
  copy: ts.Expression | undefined,
  { env, over }: Laid,
  { checker }: Asked,
): EnvOverlay | undefined {
  const names = over.map((one) => namesOver(one, checker));
  if (names.every((some) => some !== "any" && some.length === 0)) return undefined;
  const known = names.includes("any") ? [] : names.flatMap((some) => (some === "any" ? [] : some));
  return { node, env, copy, names: [...new Set(known)] };
}

/** The names that an argument of `Object.assign` writes out are looked at with their values. */
function namesOver(node: ts.Expression, checker: ts.TypeChecker): LaidNames {
  const isArgument = ts.isCallExpression(node.parent) || ts.isSpreadElement(node.parent);
  if (ts.isSpreadElement(node.parent)) return "any";
  const literal = unwrap(node);
  if (!isArgument || !ts.isObjectLiteralExpression(literal)) return namesIn(node, checker);
  const inner = literal.properties.filter(ts.isSpreadAssignment);
  const names = inner.map(({ expression }) => namesIn(expression, checker));
  return names.includes("any") ? "any" : names.flatMap((some) => (some === "any" ? [] : some));
}

/** `new Proxy(env, { get })` answers what it likes. */
function ofProxy(node: ts.NewExpression, asked: Asked): EnvOverlay | undefined {
  const [env, handler] = node.arguments ?? [];
  if (!env || !handler || node.expression.getText() !== "Proxy") return undefined;
  if (!environmentOf(env, asked) || isOfNode(env)) return undefined;
  const literal = unwrap(handler);
  const isWrittenOut =
    ts.isObjectLiteralExpression(literal) &&
    literal.properties.every(({ name }) => name !== undefined && !ts.isComputedPropertyName(name));
  const answers = !isWrittenOut || literal.properties.some(({ name }) => name?.getText() === "get");
  return answers ? { node, env, copy: node, names: [] } : undefined;
}

/** `Object.fromEntries(Object.entries(env).map(…))`. */
function ofEntries(call: ts.CallExpression, asked: Asked): EnvOverlay | undefined {
  const [list] = call.arguments;
  const listed = list && listedIn(list, asked.checker);
  if (!listed?.isChanged || !environmentOf(listed.env, asked)) return undefined;
  return isOfNode(listed.env) ? undefined : { node: call, env: listed.env, copy: call, names: [] };
}

interface Listed {
  readonly env: ts.Expression;
  readonly isChanged: boolean;
}

/** Behind what is done with the list, and behind the name that it has. */
function listedIn(list: ts.Expression, checker: ts.TypeChecker): Listed | undefined {
  const node = unwrap(list);
  if (ts.isIdentifier(node)) {
    const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
    const isNamed = declaration && ts.isVariableDeclaration(declaration);
    const made = isNamed ? declaration.initializer : undefined;
    return made && listedIn(made, checker);
  }
  if (ts.isArrayLiteralExpression(node)) {
    const [first, ...others] = node.elements;
    const found = first && ts.isSpreadElement(first) && listedIn(first.expression, checker);
    return found ? { ...found, isChanged: found.isChanged || others.length > 0 } : undefined;
  }
  return ts.isCallExpression(node) ? listedByCall(node, checker) : undefined;
}

function listedByCall(
  { expression, arguments: [given] }: ts.CallExpression,
  checker: ts.TypeChecker,
): Listed | undefined {
  const callee = expression.getText();
  if (given && LISTING.test(callee)) return { env: given, isChanged: false };
  if (given && callee === "Promise.all") return listedIn(given, checker);
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const found = listedIn(expression.expression, checker);
  const isSelected = SELECTING.has(expression.name.text);
  return found && { ...found, isChanged: found.isChanged || !isSelected };
}

/** One that has the Worker's values. What a call makes of it, a function of the repository may have changed. */
function environmentOf(part: ts.Expression, { oracle, checker }: Asked): Origin | undefined {
  const origin = oracle.ofExpression(part);
  if (origin?.kind !== "env" || origin.isCopy) return undefined;
  if (origin.holdsTexts && origin.form !== "process-env") return undefined;
  if (isMadeToBeLaidOver(part, checker)) return undefined;
  return isMadeByCall(part, checker) && origin.form !== "call-env" ? undefined : origin;
}

/** `overrides: Partial<Env>`, and `const overrides: Env = { … }`: it is of that type for what it is laid over. */
function isMadeToBeLaidOver(part: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(part);
  const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
  const declared = symbol?.valueDeclaration;
  if (!declared || !(ts.isVariableDeclaration(declared) || ts.isParameter(declared))) return false;
  if (declared.type && /^Partial\b/.test(declared.type.getText())) return true;
  const made = declared.initializer && unwrap(declared.initializer);
  if (!made || !ts.isObjectLiteralExpression(made)) return false;
  return ts.isVariableDeclaration(declared) && !made.properties.some(ts.isSpreadAssignment);
}

function isMadeByCall(part: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(part);
  if (ts.isCallExpression(node)) return true;
  if (!ts.isIdentifier(node)) return false;
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  return made ? made !== part && isMadeByCall(made, checker) : false;
}

const isOfNode = (env: ts.Expression) => unwrap(env).getText() === "process.env";
