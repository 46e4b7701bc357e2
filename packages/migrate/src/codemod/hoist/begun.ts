/** Promises that a function begins, and keeps for later: in a name, or in a list. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, holds, isFunctionNode } from "../syntax/function-node.ts";
import { innermost, isAssignment, rootOf } from "../syntax/values.ts";
import { perFunction } from "./per-function.ts";
import { mutatedBy } from "./state-changes.ts";

export interface Begun {
  /** The call that begins it. */
  readonly node: ts.Expression;
  /** What it is kept in. */
  readonly declared: readonly ts.Declaration[];
}

export const begunIn = perFunction((index, fn): readonly Begun[] => {
  const found: Begun[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    const declared = keptIn(index, node, fn);
    if (declared.length > 0) {
      for (const value of valuesOf(node)) {
        for (const call of callsIn(index.checker, value)) found.push({ node: call, declared });
      }
    }
    ts.forEachChild(node, visit);
  };
  if (fn.body) ts.forEachChild(fn.body, visit);
  return found;
});

/** What of the function is given a value: `const x = …`, `x = …`, `x[0] = …`, `x.push(…)`. */
function keptIn(index: ReferenceIndex, node: ts.Node, fn: FunctionNode): readonly ts.Declaration[] {
  if (ts.isVariableDeclaration(node)) return ts.isIdentifier(node.name) ? [node] : [];
  const target = isAssignment(node) ? node.left : mutatedBy(node);
  const root = target && rootOf(target);
  if (!root || !ts.isIdentifier(root)) return [];
  return index.declarationsOf(root).filter((one) => holds(fn, one));
}

function valuesOf(node: ts.Node): readonly ts.Expression[] {
  if (ts.isVariableDeclaration(node)) return node.initializer ? [node.initializer] : [];
  if (isAssignment(node)) return [node.right];
  return ts.isCallExpression(node) ? node.arguments : [];
}

/** The calls whose promises are the value, or are in it. */
function callsIn(checker: ts.TypeChecker, value: ts.Expression): ts.Expression[] {
  const node = innermost(value);
  const inner = partsOf(node).flatMap((part) => callsIn(checker, part));
  const begins = ts.isCallExpression(node) || ts.isNewExpression(node);
  return begins && holdsPromise(checker, checker.getTypeAtLocation(node))
    ? [...inner, node]
    : inner;
}

function partsOf(node: ts.Expression): readonly ts.Expression[] {
  if (ts.isArrayLiteralExpression(node)) return node.elements;
  if (ts.isSpreadElement(node)) return [node.expression];
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  if (ts.isBinaryExpression(node)) return [node.left, node.right];
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.flatMap((one) => (ts.isPropertyAssignment(one) ? one.initializer : []));
  }
  const callee = ts.isCallExpression(node) ? node.expression : undefined;
  return callee && ts.isPropertyAccessExpression(callee) ? [callee.expression] : [];
}

/** What only has a `then`, as a query that is still to be built, begins when it is waited for. */
function holdsPromise(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.isUnion()) return type.types.some((one) => holdsPromise(checker, one));
  if (type.symbol?.name === "Promise") return true;
  const isList = checker.isArrayType(type) || checker.isTupleType(type);
  return (
    isList &&
    checker.getTypeArguments(type as ts.TypeReference).some((one) => holdsPromise(checker, one))
  );
}
