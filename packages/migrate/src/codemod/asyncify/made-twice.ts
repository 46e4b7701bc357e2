/**
 * What is kept, and made by a function that waits from now on: two requests at once may make one each.
 * The plan says so, since nothing in the code does.
 */
import type ts from "typescript";
import { classReach } from "../../source/reach/entry-points.ts";
import { memoisedAt } from "../hoist/memoised.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { Acceptance } from "./accept-reads.ts";
import type { LazyValue } from "./lazy-value.ts";
import type { Placement } from "./placement.ts";

export interface MadeTwice {
  /** The call that makes it. */
  readonly call: ts.Expression;
  /** The secrets that it waits for. */
  readonly names: readonly string[];
}

export function madeTwice(
  index: ReferenceIndex,
  { placements, reaches }: Acceptance,
): readonly MadeTwice[] {
  return [...placements.values()]
    .filter((placement) => isMadeTwice(index, placement))
    .map(({ site: { node } }) => {
      const reads = [...reaches].filter(([, all]) => all.some((one) => one.placements.has(node)));
      return { call: node, names: [...new Set(reads.flatMap(([{ names }]) => names))].sort() };
    });
}

function isMadeTwice(
  index: ReferenceIndex,
  { site, awaitedIn, group, handled }: Placement,
): boolean {
  if (site.kind !== "call" || handled) return false;
  if (group?.lazy) return !group.lazy.isCheap && !isOfPlatform(index, group.lazy);
  return awaitedIn !== undefined && (memoisedAt(index, site.node, awaitedIn)?.isKept ?? false);
}

/** An object of the platform keeps the promise: who asks meanwhile waits for the same. */
function isOfPlatform(index: ReferenceIndex, { declaration, setting }: LazyValue): boolean {
  const owner = declaration.parent;
  return setting !== undefined && "members" in owner && classReach(owner, index) !== undefined;
}
