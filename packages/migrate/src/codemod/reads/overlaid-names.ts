/**
 * Other values that are laid over the environment under names which no code says: `{ ...env, ...theirs }`,
 * `Object.assign(env, theirs)`. A tenant's key, or what a vault holds, can stand under any of them.
 */
import ts from "typescript";
import type { EnvWhole } from "../../source/env-read.ts";
import { innermost } from "../syntax/values.ts";

export interface Overlay {
  readonly node: ts.Node;
  /** What it is laid over. */
  readonly env: ts.Expression;
  /** What comes out; undefined where the environment itself is changed. */
  readonly copy: ts.Expression | undefined;
  /** Undefined: any name. */
  readonly names: ReadonlySet<string> | undefined;
}

/** Of Node's variables none: what a process is started with is no environment of a Worker. */
export function overlaysOf(checker: ts.TypeChecker, wholes: readonly EnvWhole[]): Overlay[] {
  const environments = new Set(wholes.map(({ env }) => env));
  return wholes.flatMap(({ kind, form, node, env }) => {
    if (kind !== "spread" || form === "process-env" || !ts.isExpression(env)) return [];
    const { laid, copy } = laidOver(node, env);
    return laid
      .filter((one) => !environments.has(one) && !environments.has(innermost(one)))
      .map((one) => ({ node: one, env, copy, names: namesOf(checker, one) }));
  });
}

/** What comes behind the environment, where both become one object. */
function laidOver(
  node: ts.Node,
  env: ts.Expression,
): { readonly laid: readonly ts.Expression[]; readonly copy: ts.Expression | undefined } {
  if (ts.isSpreadAssignment(node)) {
    const { properties } = node.parent;
    const later = properties.slice(properties.indexOf(node) + 1);
    const laid = later.flatMap((one) => (ts.isSpreadAssignment(one) ? [one.expression] : []));
    return { laid, copy: node.parent };
  }
  const isAssigned = ts.isCallExpression(node) && node.expression.getText() === "Object.assign";
  if (!isAssigned) return { laid: [], copy: undefined };
  const [first] = node.arguments;
  const later = node.arguments.slice(node.arguments.indexOf(env) + 1);
  // The names of a literal are said, and looked at one by one.
  const laid = later.filter((one) => !ts.isObjectLiteralExpression(one));
  return { laid, copy: first === env ? undefined : node };
}

/** What a type says that there can be. */
function namesOf(checker: ts.TypeChecker, laid: ts.Expression): ReadonlySet<string> | undefined {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(laid));
  const parts = type.isUnion() ? type.types : [type];
  const isOpen = parts.some(
    (part) =>
      part.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter) ||
      checker.getIndexInfosOfType(part).length > 0,
  );
  if (isOpen) return undefined;
  return new Set(
    parts.flatMap((part) => checker.getPropertiesOfType(part).map(({ name }) => name)),
  );
}
