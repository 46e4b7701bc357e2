/**
 * A `let` that is given a secret, and may be set again before it is used: `let key = env.KEY; …;
 * if (account) key = account.key; use(key)`. Who always sets it has no use for the secret, so that a missing
 * one is no error yet.
 */
import ts from "typescript";
import { isComparison } from "../../source/comparisons.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf } from "../syntax/function-node.ts";
import { isOperator, outermost, passedOn } from "../syntax/values.ts";
import { parameterFor } from "./asked-argument.ts";
import { isComparedWithText } from "./compared-text.ts";
import { isGivenToCheck } from "./given-to-check.ts";
import { testOf } from "./test-of.ts";
import { usesOf } from "./variable-uses.ts";

type Variable = ts.VariableDeclaration | ts.BindingElement;

const { EqualsToken: Put, PlusToken: Plus } = ts.SyntaxKind;

export function isReplacedBeforeUse(index: ReferenceIndex, variable: Variable): boolean {
  if (!(ts.getCombinedNodeFlags(variable) & ts.NodeFlags.Let)) return false;
  const own = containerOf(variable).node;
  const uses = usesOf(index, variable);
  const replacing = uses.filter((use) => isSet(use) && containerOf(use).node === own);
  const taking = uses.filter((use) => !isSet(use) && !isPutBack(use, replacing));
  const since = Math.min(...replacing.map((use) => outermost(use).parent.end));
  const isReplaced = replacing.length > 0 && taking.length > 0;
  // Where nothing is compared with nothing, who sends no token would be let in.
  return (
    isReplaced &&
    taking.every((use) => use.pos >= since) &&
    !taking.some((use) => isCompared(index, use, new Set()))
  );
}

function isSet(use: ts.Expression): boolean {
  const outer = outermost(use);
  return isOperator(outer.parent, Put) && outer.parent.left === outer;
}

/** `key = account.key ?? key`: it is still only put together. */
function isPutBack(use: ts.Expression, replacing: readonly ts.Expression[]): boolean {
  const outer = passedOn(use);
  const { parent } = outer;
  const isRight = isOperator(parent, Put) && parent.right === outer;
  return isRight && replacing.some((one) => outermost(one) === parent.left);
}

/** Here, or in a function of the repository that it is given to; as it is, or as a part of a text. */
function isCompared(
  index: ReferenceIndex,
  use: ts.Expression,
  seen: Set<ts.ParameterDeclaration>,
): boolean {
  const isAsked = isComparison(outermost(use).parent);
  if (isAsked && (testOf(use) || isComparedWithText(index.checker, use))) return false;
  const text = wholeText(outermost(use));
  if (isComparison(text.parent) || isGivenToCheck(text)) return true;
  const parameter = parameterFor(index, text);
  if (!parameter || seen.has(parameter)) return false;
  seen.add(parameter);
  return usesOf(index, parameter).some((one) => isCompared(index, one, seen));
}

/** `Bearer ${key}` of `key`. */
function wholeText(value: ts.Expression): ts.Expression {
  const { parent } = value;
  if (ts.isTemplateSpan(parent)) return wholeText(outermost(parent.parent));
  if (isOperator(parent, Plus)) return wholeText(outermost(parent));
  const outer = passedOn(value);
  return outer === value ? value : wholeText(outer);
}
