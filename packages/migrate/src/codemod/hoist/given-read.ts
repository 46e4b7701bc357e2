/** A read in a function that is to be given the value instead, of whatever shape it is. */
import ts from "typescript";
import type { ExpressionRead, MigratingRead } from "../reads/migrating-read.ts";
import { useOfVariable } from "../reads/read-use.ts";
import { usesOf } from "../reads/variable-uses.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { FunctionNode } from "../syntax/function-node.ts";
import { type EarlyRead, isOneValue } from "./one-value.ts";
import { isUsedAtOnce } from "./taken-apart.ts";

/** What decides over the look-up that serves the read. */
export function earlyRead(index: ReferenceIndex, read: MigratingRead): EarlyRead {
  if (read.shape === "expression") return read;
  const { element, optional } = read;
  const { helper, castToString } = useOfVariable(index, element, optional);
  const isDefaulted = element.initializer !== undefined;
  // What takes its parameter apart does so before all else.
  const whole = read.shape === "parameter" ? bodyOf(read.parameter.parent) : undefined;
  const isAtOnce = helper !== "requireSecret" || isUsedAtOnce(index, element);
  const [used] = isAtOnce ? [] : usesOf(index, element);
  return {
    node: used ?? whole ?? element,
    use: { helper: isDefaulted ? "getSecret" : helper, castToString, test: undefined },
  };
}

const bodyOf = (fn: ts.SignatureDeclaration) => ("body" in fn ? fn.body : undefined);

/**
 * The environment that all of them read, as an expression or as the parameter that takes it apart;
 * undefined where one value can not serve them, or where they stand where none can be put.
 */
export function environmentOf(
  index: ReferenceIndex,
  maker: FunctionNode,
  reads: readonly MigratingRead[],
): ts.Expression | ts.ParameterDeclaration | undefined {
  const [first, ...others] = reads;
  if (!first) return undefined;
  if (first.shape === "expression") {
    return reads.every(isExpression) && isOneValue(reads) ? first.env : undefined;
  }
  if (others.length > 0 || earlyRead(index, first).use.castToString) return undefined;
  if (first.shape === "parameter") {
    return first.parameter.parent === maker ? first.parameter : undefined;
  }
  const { declaration } = first;
  const isConst = (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  const isAtTop = declaration.parent.parent.parent === maker.body;
  return isConst && isAtTop ? declaration.initializer : undefined;
}

const isExpression = (read: MigratingRead): read is ExpressionRead => read.shape === "expression";

/** Where the code names the environment for nothing else, once all of `reads` are given. */
export function nodesOfEnvironment(reads: readonly MigratingRead[]): ts.Node[] {
  return reads.flatMap((read): readonly ts.Node[] => {
    if (read.shape === "expression") return [read.node];
    const pattern = read.element.parent;
    const taken = reads.filter(
      (one) => one.shape !== "expression" && one.element.parent === pattern,
    );
    if (taken.length < pattern.elements.length) return [];
    return [read.shape === "pattern" ? read.declaration : read.parameter];
  });
}
