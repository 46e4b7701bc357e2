/**
 * A read that is given to a function which asks whether it is there: `userOf(request, env.KEY)`, where
 * `if (!key) return null` stands in `userOf`, perhaps behind other ways in; or `new Mailer(env.KEY)`, where
 * a method asks for what the constructor kept. Missing is no error before it.
 */
import ts from "typescript";
import { isComparison } from "../../source/comparisons.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isFunctionNode } from "../syntax/function-node.ts";
import { isAssignment, outermost } from "../syntax/values.ts";
import { isComparedWithText } from "./compared-text.ts";
import { isGivenToCheck } from "./given-to-check.ts";
import { isOpenCheck } from "./open-check.ts";
import { isWithin, testOf } from "./test-of.ts";
import { usesOf, usesOfMember } from "./variable-uses.ts";

export function isAskedArgument(index: ReferenceIndex, node: ts.Expression): boolean {
  const parameter = parameterFor(index, outermost(node));
  if (!parameter) return false;
  const uses = usesOf(index, parameter).flatMap((use) => [use, ...usesOfKept(index, use)]);
  return isAskedIn(index, [...uses, ...usesOfProperty(index, parameter)]);
}

/** Do some of the uses ask whether it is there, and all others come behind that, or do no harm without it? */
export function isAskedIn(index: ReferenceIndex, uses: readonly ts.Expression[]): boolean {
  const tests = uses.flatMap((use) => testOf(use, index.checker) ?? []);
  const ranges = tests.flatMap((test) => test.ranges);
  // Where nothing is compared with nothing, or the check is left out, who sends no token would be let in.
  const isOpen = uses.some(
    (use) => isOpenCheck(use) || (isCompared(index, use) && !isWithin(use, ranges)),
  );
  return tests.length > 0 && !isOpen;
}

/** Of a function, a method or a constructor of the repository, which the call means for sure. */
export function parameterFor(
  index: ReferenceIndex,
  argument: ts.Expression,
): ts.ParameterDeclaration | undefined {
  const call = argument.parent;
  if (!ts.isCallExpression(call) && !ts.isNewExpression(call)) return undefined;
  const fn = index.checker.getResolvedSignature(call)?.declaration;
  if (!fn || !isFunctionNode(fn) || !fn.body || !index.isOwn(fn)) return undefined;
  const given = call.arguments ?? [];
  const position = given.findIndex((one) => one === argument);
  if (position < 0 || given.slice(0, position).some(ts.isSpreadElement)) return undefined;
  const parameter = fn.parameters[position];
  return parameter && !parameter.dotDotDotToken ? parameter : undefined;
}

/** `constructor(private key: string)`: it is a property, too. */
function usesOfProperty(index: ReferenceIndex, parameter: ts.ParameterDeclaration) {
  const isProperty = ts.isParameterPropertyDeclaration(parameter, parameter.parent);
  return isProperty ? usesOfMember(index, parameter.name.getText(), new Set([parameter])) : [];
}

/** Of the property that keeps it: `this.key = key`. */
function usesOfKept(index: ReferenceIndex, use: ts.Expression): readonly ts.Expression[] {
  const outer = outermost(use);
  const { parent } = outer;
  if (!isAssignment(parent) || parent.right !== outer) return [];
  const { left } = parent;
  if (!ts.isPropertyAccessExpression(left)) return [];
  const declared = new Set(index.declarationsOf(left.name));
  return usesOfMember(index, left.name.text, declared).filter((one) => one !== left);
}

function isCompared(index: ReferenceIndex, use: ts.Expression): boolean {
  const { parent } = outermost(use);
  const isAsked = isComparison(parent) && testOf(use) === undefined;
  return (isAsked && !isComparedWithText(index.checker, use)) || isGivenToCheck(use);
}
