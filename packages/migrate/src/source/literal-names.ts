/**
 * The names that a key can have where the code itself says them: a literal, a const, a union of
 * literals, an element of a list of literals that is gone through, a value of a map of literals.
 */
import ts from "typescript";
import { constOf, isOnlyLookedInto } from "./only-looked-into.ts";
import { propertyNameText, unwrap } from "./syntax.ts";
import { namesOfTable } from "./table-names.ts";

export interface KeyNames {
  readonly names: readonly string[];
  /** One name that the key always has, and not one of several. */
  readonly single: boolean;
}

const NONE: KeyNames = { names: [], single: false };
/** Callbacks of these get an element of the list as their first parameter. */
const LIST_METHODS: ReadonlySet<string> = new Set([
  "map",
  "filter",
  "some",
  "every",
  "find",
  "findLast",
  "findIndex",
  "forEach",
  "flatMap",
]);

export function keyNames(key: ts.Expression, checker: ts.TypeChecker): KeyNames {
  const node = unwrap(key);
  if (ts.isStringLiteralLike(node)) return { names: [node.text], single: true };
  const type = checker.getTypeAtLocation(node);
  if (type.isStringLiteral()) return { names: [type.value], single: true };
  const values = valuesOfMap(node, checker) ?? namesOfTable(node, checker);
  if (values) return { names: values, single: false };
  if (type.isUnion() && type.types.every((part) => part.isStringLiteral())) {
    return {
      names: type.types.map((part) => (part.isStringLiteral() ? part.value : "")),
      single: false,
    };
  }
  return ts.isIdentifier(node) ? namesOfElement(node, checker) : NONE;
}

function namesOfElement(node: ts.Identifier, checker: ts.TypeChecker): KeyNames {
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  const list = declaration && listOf(declaration);
  return list ? { names: literalsOf(list, checker), single: false } : NONE;
}

/** The list whose elements a variable or parameter takes one after the other. */
function listOf(declaration: ts.Declaration): ts.Expression | undefined {
  if (ts.isVariableDeclaration(declaration)) {
    const loop = declaration.parent.parent;
    return ts.isForOfStatement(loop) ? loop.expression : undefined;
  }
  if (!ts.isParameter(declaration)) return undefined;
  const callback = declaration.parent;
  if (callback.parameters[0] !== declaration || !ts.isCallExpression(callback.parent)) return;
  const callee = callback.parent.expression;
  return ts.isPropertyAccessExpression(callee) && LIST_METHODS.has(callee.name.text)
    ? callee.expression
    : undefined;
}

/** The names in a list of literals, or in the const that is one. */
export function literalsOf(list: ts.Expression, checker: ts.TypeChecker): string[] {
  const node = unwrap(list);
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.flatMap((element) => {
      const value = unwrap(element);
      return ts.isStringLiteralLike(value) ? [value.text] : [];
    });
  }
  if (!ts.isIdentifier(node)) return [];
  let symbol = checker.getSymbolAtLocation(node);
  if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  const declaration = symbol?.valueDeclaration;
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
    ? literalsOf(declaration.initializer, checker)
    : [];
}

/**
 * What `PRICES[plan]` can be, of `const PRICES: Record<string, keyof Env> = { a: "PRICE_A" }`: the type says
 * every name there is. Undefined where somebody may put something else into the map.
 */
function valuesOfMap(node: ts.Expression, checker: ts.TypeChecker): string[] | undefined {
  if (ts.isIdentifier(node)) {
    const known = constOf(node, checker)?.initializer;
    const value = known && unwrap(known);
    return value && !ts.isIdentifier(value) ? valuesOfMap(value, checker) : undefined;
  }
  const isMember = ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node);
  if (!isMember || !ts.isIdentifier(node.expression)) return undefined;
  const map = constOf(node.expression, checker);
  const literal = map?.initializer && unwrap(map.initializer);
  if (!map || !literal || !ts.isObjectLiteralExpression(literal)) return undefined;
  const values = literal.properties.map((one) => {
    const isNamed = ts.isPropertyAssignment(one) && propertyNameText(one.name) !== undefined;
    const value = isNamed ? unwrap(one.initializer) : undefined;
    return value && ts.isStringLiteralLike(value) ? value.text : undefined;
  });
  const isWhole = values.every((value) => value !== undefined);
  return isWhole && isOnlyLookedInto(map, checker) ? [...new Set(values)] : undefined;
}
