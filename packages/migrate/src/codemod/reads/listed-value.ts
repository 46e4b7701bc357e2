/**
 * A read that is one of a list, of which code takes those that are there: `for (const key of [env.A, env.B])
 * if (key) …`, `[env.A, env.B].find((key) => key)`. None of them has to be there.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isFunctionNode } from "../syntax/function-node.ts";
import { outermost } from "../syntax/values.ts";
import { isAskedIn } from "./asked-argument.ts";
import { decidesOverOne } from "./settings-object.ts";
import { usesOf } from "./variable-uses.ts";

const GONE_THROUGH = /^(filter|find|findLast|findIndex|some|every|map|flatMap|forEach)$/;

export function isListedToChoose(index: ReferenceIndex, node: ts.Expression): boolean {
  const list = outermost(node).parent;
  if (!ts.isArrayLiteralExpression(list)) return false;
  const taken = takenOneByOne(index, list);
  const uses = taken.flatMap((variable) => usesOf(index, variable));
  return uses.some(decidesOverOne) || isAskedIn(index, uses);
}

type Taken = ts.VariableDeclaration | ts.ParameterDeclaration;

/** What each element is called where somebody goes through the list. */
function takenOneByOne(index: ReferenceIndex, list: ts.Expression): readonly Taken[] {
  const outer = outermost(list);
  const { parent } = outer;
  if (ts.isForOfStatement(parent) && parent.expression === outer) {
    const { initializer } = parent;
    return ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  }
  if (ts.isPropertyAccessExpression(parent)) return parameterOf(parent);
  const isKept = ts.isVariableDeclaration(parent) && parent.initializer === outer;
  return isKept ? usesOf(index, parent).flatMap((use) => takenOneByOne(index, use)) : [];
}

/** `(key) => …` of `list.find((key) => …)`. */
function parameterOf({ name, parent }: ts.PropertyAccessExpression): readonly Taken[] {
  const [given] = ts.isCallExpression(parent) ? parent.arguments : [];
  if (!given || !GONE_THROUGH.test(name.text) || !isFunctionNode(given)) return [];
  return given.parameters.slice(0, 1);
}
