/** Whether what a piece of code reads can be looked up before it, whichever way the code takes. */
import ts from "typescript";
import type { HelperFunction } from "../migration-plan.ts";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import { isNeverCall } from "../reads/never-call.ts";
import type { ReadUse } from "../reads/read-use.ts";
import { isWithin } from "../reads/test-of.ts";
import { isFunctionNode } from "../syntax/function-node.ts";
import { isOperator } from "../syntax/values.ts";

/** Does one value of one function of the helper serve all of them? */
export function isOneValue(reads: readonly ExpressionRead[]): boolean {
  const isPlain = reads.every(
    ({ isDynamic, use, node }) => !isDynamic && !use.castToString && !ts.isBinaryExpression(node),
  );
  const envs = new Set(reads.map(({ env }) => env.getText()));
  const ranges = reads.flatMap(({ use }) => use.test?.ranges ?? []);
  const open = reads.filter(({ use, node }) => use.test || !isWithin(node, ranges));
  const helpers = new Set(open.map(({ use }) => use.helper));
  return isPlain && envs.size === 1 && helpers.size === 1;
}

/** What of a read decides how its secret is looked up before the code. */
export interface EarlyRead {
  readonly node: ts.Node;
  readonly use: Pick<ReadUse, "helper" | "castToString" | "test">;
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
  reads: readonly EarlyRead[],
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

/** What the compiler knows of the value. */
export function typeOfLookUp({ helper, castToString }: EarlyLookUp): string {
  if (castToString || helper === "requireSecret") return "string";
  return helper === "findSecret" ? "string | undefined" : "string | null";
}

/** Does whatever runs `code` come to `node`, before anything else happens that could be seen? */
export function isAlwaysReached(code: ts.Node, node: ts.Node): boolean {
  let child = node;
  for (let at = node.parent; child !== code; child = at, at = at.parent) {
    if (!at || decidesOver(at, child)) return false;
    if (ts.isBlock(at) && at.statements.some((one) => one.end <= child.pos && isSeen(one))) {
      return false;
    }
  }
  return true;
}

export function decidesOver(outer: ts.Node, child: ts.Node): boolean {
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

/** Can the code come to `anchor`, and not to `node`: `if (!client) client = …`, `if (client) return client`? */
export function isPassedBy(checker: ts.TypeChecker, anchor: ts.Node, node: ts.Node): boolean {
  let child = node;
  for (; child.parent && child.parent !== anchor.parent; child = child.parent) {
    if (decidesOver(child.parent, child)) return true;
  }
  const list = ts.isBlock(anchor.parent) ? anchor.parent.statements : [];
  const before = list.filter((one) => one.pos >= anchor.pos && one.end <= child.pos);
  return before.some((one) => leavesIn(checker, one));
}

function leavesIn(checker: ts.TypeChecker, node: ts.Node): boolean {
  if (isFunctionNode(node)) return false;
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
  if (isNeverCall(checker, node)) return true;
  return ts.forEachChild(node, (child) => leavesIn(checker, child)) ?? false;
}

/** Does it end the code, or call something? What is only logged is nobody's matter. */
function isSeen(node: ts.Node): boolean {
  if (isFunctionNode(node)) return false;
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isNewExpression(node))
    return true;
  const calls = ts.isCallExpression(node) && !/^console\./.test(node.expression.getText());
  return calls || (ts.forEachChild(node, (child) => isSeen(child)) ?? false);
}
