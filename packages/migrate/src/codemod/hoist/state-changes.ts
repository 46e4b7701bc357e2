/** What a function changes of what outlives its call: variables, fields, maps and lists. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, holds, isFunctionNode } from "../syntax/function-node.ts";
import { isAssignment, rootOf } from "../syntax/values.ts";
import { declarationsOf, mentions } from "./mentions.ts";
import { perFunction } from "./per-function.ts";

export interface Change {
  readonly node: ts.Node;
  /** What it changes, of what outlives the call. */
  readonly declared: readonly ts.Declaration[];
}

/** Calls of `set` on what outlives the call, in functions inside of it, too. */
export const setsIn = perFunction((index, fn): readonly Change[] => {
  const found: Change[] = [];
  const visit = (node: ts.Node): void => {
    const map = mapOf(node, "set");
    const declared = map ? declarationsOf(index, map) : [];
    const kept = declared.some(isOfCode) && !declared.some((one) => holds(fn, one));
    if (map && kept && !isMadeIn(index, fn, map)) found.push({ node, declared });
    ts.forEachChild(node, visit);
  };
  if (fn.body) visit(fn.body);
  return found;
});

const MUTATORS: ReadonlySet<string> = new Set([
  ...["add", "set", "delete", "clear", "push", "pop", "shift", "unshift", "splice"],
]);

/** Changes of what outlives the call, each before those inside of it; not of functions inside. */
export const changesIn = perFunction((index, fn): readonly Change[] => {
  const found: Change[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    const changed = stateChangedBy(index, node);
    const declared = changed.filter((one) => isOfCode(one) && !holds(fn, one));
    if (declared.length > 0) found.push({ node, declared });
    ts.forEachChild(node, visit);
  };
  if (fn.body) ts.forEachChild(fn.body, visit);
  return found;
});

/** The variable or field that a node changes: `x = …`, `x.y = …`, `x.add(…)`, `x++`, `setX(…)`. */
function stateChangedBy(index: ReferenceIndex, node: ts.Node): readonly ts.Declaration[] {
  const set = ts.isCallExpression(node) ? setByCall(index, node) : [];
  if (set.length > 0) return set;
  const target = isAssignment(node) ? node.left : (mutatedBy(node) ?? countedBy(node));
  if (!target) return [];
  let state = target;
  while (ts.isPropertyAccessExpression(state) || ts.isElementAccessExpression(state)) {
    if (state.expression.kind === ts.SyntaxKind.ThisKeyword) break;
    state = state.expression;
  }
  return declarationsOf(index, state);
}

function setByCall(index: ReferenceIndex, call: ts.CallExpression): readonly ts.Declaration[] {
  if (call.arguments.length === 0) return [];
  const called = index.checker.getResolvedSignature(call)?.declaration;
  return called && isFunctionNode(called) && index.isOwn(called) ? setBy(index, called) : [];
}

/** What a function sets to what it is given: `save(state) { this.state = state; }`. */
const setBy = perFunction((index, { parameters, body }): readonly ts.Declaration[] => {
  if (!body || !ts.isBlock(body)) return [];
  return body.statements.flatMap((statement) => {
    const set = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    if (!set || !isAssignment(set)) return [];
    const isState = ts.isIdentifier(set.right) || ts.isObjectLiteralExpression(set.right);
    return isState && mentions(index, set.right, parameters) ? declarationsOf(index, set.left) : [];
  });
});

function countedBy(node: ts.Node): ts.Expression | undefined {
  if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return undefined;
  const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
  return [PlusPlusToken, MinusMinusToken].includes(node.operator) ? node.operand : undefined;
}

/** `url.searchParams`, where `const url = new URL(…)` is of this call: nobody else has it yet. */
export function isMadeIn(index: ReferenceIndex, fn: FunctionNode, target: ts.Expression): boolean {
  const root = rootOf(target);
  const declared = root && ts.isIdentifier(root) ? index.declarationsOf(root) : [];
  return declared.some((one) => {
    const made = ts.isVariableDeclaration(one) && holds(fn, one) ? one.initializer : undefined;
    return made !== undefined && (ts.isNewExpression(made) || ts.isObjectLiteralExpression(made));
  });
}

export const isOfCode = (node: ts.Node) => !node.getSourceFile().isDeclarationFile;

export function mapOf(node: ts.Node, ...methods: string[]): ts.Expression | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) {
    return undefined;
  }
  return methods.includes(node.expression.name.text) ? node.expression.expression : undefined;
}

/** `x.add(…)`, `x.delete(…)`: what of `x` is another one afterwards. */
export const mutatedBy = (node: ts.Node) => mapOf(node, ...MUTATORS);
