/**
 * A read that becomes a member of an object which goes on: `return { key: env.KEY, dsn: env.DSN, … }`. To put
 * settings together is to use none of them: what one caller has no use for may be missing.
 */
import ts from "typescript";
import { isComparison } from "../../source/comparisons.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isFunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost, isAssignment, isReturned, outermost } from "../syntax/values.ts";
import { isComparedWithText } from "./compared-text.ts";
import { testOf } from "./test-of.ts";
import { usesOf } from "./variable-uses.ts";

/** Who needs one of so many need not have the others; two often are one credential. */
const SETTINGS_MIN = 3;

const NAME = /^[A-Z][A-Z0-9_]+$/;

/** Is the value kept in an object of settings, or in a member that somebody tests? */
export function isSetting(index: ReferenceIndex, node: ts.Expression): boolean {
  const member = memberWith(node);
  const object = member && objectThatGoesOn(member.parent);
  if (!member || !object) return false;
  const isOneOfMany = namesIn(index.checker, object).size >= SETTINGS_MIN;
  const uses = usesOfMember(index, member);
  // Where nothing is compared with nothing, who sends no token would be let in.
  if (uses.some((use) => isCompared(index.checker, use))) return false;
  return isOneOfMany || uses.some((use) => testOf(use) !== undefined);
}

function memberWith(node: ts.Expression): ts.PropertyAssignment | undefined {
  const { parent } = outermost(node);
  return ts.isPropertyAssignment(parent) ? parent : undefined;
}

/** The outermost literal, where it is what a function answers, or what a name is given. */
function objectThatGoesOn(
  object: ts.ObjectLiteralExpression,
): ts.ObjectLiteralExpression | undefined {
  const around = memberWith(object);
  if (around) return objectThatGoesOn(around.parent);
  const outer = outermost(object);
  const { parent } = outer;
  const isKept =
    (ts.isVariableDeclaration(parent) && parent.initializer === outer) ||
    (isAssignment(parent) && parent.right === outer);
  return isKept || isReturned(object) ? object : undefined;
}

/** Of what it takes from an environment as texts that are there: `key: env.KEY`, `dsn: process.env.DSN!`. */
function namesIn(checker: ts.TypeChecker, object: ts.ObjectLiteralExpression): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const value = ts.isPropertyAssignment(node) ? innermost(node.initializer) : undefined;
    const isTaken = value && ts.isPropertyAccessExpression(value) && NAME.test(value.name.text);
    if (isTaken && isText(checker.getTypeAtLocation(outermost(value)))) names.add(value.name.text);
    else if (!isFunctionNode(node)) ts.forEachChild(node, visit);
  };
  visit(object);
  return names;
}

function isText(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ flags }) => flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Any));
}

/** `settings.key`, and `key` after `const { key } = settings(env)`. */
function usesOfMember(index: ReferenceIndex, member: ts.PropertyAssignment): ts.Expression[] {
  const name = nameText(member.name);
  if (name === undefined) return [];
  const declared = new Set<ts.Declaration>([member, ...declaredFor(index, member, name)]);
  const isMeant = (found: readonly ts.Declaration[]) => found.some((one) => declared.has(one));
  return index.named(name).flatMap((node): readonly ts.Expression[] => {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent)) {
      return parent.name === node && isMeant(index.declarationsOf(node)) ? [parent] : [];
    }
    if (!ts.isBindingElement(parent)) return [];
    return isMeant(takenBy(index.checker, parent, name)) ? usesOf(index, parent) : [];
  });
}

/** With what need not be a text. */
function isCompared(checker: ts.TypeChecker, use: ts.Expression): boolean {
  const { parent } = outermost(use);
  const isAsked = isComparison(parent) && testOf(use) === undefined;
  return isAsked && !isComparedWithText(checker, use);
}

/** The member that an element of a pattern takes. */
function takenBy(checker: ts.TypeChecker, { parent }: ts.BindingElement, name: string) {
  return checker.getTypeAtLocation(parent).getProperty(name)?.declarations ?? [];
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
