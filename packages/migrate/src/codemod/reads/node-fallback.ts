/**
 * What code reads of `process.env` only where the Worker's own environment has not answered: there Node
 * runs it, so it stays. Of one name that is the right side of `||` and `??`; of a function that is given
 * the name also what stands behind the look-up, for it is written for both.
 */
import ts from "typescript";
import type { EnvRead, EnvReads, EnvWhole } from "../../source/env-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, containerOf, holds, isFunctionNode } from "../syntax/function-node.ts";
import { isOperator, outermost } from "../syntax/values.ts";
import { parameterOfKey } from "./key-parameter.ts";

const { BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;

/** `env?.K || process.env.K`: a helper of Worker and Node keeps reading what Node has. */
export function isFallbackOfOther(read: EnvRead, all: readonly EnvRead[]): boolean {
  if (read.form !== "process-env" || !ts.isExpression(read.node)) return false;
  if (isBehindContext(read.node)) return true;
  const outer = outermost(read.node);
  const { parent } = outer;
  if (!isOperator(parent, BarBarToken, QuestionQuestionToken) || parent.right !== outer) {
    return false;
  }
  const isRead = all.some(({ name, form, node }) => {
    return name === read.name && form !== "process-env" && holds(parent.left, node);
  });
  return isRead || asksFor(parent.left, read.name);
}

/** The `catch` of a `getCloudflareContext()`, which throws where Node runs it: there is no other environment. */
function isBehindContext(node: ts.Node): boolean {
  const clause = ancestor(node, ts.isCatchClause, containerOf(node).node);
  return clause !== undefined && asksForContext(clause.parent.tryBlock);
}

function asksForContext(node: ts.Node): boolean {
  const isAsked = ts.isCallExpression(node) && node.expression.getText() === "getCloudflareContext";
  return isAsked || (ts.forEachChild(node, asksForContext) ?? false);
}

/** `getSecret("K")`, whosever it is: the helper's, or a framework's. */
function asksFor(node: ts.Node, name: string): boolean {
  const given = ts.isCallExpression(node) ? node.arguments : [];
  const isAsked = given.some((one) => ts.isStringLiteralLike(one) && one.text === name);
  return isAsked || (ts.forEachChild(node, (child) => asksFor(child, name)) ?? false);
}

/** The same of `env?.[key] ?? process.env[key]`, and of the statements that such code is made of. */
export function isFallbackOfKey(
  index: ReferenceIndex,
  { form, node }: EnvWhole,
  { wholes }: EnvReads,
): boolean {
  const key = parameterOfKey(index, node);
  if (form !== "process-env" || !key) return false;
  const others = wholes
    .filter((one) => one.form !== "process-env" && parameterOfKey(index, one.node) === key)
    .map((one) => one.node);
  // What those reads become in an earlier run.
  const asked = lookUpsIn(key.parent, (name) => index.declarationsOf(name).includes(key));
  const reads = (around: ts.Node) =>
    [...others, ...asked].some((one) => holds(around, one) || isMadeOf(index, around, one));
  for (let at: ts.Node = node; at !== key.parent && at.parent; at = at.parent) {
    if (isBehind(at, reads)) return true;
  }
  return false;
}

/** Does `node` only happen where what `reads` looks for has not answered? */
function isBehind(node: ts.Node, reads: (around: ts.Node) => boolean): boolean {
  const { parent } = node;
  if (isOperator(parent, BarBarToken, QuestionQuestionToken)) {
    return parent.right === node && reads(parent.left);
  }
  if (ts.isConditionalExpression(parent)) {
    return parent.whenFalse === node && (reads(parent.condition) || reads(parent.whenTrue));
  }
  if (ts.isIfStatement(parent)) {
    return (
      parent.elseStatement === node && (reads(parent.expression) || reads(parent.thenStatement))
    );
  }
  if (ts.isTryStatement(parent)) return parent.catchClause === node && reads(parent.tryBlock);
  if (!ts.isBlock(parent)) return false;
  const before = parent.statements.slice(0, parent.statements.indexOf(node as ts.Statement));
  return before.some((one) => mayAnswer(one) && reads(one));
}

/** A statement of which some way leaves the function. */
function mayAnswer(statement: ts.Statement): boolean {
  if (!ts.isIfStatement(statement) && !ts.isTryStatement(statement) && !ts.isBlock(statement)) {
    return false;
  }
  const leaves = (node: ts.Node): boolean => {
    if (ts.isReturnStatement(node)) return node.expression !== undefined;
    return !isFunctionNode(node) && (ts.forEachChild(node, leaves) ?? false);
  };
  return leaves(statement);
}

/** `const value = env?.[key]; if (value) return value;` */
function isMadeOf(index: ReferenceIndex, around: ts.Node, read: ts.Node): boolean {
  const variable = ancestor(read, ts.isVariableDeclaration);
  if (!variable || containerOf(variable).node !== containerOf(read).node) return false;
  const names = (node: ts.Node): boolean =>
    ts.isIdentifier(node)
      ? index.declarationsOf(node).includes(variable)
      : (ts.forEachChild(node, names) ?? false);
  return names(around);
}

type AskedName = ts.StringLiteralLike | ts.Identifier;

/** Calls that ask the helper for the name, and are waited for. */
function lookUpsIn(node: ts.Node, isName: (asked: AskedName) => boolean): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (at: ts.Node): void => {
    const asked = ts.isAwaitExpression(at) ? askedBy(at.expression) : undefined;
    if (asked && isName(asked)) found.push(at);
    ts.forEachChild(at, visit);
  };
  visit(node);
  return found;
}

/** `key` of `getSecret(env, key)` and of `getSecret(env, secretName(key))`. */
function askedBy(call: ts.Expression): AskedName | undefined {
  const [, asked] = ts.isCallExpression(call) ? call.arguments : [];
  const [vouched] = asked && ts.isCallExpression(asked) ? asked.arguments : [];
  const name = vouched ?? asked;
  return name && (ts.isStringLiteralLike(name) || ts.isIdentifier(name)) ? name : undefined;
}
