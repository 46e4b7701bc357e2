/** Code around a value that goes on where it is missing. Syntax only. */
import ts from "typescript";
import { isOperator, outermost } from "../syntax/values.ts";
import { endOfChain } from "./test-of.ts";

const { QuestionQuestionToken, BarBarToken } = ts.SyntaxKind;

const ASKING = /^(filter|find|findLast|findIndex|some|every)$/;

/** `x ?? d`, `x?.y ?? d`: a missing value never leaves the expression. */
export function isFallenThrough(node: ts.Expression): boolean {
  const outer = endOfChain(outermost(node));
  const { parent } = outer;
  return isOperator(parent, QuestionQuestionToken, BarBarToken) && parent.left === outer;
}

/** Code that is made for a missing value, whatever the type says. */
export function toleratesNothing(node: ts.Expression): boolean {
  const outer = outermost(node);
  const { parent } = outer;
  if (endOfChain(outer) !== outer || ts.isTypeOfExpression(parent)) return true;
  return ts.isArrayLiteralExpression(parent) && isFiltered(parent);
}

/** `[a, b].filter(Boolean)`, `[a, b].every(Boolean)`. */
function isFiltered(array: ts.Expression): boolean {
  const access = outermost(array).parent;
  if (!ts.isPropertyAccessExpression(access) || !ASKING.test(access.name.text)) return false;
  const call = access.parent;
  const [argument] = ts.isCallExpression(call) ? call.arguments : [];
  return argument !== undefined && ts.isIdentifier(argument) && argument.text === "Boolean";
}
