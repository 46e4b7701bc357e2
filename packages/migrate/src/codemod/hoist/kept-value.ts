/**
 * What is made with a secret and kept for later calls, which the report says: a client goes on with the
 * value that it was made with. What is only kept in the same function is not made with it.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, holds, isFunctionNode } from "../syntax/function-node.ts";
import { isAssignment, isComparedValue, rootOf } from "../syntax/values.ts";
import { asksFirst, isAskedFor, memoisedAt } from "./memoised.ts";
import { declarationsOf, mentions } from "./mentions.ts";
import { setsIn } from "./state-changes.ts";

const { EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken } = ts.SyntaxKind;
const KEEPING: ReadonlySet<ts.SyntaxKind> = new Set([
  EqualsToken,
  QuestionQuestionEqualsToken,
  BarBarEqualsToken,
]);

/** @param node the value, in `fn`. */
export function isMadeToKeep(
  index: ReferenceIndex,
  node: ts.Expression,
  fn: FunctionNode | ts.SourceFile,
): boolean {
  // A client that is kept by its secret is another one where the secret is.
  if (ts.isSourceFile(fn) || isComparedValue(node)) return false;
  if (isSetToKeep(index, node, fn)) return true;
  const sets = setsIn(index, fn).filter(
    ({ node: set, declared }) => set.end > node.pos && asksFirst(index, fn, declared, node),
  );
  if (sets.length === 0) return memoisedAt(index, node, fn)?.isKept ?? false;
  return sets.some(({ node: set }) => isMadeWith(index, fn, { node, set }));
}

/** `if (!token) token = await ask(value)`: in its place, where the code waits anyway. */
function isSetToKeep(index: ReferenceIndex, node: ts.Expression, fn: FunctionNode): boolean {
  const set = ancestor(node, isAssignment, fn);
  if (!set || !holds(set.right, node) || !KEEPING.has(set.operatorToken.kind)) return false;
  const declared = declarationsOf(index, set.left);
  const isLasting = declared.length > 0 && !declared.some((one) => holds(fn, one));
  if (!isLasting || mentions(index, set.right, declared)) return false;
  return set.operatorToken.kind !== EqualsToken || isAskedFor(index, fn, declared, set);
}

/** Does the value go into what is kept, by way of the variables of the function? */
function isMadeWith(
  index: ReferenceIndex,
  fn: FunctionNode,
  { node, set }: { readonly node: ts.Node; readonly set: ts.Node },
): boolean {
  const made: ts.Declaration[] = [];
  const isMade = (from: ts.Node) => holds(from, node) || mentions(index, from, made);
  const visit = (inner: ts.Node): void => {
    if (inner.pos >= set.pos || isFunctionNode(inner)) return;
    if (ts.isVariableDeclaration(inner) && inner.initializer && isMade(inner.initializer)) {
      made.push(...namesIn(inner.name));
    }
    const root = isAssignment(inner) && isMade(inner.right) ? rootOf(inner.left) : undefined;
    if (root && ts.isIdentifier(root)) made.push(...index.declarationsOf(root));
    ts.forEachChild(inner, visit);
  };
  if (fn.body) ts.forEachChild(fn.body, visit);
  return isMade(set);
}

/** `key` of `const key = …`, `a` and `b` of `const { a, b } = …`. */
function namesIn(name: ts.BindingName): ts.Declaration[] {
  if (ts.isIdentifier(name)) return [name.parent as ts.Declaration];
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? namesIn(one.name) : []));
}
