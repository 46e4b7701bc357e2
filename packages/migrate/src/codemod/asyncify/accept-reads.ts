/** Which reads can move: those whose every chain ends in code that awaits. The others are refused. */
import type ts from "typescript";
import { type GivenToConstructor, giveToConstructor } from "../hoist/constructor-parameter.ts";
import type { ExpressionRead, MigratingRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { Failure } from "./failure.ts";
import type { FunctionGroup } from "./function-group.ts";
import type { Placement } from "./placement.ts";
import { Propagation, type Reach } from "./propagation.ts";

export interface AcceptedRead {
  readonly read: MigratingRead;
  readonly placement: Placement;
  /** Where the value is given to the constructor that the read is in. */
  readonly given: GivenToConstructor | undefined;
}

export interface RefusedRead {
  readonly read: MigratingRead;
  readonly failure: Failure;
}

export interface Acceptance {
  readonly accepted: readonly AcceptedRead[];
  readonly refused: readonly RefusedRead[];
  readonly groups: ReadonlySet<FunctionGroup>;
  readonly placements: ReadonlyMap<ts.Expression, Placement>;
  /** What each accepted read leads to. */
  readonly reaches: ReadonlyMap<MigratingRead, readonly Reach[]>;
}

export function acceptReads(index: ReferenceIndex, reads: readonly MigratingRead[]): Acceptance {
  const propagation = new Propagation(index);
  const accepted: AcceptedRead[] = [];
  const refused: RefusedRead[] = [];
  const groups = new Set<FunctionGroup>();
  const placements = new Map<ts.Expression, Placement>();
  const reaches = new Map<MigratingRead, readonly Reach[]>();
  for (const read of reads) {
    const found = reachesOf(index, propagation, read);
    const failure = found.reaches.flatMap((reach) => reach.failures)[0];
    if (failure) {
      refused.push({ read, failure });
      continue;
    }
    accepted.push({ read, placement: propagation.placements.of(read.site), given: found.given });
    reaches.set(read, found.reaches);
    for (const reach of found.reaches) {
      for (const group of reach.groups) groups.add(group);
      for (const [node, placement] of reach.placements) placements.set(node, placement);
    }
  }
  return { accepted, refused, groups, placements, reaches };
}

function reachesOf(
  index: ReferenceIndex,
  propagation: Propagation,
  read: MigratingRead,
): { reaches: Reach[]; given: GivenToConstructor | undefined } {
  const direct = propagation.reach(read.site);
  const inConstructor = direct.failures.some(({ code }) => code === "constructor");
  const given = inConstructor && canBeGiven(read) ? giveToConstructor(index, read) : undefined;
  if (!given) return { reaches: [direct], given: undefined };
  const reaches = given.calls.map(({ site }) => propagation.reach(site));
  const works = reaches.every((reach) => reach.failures.length === 0);
  return works ? { reaches, given } : { reaches: [direct], given: undefined };
}

function canBeGiven(read: MigratingRead): read is ExpressionRead {
  return read.shape === "expression" && read.names.length === 1;
}
