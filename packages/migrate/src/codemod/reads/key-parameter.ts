/** The parameter that an index is: the name that a function is given, and reads. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { innermost } from "../syntax/values.ts";

/** @returns the parameter `key` of `env[key]`; undefined where the index is something else. */
export function parameterOfKey(
  index: ReferenceIndex,
  node: ts.Node,
): ts.ParameterDeclaration | undefined {
  if (!ts.isElementAccessExpression(node)) return undefined;
  const key = innermost(node.argumentExpression);
  return ts.isIdentifier(key) ? index.declarationsOf(key).find(ts.isParameter) : undefined;
}
