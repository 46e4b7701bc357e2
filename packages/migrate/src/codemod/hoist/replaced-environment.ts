/** The environment that a constructor takes, where it needs that for nothing but secrets that it is given. */
import ts from "typescript";
import type { MigratingRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isPlainFrom } from "./given-answer.ts";
import { nodesOfEnvironment } from "./given-read.ts";
import type { GivenValue } from "./given-value.ts";
import { declarationsLeft, isUnread } from "./unread-parameter.ts";

interface GivenRead {
  readonly read: MigratingRead;
  readonly given: GivenValue | undefined;
}

/** The same reads, with the parameter that the first of their secrets takes the place of. */
export function withoutEnvironment<T extends GivenRead>(
  index: ReferenceIndex,
  accepted: readonly T[],
): readonly T[] {
  const replaced = new Map<ts.Node, number | undefined>();
  for (const taker of new Set(accepted.flatMap(({ given }) => given?.taker ?? []))) {
    if (!ts.isConstructorDeclaration(taker)) continue;
    const own = accepted.filter(({ given }) => given?.taker === taker);
    replaced.set(taker, positionOf(index, taker, own));
  }
  return accepted.map((one) =>
    one.given && replaced.has(one.given.taker)
      ? { ...one, given: { ...one.given, replaced: replaced.get(one.given.taker) } }
      : one,
  );
}

function positionOf(
  index: ReferenceIndex,
  taker: ts.ConstructorDeclaration,
  own: readonly GivenRead[],
): number | undefined {
  const covered = nodesOfEnvironment(own.map(({ read }) => read));
  const values = own.flatMap(({ given }) => given ?? []);
  const positions = values.flatMap(({ source }) =>
    source.kind === "parameter" && source.place.path.length === 0 ? [source.place.position] : [],
  );
  return positions.find((position) => {
    const parameter = taker.parameters[position];
    if (!parameter || ts.isParameterPropertyDeclaration(parameter, taker)) return false;
    if (!isUnread(index, parameter, covered) || !canGo(index, parameter)) return false;
    // What is given behind it would be made when the secret is there, and not before.
    return values.every(({ calls }) =>
      calls.every(({ site: { node } }) => ts.isNewExpression(node) && isPlainFrom(node, position)),
    );
  });
}

/**
 * An import that nothing uses any more goes with it, where imports may; a type of the file keeps it, where
 * a parameter may stay.
 */
function canGo(index: ReferenceIndex, parameter: ts.ParameterDeclaration): boolean {
  if (index.refusesUnusedParameters) return true;
  const left = declarationsLeft(index, parameter);
  return left.length === 0 || (!index.keepsImports && left.every(ts.isImportSpecifier));
}
