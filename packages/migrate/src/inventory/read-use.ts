/** How the value of a read is used, as far as findings ask for it. Looks at the tree only. */
import ts from "typescript";
import { isWriteTarget, wrapped } from "../source/syntax.ts";
import { findSwitchUse, type SwitchUse } from "./switch-use.ts";

export interface ReadUse {
  /** `env.X.member`: the member; null for any other use. */
  readonly member: string | null;
  /** Used where only a string makes sense, or only its truth: not handed on as it is. */
  readonly asString: boolean;
  /** Does it only choose between what the code can do? */
  readonly asSwitch: SwitchUse;
  /** An argument of `console.log` and its like, in a template or an object too. */
  readonly logged: boolean;
}

/** Members that a string has, and a binding has not. */
const STRING_MEMBERS: ReadonlySet<string> = new Set(
  Object.getOwnPropertyNames(String.prototype).filter((name) => name !== "constructor"),
);

const PROMISE_MEMBERS: ReadonlySet<string> = new Set(["then", "catch", "finally"]);

export function isStringMember(name: string): boolean {
  return STRING_MEMBERS.has(name);
}

export function findReadUse(node: ts.Node): ReadUse {
  const outer = wrapped(node);
  const member = memberOf(outer);
  const asString = member === null ? isStringPlace(outer) : isStringMember(member);
  return { member, asString, asSwitch: findSwitchUse(node), logged: isLogged(outer) };
}

function memberOf(node: ts.Node): string | null {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return null;
  const member = parent.name.text;
  // What an accessor answers can be a promise: `requireEnv("API_KEY").catch(…)` is no binding's member.
  const isOfPromise = ts.isCallExpression(node) && PROMISE_MEMBERS.has(member);
  return isOfPromise || isWriteTarget(parent) ? null : member;
}

function isStringPlace(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isTemplateSpan(parent) || ts.isPrefixUnaryExpression(parent)) return true;
  if (ts.isIfStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isBinaryExpression(parent)) return STRING_OPERATORS.has(parent.operatorToken.kind);
  return (
    ts.isCallExpression(parent) &&
    ts.isIdentifier(parent.expression) &&
    ["Boolean", "String"].includes(parent.expression.text)
  );
}

const STRING_OPERATORS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
]);

/** Only through what keeps the value as it is: a comparison, `!` or a call makes something else of it. */
function isLogged(node: ts.Node): boolean {
  let current = node;
  while (keepsValue(current.parent)) current = current.parent;
  const call = current.parent;
  return (
    ts.isCallExpression(call) &&
    call.expression !== current &&
    /^console\.(?:log|info|debug|warn|error|trace|dir|table)$/.test(call.expression.getText())
  );
}

function keepsValue(node: ts.Node): boolean {
  return (
    ts.isTemplateSpan(node) ||
    ts.isTemplateExpression(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    (ts.isBinaryExpression(node) && KEEPING.has(node.operatorToken.kind)) ||
    (ts.isCallExpression(node) && node.expression.getText() === "JSON.stringify")
  );
}

const KEEPING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);
