/** What one awaited expression leads to: every function that becomes async, every call that follows. */
import type ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { Failure } from "./failure.ts";
import type { FunctionGroup, Site } from "./function-group.ts";
import { type Placement, Placements } from "./placement.ts";

/** Everything that changes together. */
export interface Reach {
  readonly placements: ReadonlyMap<ts.Expression, Placement>;
  readonly groups: ReadonlySet<FunctionGroup>;
  /** Where it can not go on; nothing of it may be changed then. */
  readonly failures: readonly Failure[];
}

export class Propagation {
  readonly placements: Placements;
  readonly #reaches = new Map<FunctionGroup, Reach>();

  constructor(index: ReferenceIndex) {
    this.placements = new Placements(index);
  }

  /** From a site to the ends of its chains. */
  reach(site: Site): Reach {
    const placement = this.placements.of(site);
    const rest = placement.group && this.#reachOf(placement.group);
    const own = placement.failure ? [placement.failure] : [];
    return {
      placements: new Map([...(rest?.placements ?? []), [site.node, placement]]),
      groups: rest?.groups ?? new Set(),
      failures: [...own, ...(rest?.failures ?? [])],
    };
  }

  #reachOf(start: FunctionGroup): Reach {
    const known = this.#reaches.get(start);
    if (known) return known;
    const placements = new Map<ts.Expression, Placement>();
    const groups = new Set<FunctionGroup>([start]);
    const failures: Failure[] = [];
    for (const group of groups) {
      failures.push(...group.failures);
      if (group.answersPromises) continue;
      for (const site of group.sites.values()) {
        const placement = this.placements.of(site);
        placements.set(site.node, placement);
        if (placement.failure) failures.push(placement.failure);
        if (placement.group) groups.add(placement.group);
      }
    }
    const reach = { placements, groups, failures };
    this.#reaches.set(start, reach);
    return reach;
  }
}
