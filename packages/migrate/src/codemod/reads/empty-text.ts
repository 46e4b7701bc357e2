/** Code that compares a secret with the empty text: where that tells it from a missing one, it stays. Syntax only. */
import ts from "typescript";
import { innermost, isOperator, outermost } from "../syntax/values.ts";
import { testOf } from "./test-of.ts";

const { AmpersandAmpersandToken, BarBarToken } = ts.SyntaxKind;

/** Is `node` compared with `""`, by code that does not ask for its absence in the same way? */
export function tellsEmptyApart(node: ts.Expression): boolean {
  const comparison = comparisonWithEmpty(node);
  return comparison !== undefined && !isTruthTest(comparison, node);
}

/** The expression around `node` that decides by all of its parts: a condition, or what it chooses. */
export function conditionAround(node: ts.Expression): ts.Expression {
  let outer = outermost(node);
  while (isPartOf(outer.parent)) outer = outermost(outer.parent);
  return outer;
}

function isPartOf(parent: ts.Node): parent is ts.Expression {
  return (
    ts.isConditionalExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    (ts.isBinaryExpression(parent) && !/^[^=!<>]*=$/.test(parent.operatorToken.getText()))
  );
}

function comparisonWithEmpty(node: ts.Expression): ts.BinaryExpression | undefined {
  const outer = outermost(node);
  const { parent } = outer;
  if (!ts.isBinaryExpression(parent) || !/^[!=]==?$/.test(parent.operatorToken.getText())) {
    return undefined;
  }
  const other = parent.left === outer ? parent.right : parent.left;
  return ts.isStringLiteralLike(other) && other.text === "" ? parent : undefined;
}

/** `K != null && K !== ""`, `K == null || K === ""`: missing and empty go the same way. */
function isTruthTest(comparison: ts.BinaryExpression, node: ts.Expression): boolean {
  const isUnequal = comparison.operatorToken.getText().startsWith("!");
  const operator = isUnequal ? AmpersandAmpersandToken : BarBarToken;
  let at = outermost(comparison);
  while (isOperator(at.parent, operator)) {
    const { left, right } = at.parent;
    if (right === at && asksBefore(left, node, operator, comparison)) return true;
    at = outermost(at.parent);
  }
  return false;
}

/** Does a part of the chain to the left ask whether the same is there? */
function asksBefore(
  left: ts.Expression,
  node: ts.Expression,
  operator: ts.SyntaxKind,
  comparison: ts.Node,
): boolean {
  const inner = innermost(left);
  if (isOperator(inner, operator)) {
    const parts = [inner.left, inner.right];
    return parts.some((part) => asksBefore(part, node, operator, comparison));
  }
  const asked = ts.isBinaryExpression(inner) ? [inner.left, inner.right] : [negated(inner)];
  return asked.map(innermost).some((one) => {
    if (one.getText() !== node.getText()) return false;
    const test = testOf(one);
    return !!test?.ranges.some(({ pos, end }) => pos <= comparison.pos && comparison.end <= end);
  });
}

function negated(node: ts.Expression): ts.Expression {
  return ts.isPrefixUnaryExpression(node) ? negated(innermost(node.operand)) : node;
}
