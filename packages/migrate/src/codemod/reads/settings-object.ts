/**
 * A read that becomes a member of an object which goes on: `return { key: env.KEY, dsn: env.DSN, … }`. To put
 * settings together is to use none of them: what one caller has no use for may be missing.
 */
import ts from "typescript";
import { isComparison } from "../../source/comparisons.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf, isFunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost, isAssignment, isOperator, isReturned, outermost } from "../syntax/values.ts";
import { parameterFor } from "./asked-argument.ts";
import { isComparedAsId, isSold, nameOfMember } from "./compared-id.ts";
import { isComparedWithText } from "./compared-text.ts";
import { testOf } from "./test-of.ts";
import { usesOf, usesOfMember } from "./variable-uses.ts";

/** Who needs one of so many need not have the others; two often are one credential. */
const SETTINGS_MIN = 3;
/** Of what is sold two are no credential. */
const SOLD_MIN = 2;

const PREDICATED = /^(filter|find|findLast|findIndex|some|every)$/;

const CHOOSING = /^(filter|find|findLast|some|every|map|flatMap|forEach)$/;

const { AmpersandAmpersandToken: And, BarBarToken: Or } = ts.SyntaxKind;

const NAME = /^[A-Z][A-Z0-9_]+$/;

/** Is the value kept in an object of settings; or in a member, of an argument too, that somebody tests? */
export function isSetting(index: ReferenceIndex, node: ts.Expression): boolean {
  const member = memberWith(node);
  if (!member) return false;
  const chosen = accessesByName(index, member.parent);
  if (chosen.length > 0) return !chosen.some((one) => isCompared(index.checker, one, undefined));
  const literal = literalThatGoesOn(member.parent);
  if (!literal && !parameterFor(index, outermost(member.parent))) return false;
  const own = nameOfMember(member.initializer);
  const names = literal ? namesIn(index.checker, literal) : new Set<string>();
  const isOneOfMany = names.size >= SETTINGS_MIN || [...names].filter(isSold).length >= SOLD_MIN;
  const uses = usesOfSetting(index, member);
  // Where nothing is compared with nothing, who sends no token would be let in.
  if (uses.some((use) => isCompared(index.checker, use, own))) return false;
  return isOneOfMany || uses.some((use) => testOf(use) !== undefined || decidesOverOne(use));
}

/** `{ one: env.A, two: env.B }[name]`, also of a const: all that it is used for, or none. */
function accessesByName(
  index: ReferenceIndex,
  object: ts.ObjectLiteralExpression,
): readonly ts.Expression[] {
  const outer = outermost(object);
  const { parent } = outer;
  const isNamed = ts.isVariableDeclaration(parent) && parent.initializer === outer;
  const uses = isNamed ? usesOf(index, parent) : [outer];
  const accesses = uses.flatMap((use) => {
    const access = outermost(use).parent;
    return ts.isElementAccessExpression(access) && !isText(access.argumentExpression) ? access : [];
  });
  return accesses.length === uses.length ? accesses : [];
}

const isText = (node: ts.Expression) => ts.isStringLiteralLike(innermost(node));

function memberWith(node: ts.Expression): ts.PropertyAssignment | undefined {
  const { parent } = outermost(node);
  return ts.isPropertyAssignment(parent) ? parent : undefined;
}

type Literal = ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;

/** The outermost literal, where it is what a function answers, what a name is given, or a list to choose from. */
function literalThatGoesOn(literal: Literal): Literal | undefined {
  const outer = outermost(literal);
  const { parent } = outer;
  if (ts.isPropertyAssignment(parent)) return literalThatGoesOn(parent.parent);
  if (ts.isArrayLiteralExpression(parent)) return literalThatGoesOn(parent);
  const isKept =
    (ts.isVariableDeclaration(parent) && parent.initializer === outer) ||
    (isAssignment(parent) && parent.right === outer);
  return isKept || isChosenFrom(outer) || isReturned(literal) ? literal : undefined;
}

/** `[{ id: "a", key: env.A }, …].filter(…)`, and `for (const one of […])`. */
function isChosenFrom(list: ts.Expression): boolean {
  const { parent } = list;
  if (ts.isForOfStatement(parent)) return parent.expression === list;
  return ts.isPropertyAccessExpression(parent) && CHOOSING.test(parent.name.text);
}

/** Of what it takes from an environment as texts that are there: `key: env.KEY`, `dsn: process.env.DSN!`. */
function namesIn(checker: ts.TypeChecker, literal: Literal): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const value = ts.isPropertyAssignment(node) ? innermost(node.initializer) : undefined;
    const isTaken = value && ts.isPropertyAccessExpression(value) && NAME.test(value.name.text);
    if (isTaken && isOfText(checker.getTypeAtLocation(outermost(value))))
      names.add(value.name.text);
    else if (!isFunctionNode(node)) ts.forEachChild(node, visit);
  };
  visit(literal);
  return names;
}

function isOfText(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ flags }) => flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Any));
}

function usesOfSetting(index: ReferenceIndex, member: ts.PropertyAssignment): ts.Expression[] {
  const name = nameText(member.name);
  if (name === undefined) return [];
  const alike = sameInList(member);
  return usesOfMember(index, name, new Set([...alike, ...declaredFor(index, member, name)]));
}

/** Of a list, whose objects have one type: the member of each of them. */
function sameInList(member: ts.PropertyAssignment): readonly ts.ObjectLiteralElementLike[] {
  const name = nameText(member.name);
  return objectsLike(member.parent).flatMap((object) =>
    ts.isObjectLiteralExpression(object)
      ? object.properties.filter((one) => one.name && nameText(one.name) === name)
      : [],
  );
}

function objectsLike(object: ts.ObjectLiteralExpression): readonly ts.Expression[] {
  const { parent } = outermost(object);
  if (ts.isArrayLiteralExpression(parent)) return parent.elements.map(innermost);
  if (!ts.isPropertyAssignment(parent)) return [object];
  const same = sameInList(parent).filter(ts.isPropertyAssignment);
  return same.map((one) => innermost(one.initializer));
}

/** `providers.filter(({ key, secret }) => key && secret)`. */
export function decidesOverOne(use: ts.Expression): boolean {
  let answer = outermost(use);
  while (isOperator(answer.parent, And, Or)) answer = outermost(answer.parent);
  const predicate = isReturned(answer) ? containerOf(answer).node : undefined;
  const call = predicate?.parent;
  if (!call || !ts.isCallExpression(call) || call.expression === predicate) return false;
  const { expression: called } = call;
  return ts.isPropertyAccessExpression(called) && PREDICATED.test(called.name.text);
}

/** With what need not be a text. */
function isCompared(
  checker: ts.TypeChecker,
  use: ts.Expression,
  name: string | undefined,
): boolean {
  const { parent } = outermost(use);
  const isAsked = isComparison(parent) && testOf(use) === undefined;
  return isAsked && !isComparedWithText(checker, use) && !isComparedAsId(checker, use, name);
}

/** The member of the type that the object has to be of. */
function declaredFor(
  { checker }: ReferenceIndex,
  { parent }: ts.PropertyAssignment,
  name: string,
): readonly ts.Declaration[] {
  const type = checker.getContextualType(parent);
  const awaited = type && checker.getNonNullableType(checker.getAwaitedType(type) ?? type);
  return (awaited && checker.getPropertyOfType(awaited, name)?.declarations) ?? [];
}
