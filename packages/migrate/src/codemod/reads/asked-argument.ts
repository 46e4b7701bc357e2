/**
 * A read that is given to a function which asks whether it is there: `userOf(request, env.KEY)`, where
 * `if (!key) return null` stands in `userOf`, perhaps behind other ways in. Missing is no error before it.
 */
import ts from "typescript";
import { isComparison } from "../../source/comparisons.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isFunctionNode } from "../syntax/function-node.ts";
import { outermost } from "../syntax/values.ts";
import { isComparedWithText } from "./compared-text.ts";
import { isOpenCheck } from "./open-check.ts";
import { isWithin, testOf } from "./test-of.ts";
import { usesOf } from "./variable-uses.ts";

export function isAskedArgument(index: ReferenceIndex, node: ts.Expression): boolean {
  const parameter = parameterFor(index, outermost(node));
  if (!parameter) return false;
  const uses = usesOf(index, parameter);
  const tests = uses.flatMap((use) => testOf(use, index.checker) ?? []);
  const ranges = tests.flatMap((test) => test.ranges);
  // Where nothing is compared with nothing, or the check is left out, who sends no token would be let in.
  const isOpen = uses.some(
    (use) => isOpenCheck(use) || (isCompared(index, use) && !isWithin(use, ranges)),
  );
  return tests.length > 0 && !isOpen;
}

/** Of a function of the repository, which the call means for sure. */
function parameterFor(
  index: ReferenceIndex,
  argument: ts.Expression,
): ts.ParameterDeclaration | undefined {
  const call = argument.parent;
  if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return undefined;
  const fn = index.checker.getResolvedSignature(call)?.declaration;
  if (!fn || !isFunctionNode(fn) || !fn.body || !index.isOwn(fn)) return undefined;
  const position = call.arguments.indexOf(argument);
  if (position < 0 || call.arguments.slice(0, position).some(ts.isSpreadElement)) return undefined;
  const parameter = fn.parameters[position];
  return parameter && !parameter.dotDotDotToken ? parameter : undefined;
}

function isCompared(index: ReferenceIndex, use: ts.Expression): boolean {
  const { parent } = outermost(use);
  const isAsked = isComparison(parent) && testOf(use) === undefined;
  return isAsked && !isComparedWithText(index.checker, use);
}
