/** Which expression stands for the same value, and what an awaited one needs around it. Syntax only. */
import ts from "typescript";
import { isComparison } from "../../source/comparisons.ts";

type Wrapper =
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.TypeAssertion;

function isWrapper(node: ts.Node): node is Wrapper {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node)
  );
}

/** The outermost expression that is the same value: with its parentheses, casts and `!`. */
export function outermost(node: ts.Expression): ts.Expression {
  let current = node;
  while (isWrapper(current.parent) && current.parent.expression === current) {
    current = current.parent;
  }
  return current;
}

/** The expression inside of parentheses, casts and `!`. */
export function innermost(node: ts.Expression): ts.Expression {
  let current = node;
  while (isWrapper(current)) current = current.expression;
  return current;
}

/** Does `await` before `node` need parentheses around both? As formatters put them. */
export function needsParentheses(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent) || ts.isAwaitExpression(parent)) return false;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    return parent.expression === node;
  }
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isBinaryExpression(parent)) return !isAssignment(parent) || parent.left === node;
  return isTight(parent);
}

function isTight(parent: ts.Node): boolean {
  return (
    ts.isPrefixUnaryExpression(parent) ||
    ts.isPostfixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isTypeAssertionExpression(parent) ||
    ts.isTaggedTemplateExpression(parent)
  );
}

export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

export function isOperator(node: ts.Node, ...kinds: ts.SyntaxKind[]): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && kinds.includes(node.operatorToken.kind);
}

/** `given === node`. */
export function isComparedValue(node: ts.Expression): boolean {
  return isComparison(outermost(node).parent);
}

/** `a` of `a.b.c[d]`: an identifier or `this`; undefined where it is another expression. */
export function rootOf(node: ts.Expression): ts.Identifier | ts.ThisExpression | undefined {
  let current = innermost(node);
  while (ts.isPropertyAccessExpression(current) || ts.isElementAccessExpression(current)) {
    current = innermost(current.expression);
  }
  if (ts.isIdentifier(current)) return current;
  return current.kind === ts.SyntaxKind.ThisKeyword ? (current as ts.ThisExpression) : undefined;
}

/** What the value is where nothing else is: `own || value`, `isOwn ? own : value`. */
export function passedOn(node: ts.Expression): ts.Expression {
  const outer = outermost(node);
  const { parent } = outer;
  const { QuestionQuestionToken, BarBarToken } = ts.SyntaxKind;
  const passes =
    (isOperator(parent, QuestionQuestionToken, BarBarToken) && parent.right === outer) ||
    (ts.isConditionalExpression(parent) && parent.condition !== outer);
  return passes ? passedOn(parent as ts.Expression) : outer;
}

/** The expression of the statement that `node` ends, for example `f()` in `return f();`. */
export function isReturned(node: ts.Expression): boolean {
  const outer = outermost(node);
  return (
    ts.isReturnStatement(outer.parent) ||
    (ts.isArrowFunction(outer.parent) && outer.parent.body === outer)
  );
}

/** Is there something between the two that decides whether the inner one happens? */
export function isConditional(node: ts.Node, outer: ts.Node): boolean {
  for (let current = node.parent; current && current !== outer; current = current.parent) {
    if (ts.isConditionalExpression(current) || ts.isBinaryExpression(current)) return true;
  }
  return false;
}
