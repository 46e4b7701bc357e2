/**
 * What a callback of an array changes by what it calls: where the callbacks of all elements run side by side,
 * the changes of one come between those of another. A value that is made once and kept is no such change.
 */
import ts from "typescript";
import { calledBy } from "../../source/declared-shape.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, isFunctionNode, isFunctionValue } from "../syntax/function-node.ts";
import { isAssignment } from "../syntax/values.ts";
import { asksFirst, isAskedFor } from "./memoised.ts";
import { perFunction } from "./per-function.ts";
import { type Change, changesIn, isMadeIn } from "./state-changes.ts";

export function callsWithEffects(index: ReferenceIndex, callback: ts.Expression): boolean {
  const seen = new Set<FunctionNode>();
  const changes = (fn: FunctionNode): boolean => {
    if (seen.has(fn)) return false;
    seen.add(fn);
    return changesState(index, fn) || calledIn(index, fn).some(changes);
  };
  const named = isFunctionValue(callback) ? undefined : functionNamed(index, callback);
  return named
    ? changes(named)
    : isFunctionNode(callback) && calledIn(index, callback).some(changes);
}

function functionNamed(index: ReferenceIndex, name: ts.Expression): FunctionNode | undefined {
  const [signature] = index.checker.getTypeAtLocation(name).getCallSignatures();
  return ownFunction(index, signature?.declaration);
}

function ownFunction(
  index: ReferenceIndex,
  declaration: ts.Node | undefined,
): FunctionNode | undefined {
  const isOwn = declaration && isFunctionNode(declaration) && index.isOwn(declaration);
  return isOwn && declaration.body ? declaration : undefined;
}

/** The functions of the repository that a function calls, on what outlives the call. */
const calledIn = perFunction((index, fn): readonly FunctionNode[] => {
  const called: FunctionNode[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || isOnNew(index, fn, node)) return;
    const one = ownFunction(index, calledBy(node, index.checker));
    if (one) called.push(one);
  };
  if (fn.body) visit(fn.body);
  return called;
});

/** `job.run()`, where the function made the job: its state is nobody else's. */
const isOnNew = (index: ReferenceIndex, fn: FunctionNode, { expression }: ts.CallExpression) =>
  ts.isPropertyAccessExpression(expression) && isMadeIn(index, fn, expression.expression);

const changesState = perFunction((index, fn) =>
  changesIn(index, fn).some((change) => !isKept(index, fn, change)),
);

/** `client ??= make(env)`, `if (!client) client = make(env)`. */
function isKept(index: ReferenceIndex, fn: FunctionNode, { node, declared }: Change): boolean {
  const { QuestionQuestionEqualsToken, BarBarEqualsToken } = ts.SyntaxKind;
  const { kind } = isAssignment(node) ? node.operatorToken : node;
  if (kind === QuestionQuestionEqualsToken || kind === BarBarEqualsToken) return true;
  return isAskedFor(index, fn, declared, node) || asksFirst(index, fn, declared, node);
}
