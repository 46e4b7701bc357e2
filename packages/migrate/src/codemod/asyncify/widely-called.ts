/**
 * Functions that one read makes wait, and that very many places call: a logger. Each of those calls is
 * awaited from then on, so that the change is mostly about them. The plan says so before anything is written.
 */
import ts from "typescript";
import { nameText } from "../syntax/names.ts";
import type { Acceptance } from "./accept-reads.ts";
import type { FunctionGroup } from "./function-group.ts";

/** More awaited calls than a person looks through one by one; a choice of ours, measured nowhere. */
export const MANY_CALLS_COUNT = 50;

export interface WidelyCalled {
  /** Where it is declared, and what it is called there. */
  readonly node: ts.Node;
  readonly name: string;
  /** Calls that are awaited from now on, and the files that they are in. */
  readonly calls: number;
  readonly files: number;
  /** The secrets that it waits for. */
  readonly names: readonly string[];
}

/** The most calls first. */
export function widelyCalled(acceptance: Acceptance): readonly WidelyCalled[] {
  return [...acceptance.groups]
    .flatMap((group) => describe(acceptance, group) ?? [])
    .sort((a, b) => b.calls - a.calls);
}

function describe(
  { placements, reaches }: Acceptance,
  group: FunctionGroup,
): WidelyCalled | undefined {
  const awaited = [...group.sites.keys()].filter((node) => placements.get(node)?.handled === false);
  const declared = awaited.length > MANY_CALLS_COUNT ? declaredIn(group) : undefined;
  if (!declared) return undefined;
  const reads = [...reaches].filter(([, all]) => all.some(({ groups }) => groups.has(group)));
  return {
    ...declared,
    calls: awaited.length,
    files: new Set(awaited.map((node) => node.getSourceFile())).size,
    names: [...new Set(reads.flatMap(([{ names }]) => names))].sort(),
  };
}

/** The function itself; of several, as of an interface's, the first that has a name. */
function declaredIn({ bodies, lazy }: FunctionGroup): { node: ts.Node; name: string } | undefined {
  const owners = lazy ? [lazy.declaration] : [...bodies].map(ownerOf);
  for (const node of owners) {
    const name = nameText(ts.getNameOfDeclaration(node));
    if (name !== undefined) return { node, name };
  }
  return undefined;
}

/** `const log = () => …` is called by the variable's name. */
function ownerOf(body: ts.SignatureDeclaration): ts.Declaration {
  const { parent } = body;
  const holds = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent);
  return holds || ts.isPropertyDeclaration(parent) ? parent : body;
}
