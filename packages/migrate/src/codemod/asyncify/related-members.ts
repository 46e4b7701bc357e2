/** What a method shares its type with: the interface, the base class, the type of an object literal. */
import ts from "typescript";
import { isLanguageFile } from "../references/reference-index.ts";
import { containerOf, isFunctionValue } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { isReturned, outermost } from "../syntax/values.ts";
import { resultTakesPromise } from "../types/promise-type.ts";
import type { FunctionGroup } from "./function-group.ts";
import { isAwaitedMethod } from "./known-callers.ts";

/**
 * Takes the members that `member` implements or overrides into the group.
 * @param onlyAsk takes nothing in: answers whether one of them is in the group.
 */
export function relatedMembers(
  group: FunctionGroup,
  member: ts.Declaration,
  onlyAsk = false,
): boolean {
  const name = nameText(ts.getNameOfDeclaration(member));
  if (name === undefined) return false;
  const symbols = basesOf(group.checker, member).flatMap((type) => {
    const found = type && group.checker.getPropertyOfType(type, name);
    return found ? [found] : [];
  });
  if (onlyAsk) {
    return symbols.some((one) => one.declarations?.some((d) => group.declarations.has(d)));
  }
  for (const symbol of symbols) takeIn(group, member, symbol);
  if (isOfUnknownType(group, member) && !isAwaitedMethod(name, true)) {
    group.fail("used-as-value", member, name);
  }
  if (symbols.length === 0) refuseUnknownBase(group, member, name);
  return false;
}

function takeIn(group: FunctionGroup, member: ts.Declaration, symbol: ts.Symbol): void {
  const declarations = symbol.declarations ?? [];
  const own = declarations.filter((one) => group.index.canChange(one));
  for (const one of own) group.add(one);
  if (own.length > 0) return;
  const type = group.checker.getTypeOfSymbolAtLocation(symbol, member);
  const answer = resultTakesPromise(group.checker, type);
  const ofLanguage = declarations.some((one) => isLanguageFile(one.getSourceFile()));
  if (answer === "refuses") group.fail("library-type", member, symbol.name);
  else if (answer === "open" && ofLanguage) group.fail("sync-callback", member, symbol.name);
}

/** The types that say what a member has to be. */
function basesOf(checker: ts.TypeChecker, member: ts.Declaration): (ts.Type | undefined)[] {
  const { parent } = member;
  if (ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent)) {
    const clauses = parent.heritageClauses ?? [];
    return clauses.flatMap(({ types }) => types.map((type) => checker.getTypeAtLocation(type)));
  }
  if (ts.isObjectLiteralExpression(parent)) {
    const type = checker.getContextualType(parent);
    if (!type || type.flags & ts.TypeFlags.Any) return [];
    const known = checker.getNonNullableType(type);
    // Of `T | Promise<T>` it is `T` that has the members.
    return known.isUnion() ? known.types : [known];
  }
  return [];
}

/** Of a literal that is given to something of type `any`: nobody can say who calls its members. */
function isOfUnknownType(group: FunctionGroup, { parent }: ts.Declaration): boolean {
  return ts.isObjectLiteralExpression(parent) && isGivenToUnknown(group, parent);
}

/** As it is, as a part of another one, or by its name. */
function isGivenToUnknown(group: FunctionGroup, value: ts.Expression): boolean {
  const { checker } = group;
  const type = checker.getContextualType(value);
  if (type) return (type.flags & ts.TypeFlags.Any) !== 0;
  if (ts.isObjectLiteralExpression(value) && isMadeForUnknown(checker, value)) return true;
  const { parent } = outermost(value);
  if (ts.isPropertyAssignment(parent)) return isGivenToUnknown(group, parent.parent);
  if (isArgument(parent, value)) return isOpen(checker, parent.expression);
  return ts.isVariableDeclaration(parent) && isNamedForUnknown(group, parent);
}

/** `const options = { … }; create(options)`. */
function isNamedForUnknown(group: FunctionGroup, variable: ts.VariableDeclaration): boolean {
  if (!ts.isIdentifier(variable.name)) return false;
  const uses = group.index.referencesTo(new Set([variable]), variable.name.text);
  return uses.some((node) => {
    const { parent } = outermost(node as ts.Expression);
    return isArgument(parent, node) && isOpen(group.checker, parent.expression);
  });
}

function isArgument(
  parent: ts.Node,
  value: ts.Node,
): parent is ts.CallExpression | ts.NewExpression {
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== value;
}

const isOpen = (checker: ts.TypeChecker, callee: ts.Expression) =>
  (checker.getTypeAtLocation(callee).flags & ts.TypeFlags.Any) !== 0;

/** `f(() => ({ … }))`, where nothing is known of `f`. */
function isMadeForUnknown(checker: ts.TypeChecker, literal: ts.ObjectLiteralExpression): boolean {
  const container = isReturned(literal) ? containerOf(literal) : undefined;
  if (container?.kind !== "function" || !isFunctionValue(container.node)) return false;
  const given = outermost(container.node);
  if (!ts.isCallExpression(given.parent) || given.parent.expression === given) return false;
  const type = checker.getContextualType(given);
  return !type || !!(type.flags & ts.TypeFlags.Any);
}

/** A method that says it overrides, of a base that is not known: only what is known to be awaited. */
function refuseUnknownBase(group: FunctionGroup, member: ts.Declaration, name: string): void {
  if (!ts.isMethodDeclaration(member) || isAwaitedMethod(name)) return;
  const overrides = member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.OverrideKeyword);
  if (overrides) group.fail("library-type", member, name);
}
