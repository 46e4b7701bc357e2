/**
 * What code around an expression finds out about it: whether it tests for a missing value, and in
 * which ranges of the text it is then known to be there. By syntax, but for functions that find it out,
 * and for those that end where it is missing.
 */
import ts from "typescript";
import { isComparison, isEqual } from "../../source/comparisons.ts";
import { isOperator, outermost } from "../syntax/values.ts";
import { isNeverCall } from "./never-call.ts";
import { type PredicateCall, predicateCallOf } from "./predicate-call.ts";

export interface Test {
  /** `falsy`: `!x`, `if (x)`. `nullish`: `x == null`. `undefined`: only `undefined` is told apart. */
  readonly kind: "falsy" | "nullish" | "undefined";
  /** Does the missing value itself go on, as in `const y = x && f(x)`? */
  readonly leaks: boolean;
  /** Where the value is known to be there. */
  readonly ranges: readonly ts.TextRange[];
}

const { AmpersandAmpersandToken: And, BarBarToken: Or } = ts.SyntaxKind;

interface Walk {
  /** Is the value there where `node` is true, or where it is false? Undefined: it is not known. */
  there: "true" | "false" | undefined;
  readonly ranges: ts.TextRange[];
  /** Is it `true` or `false` by now? */
  isBoolean: boolean;
  /** Does something happen only where it is there, or only where not? */
  isTested: boolean;
  leaks: boolean;
  readonly checker?: ts.TypeChecker | undefined;
}

/**
 * @param checker for functions that find out about the value, or never answer; without it they only use it.
 * @returns undefined where the expression is used for its value.
 */
export function testOf(expression: ts.Expression, checker?: ts.TypeChecker): Test | undefined {
  const outer = outermost(expression);
  const asked = checker && predicateCallOf(checker, outer);
  if (asked) return testOfCall(asked, checker);
  const chain = endOfChain(outer);
  if (chain !== outer) return testOfChain(chain, checker);
  const compared = comparisonOf(outer);
  const there = compared?.there ?? "true";
  const isBoolean = compared !== undefined;
  const walk: Walk = { there, ranges: [], isBoolean, isTested: false, leaks: false, checker };
  const tested = follow(compared?.node ?? outer, walk);
  if (!tested && !compared) return undefined;
  return { kind: compared?.kind ?? "falsy", leaks: walk.leaks, ranges: walk.ranges };
}

/** `isText(x)`, `assert(x);` */
function testOfCall(asked: PredicateCall, checker: ts.TypeChecker): Test {
  const { there, call } = asked;
  const walk = { there, ranges: [], isBoolean: true, isTested: false, leaks: false, checker };
  if (asked.asserts) addRest(asked, walk);
  else follow(call, walk);
  return { kind: "undefined", leaks: walk.leaks, ranges: walk.ranges };
}

/** `if (x?.trim())`: where the end of the chain is true, `x` is there. */
function testOfChain(chain: ts.Expression, checker?: ts.TypeChecker): Test | undefined {
  const from = { isBoolean: false, isTested: false, leaks: false, checker };
  const walk: Walk = { there: "true", ranges: [], ...from };
  if (!follow(chain, walk) || walk.ranges.length === 0) return undefined;
  return { kind: "undefined", leaks: walk.leaks, ranges: walk.ranges };
}

/** `x?.trim()` of `x`; what no optional chain goes on from, as it is. */
export function endOfChain(node: ts.Expression): ts.Expression {
  const { parent } = node;
  const links =
    ts.isPropertyAccessExpression(parent) ||
    ts.isElementAccessExpression(parent) ||
    ts.isCallExpression(parent);
  if (!links || parent.expression !== node || !ts.isOptionalChain(parent)) return node;
  return endOfChain(outermost(parent));
}

interface Comparison {
  readonly node: ts.Expression;
  readonly kind: "nullish" | "undefined";
  readonly there: "true" | "false";
}

function comparisonOf(outer: ts.Expression): Comparison | undefined {
  const { parent } = outer;
  if (!ts.isBinaryExpression(parent)) return typeofOf(parent);
  const other = parent.left === outer ? parent.right : parent.left;
  const { kind } = parent.operatorToken;
  if (!isComparison(parent) || !isNothing(other)) return undefined;
  const loose =
    kind === ts.SyntaxKind.EqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsToken;
  return {
    node: parent,
    kind: loose ? "nullish" : "undefined",
    there: isEqual(parent) ? "false" : "true",
  };
}

/** `typeof x === "string"`. */
function typeofOf(node: ts.Node): Comparison | undefined {
  if (!ts.isTypeOfExpression(node) || !ts.isBinaryExpression(node.parent)) return undefined;
  const { left, right, operatorToken } = node.parent;
  const other = left === node ? right : left;
  if (!ts.isStringLiteralLike(other)) return undefined;
  const equal = operatorToken.getText().startsWith("=");
  const there = equal === (other.text === "string") ? "true" : "false";
  return { node: node.parent, kind: "undefined", there };
}

