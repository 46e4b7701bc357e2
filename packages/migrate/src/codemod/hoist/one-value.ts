/** Whether what a piece of code reads can be looked up before it, whichever way the code takes. */
import ts from "typescript";
import type { HelperFunction } from "../migration-plan.ts";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import { isWithin } from "../reads/test-of.ts";
import { isFunctionNode } from "../syntax/function-node.ts";
import { isOperator } from "../syntax/values.ts";

/** Does one value of one function of the helper serve all of them? */
export function isOneValue(reads: readonly ExpressionRead[]): boolean {
  const isPlain = reads.every(
    ({ isDynamic, use, node, form }) =>
      !isDynamic && !use.castToString && !ts.isBinaryExpression(node) && form !== "process-env",
  );
  const envs = new Set(reads.map(({ env }) => env.getText()));
  const ranges = reads.flatMap(({ use }) => use.test?.ranges ?? []);
  const open = reads.filter(({ use, node }) => use.test || !isWithin(node, ranges));
  const helpers = new Set(open.map(({ use }) => use.helper));
  return isPlain && envs.size === 1 && helpers.size === 1;
}

/** What is looked up before code that reads it. */
export interface EarlyLookUp {
  readonly helper: HelperFunction;
  /** Goes on as it was: it was a `string` for the compiler, and missing is nobody's error yet. */
  readonly castToString: boolean;
}

/**
 * For all of `reads`, which `code` may come to.
 * @param isSure does whatever looks it up come to `code`? A secret that might not be needed must not throw.
 */
export function earlyLookUp(
  code: ts.Node,
  reads: readonly ExpressionRead[],
  isSure = true,
): EarlyLookUp {
  const helper = (reads.find(({ use }) => use.helper !== "requireSecret") ?? reads[0])?.use.helper;
  const first = reads[0]?.use.helper;
  if (helper !== "requireSecret") return { helper: first ?? "findSecret", castToString: false };
  const isNeeded = isSure && reads.some(({ node }) => isAlwaysReached(code, node));
  return isNeeded
    ? { helper: "requireSecret", castToString: false }
    : { helper: "findSecret", castToString: true };
}

/** Does whatever runs `code` come to `node`? */
export function isAlwaysReached(code: ts.Node, node: ts.Node): boolean {
  let child = node;
  for (let at = node.parent; child !== code; child = at, at = at.parent) {
    if (!at || decidesOver(at, child)) return false;
    if (ts.isBlock(at) && at.statements.some((one) => one.end <= child.pos && mayLeave(one))) {
      return false;
    }
  }
  return true;
}

function decidesOver(outer: ts.Node, child: ts.Node): boolean {
  if (ts.isIfStatement(outer)) return outer.expression !== child;
  if (ts.isConditionalExpression(outer)) return outer.condition !== child;
  if (isFunctionNode(outer) || ts.isIterationStatement(outer, false)) return true;
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  if (isOperator(outer, AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken)) {
    return outer.right === child;
  }
  return (
    ts.isTryStatement(outer) || ts.isCaseOrDefaultClause(outer) || ts.isPropertyDeclaration(outer)
  );
}

function mayLeave(node: ts.Node): boolean {
  if (isFunctionNode(node)) return false;
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
  return ts.forEachChild(node, (child) => mayLeave(child)) ?? false;
}
