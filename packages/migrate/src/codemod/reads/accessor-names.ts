/** Which names an accessor such as `getEnv(c, "KEY")` is asked for: what all of its callers say. */
import ts from "typescript";
import type { EnvRead, EnvWhole } from "../../source/env-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { nameText } from "../syntax/names.ts";
import { outermost } from "../syntax/values.ts";

/** @returns undefined where some caller does not say it, or takes the accessor as a value. */
export function accessorNames(
  index: ReferenceIndex,
  { node }: EnvWhole,
  reads: readonly EnvRead[],
): readonly string[] | undefined {
  const owner = accessorOf(index, node);
  const name = owner && nameText(ts.getNameOfDeclaration(owner));
  if (!owner || name === undefined) return undefined;
  const asked = new Map(reads.map((read) => [read.node, read.name]));
  const names = new Set<string>();
  for (const reference of index.referencesTo(new Set([owner]), name)) {
    const { parent } = reference;
    if (parent === owner || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) continue;
    const member = ts.isPropertyAccessExpression(parent) && parent.name === reference;
    const callee = outermost((member ? parent : reference) as ts.Expression);
    const called = asked.get(callee.parent);
    if (called === undefined) return undefined;
    names.add(called);
  }
  return names.size > 0 ? [...names] : undefined;
}

/** What declares the function that is given the key. */
function accessorOf(index: ReferenceIndex, node: ts.Node): ts.Declaration | undefined {
  const key = ts.isElementAccessExpression(node) ? node.argumentExpression : undefined;
  if (!key || !ts.isIdentifier(key)) return undefined;
  const fn = index.declarationsOf(key).find(ts.isParameter)?.parent;
  return fn && ts.isVariableDeclaration(fn.parent) ? fn.parent : fn;
}