function isNothing(node: ts.Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined")
  );
}

/** Goes up through `!`, `&&`, `||` to the condition; false where the value itself is what counts. */
function follow(start: ts.Expression, walk: Walk): boolean {
  let node = outermost(start);
  for (let next = stepUp(node, walk); next; next = stepUp(node, walk)) node = outermost(next);
  if (isCondition(node.parent, node)) {
    addBranches(node.parent, walk);
    walk.leaks = false;
    return true;
  }
  const asked = walk.checker && predicateCallOf(walk.checker, node);
  if (asked?.asserts) {
    addRest(asked, walk);
    walk.leaks = false;
    return true;
  }
  return walk.isBoolean || walk.isTested;
}

/** The expression around `node` that asks about it; undefined where there is none. */
function stepUp(node: ts.Expression, walk: Walk): ts.Expression | undefined {
  const { parent } = node;
  if (isNegation(parent) || isBooleanCall(parent, node)) {
    if (isNegation(parent)) walk.there = walk.there === "true" ? "false" : walk.there && "true";
    walk.isBoolean = true;
    walk.leaks = false;
    return parent;
  }
  if (!isOperator(parent, And, Or)) return undefined;
  const knows = parent.operatorToken.kind === And ? "true" : "false";
  if (parent.left === node) {
    if (walk.there === knows) walk.ranges.push(parent.right);
    walk.isTested = true;
    walk.leaks = knows === "true" && !walk.isBoolean;
  }
  if (walk.there !== knows) walk.there = undefined;
  return parent;
}

function isNegation(node: ts.Node): node is ts.PrefixUnaryExpression {
  return ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken;
}

function isBooleanCall(node: ts.Node, argument: ts.Expression): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "Boolean" &&
    node.arguments[0] === argument
  );
}

type Branching =
  | ts.IfStatement
  | ts.WhileStatement
  | ts.DoStatement
  | ts.ForStatement
  | ts.ConditionalExpression;

function isCondition(parent: ts.Node, node: ts.Expression): parent is Branching {
  if (ts.isConditionalExpression(parent) || ts.isForStatement(parent)) {
    return parent.condition === node;
  }
  const branches = ts.isIfStatement(parent) || ts.isWhileStatement(parent);
  return (branches || ts.isDoStatement(parent)) && parent.expression === node;
}

function addBranches(parent: Branching, walk: Walk): void {
  const { there, ranges } = walk;
  if (!there) return;
  if (ts.isConditionalExpression(parent)) {
    ranges.push(there === "true" ? parent.whenTrue : parent.whenFalse);
  } else if (ts.isIfStatement(parent)) {
    addIf(parent, there, walk);
  } else if (there === "true" && !ts.isDoStatement(parent)) {
    ranges.push(parent.statement);
  }
}

/** What follows in its list an assertion that is true. */
function addRest({ call, there }: PredicateCall, walk: Walk): void {
  const { parent: statement } = call;
  const list = statement.parent;
  if (walk.there !== there || !ts.isExpressionStatement(statement) || !isList(list)) return;
  walk.ranges.push({ pos: statement.end, end: list.end });
}

const isList = (node: ts.Node) =>
  ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node);

function addIf(node: ts.IfStatement, there: "true" | "false", { ranges, checker }: Walk): void {
  const [inside, outside] =
    there === "true"
      ? [node.thenStatement, node.elseStatement]
      : [node.elseStatement, node.thenStatement];
  if (inside) ranges.push(inside);
  const list = node.parent;
  const isLeft = outside !== undefined && leaves(outside, checker);
  if (isLeft && isList(list)) ranges.push({ pos: node.end, end: list.end });
}

/** Does the statement always leave the list that it stands in? */
function leaves(statement: ts.Statement, checker?: ts.TypeChecker): boolean {
  if (ts.isBlock(statement)) {
    const last = statement.statements.at(-1);
    return last !== undefined && leaves(last, checker);
  }
  if (ts.isIfStatement(statement)) {
    const { thenStatement, elseStatement } = statement;
    if (!elseStatement) return false;
    return leaves(thenStatement, checker) && leaves(elseStatement, checker);
  }
  return (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isContinueStatement(statement) ||
    ts.isBreakStatement(statement) ||
    (checker !== undefined && isNeverCall(checker, statement))
  );
}

export function isWithin(node: ts.Node, ranges: readonly ts.TextRange[]): boolean {
  return ranges.some(({ pos, end }) => node.pos >= pos && node.end <= end);
}
