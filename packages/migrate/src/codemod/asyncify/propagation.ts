/** What one awaited expression leads to: every function that becomes async, every call that follows. */
import type ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { RouteScope } from "../routes/route-scope.ts";
import { existingTwin, isOnlyCalled, type Twinned, twinName, twinnedOf } from "../routes/twin.ts";
import { holds } from "../syntax/function-node.ts";
import type { Failure } from "./failure.ts";
import type { FunctionGroup, Site } from "./function-group.ts";
import { type Placement, Placements } from "./placement.ts";

/** Everything that changes together. */
export interface Reach {
  readonly placements: ReadonlyMap<ts.Expression, Placement>;
  readonly groups: ReadonlySet<FunctionGroup>;
  /** Those of `groups` that get a second form, for the callers that move. */
  readonly twins: ReadonlyMap<FunctionGroup, Twinned>;
  /** Where it can not go on; nothing of it may be changed then. */
  readonly failures: readonly Failure[];
  /** Has all that is asked for moved before, so that nothing is left to do? */
  readonly isDone: boolean;
}

export class Propagation {
  readonly placements: Placements;
  readonly #index: ReferenceIndex;
  readonly #scope: RouteScope | undefined;
  readonly #staying: ReadonlySet<ts.Node>;
  readonly #reaches = new Map<FunctionGroup, Reach>();
  readonly #twins = new Map<FunctionGroup, Twinned | undefined>();

  /** @param staying calls that go on to the form that does not wait, whoever asks. */
  constructor(
    index: ReferenceIndex,
    scope: RouteScope | undefined,
    staying: ReadonlySet<ts.Node> = new Set(),
  ) {
    this.#index = index;
    this.#staying = staying;
    const moves = (node: ts.Node) => !staying.has(node) && (scope?.runs(node) ?? true);
    this.#scope = staying.size > 0 ? { runs: moves } : scope;
    this.placements = new Placements(index);
  }

  /** From a site to the ends of its chains. */
  reach(site: Site): Reach {
    return this.#reachFrom(this.placements.of(site));
  }

  /**
   * From a site in a constructor, where what it is kept in can be made later; undefined where not.
   * @param otherwise how many places another way would change: this one has to be shorter.
   */
  reachInMember(site: Site, otherwise = Number.POSITIVE_INFINITY): Reach | undefined {
    const placement = this.placements.inMember(site);
    const reach = placement && this.#reachFrom(placement);
    if (!placement || !reach || reach.failures.length > 0) return undefined;
    if (reach.placements.size >= otherwise) return undefined;
    this.placements.settle(placement);
    return reach;
  }

  #reachFrom(placement: Placement): Reach {
    const { site } = placement;
    const rest = placement.group && this.#reachOf(placement.group);
    const own = placement.failure ? [placement.failure] : [];
    return {
      placements: new Map([...(rest?.placements ?? []), [site.node, placement]]),
      groups: rest?.groups ?? new Set(),
      twins: rest?.twins ?? new Map(),
      failures: [...own, ...(rest?.failures ?? [])],
      isDone: placement.group !== undefined && this.#isDone(placement.group),
    };
  }

  #reachOf(start: FunctionGroup): Reach {
    const known = this.#reaches.get(start);
    if (known) return known;
    const placements = new Map<ts.Expression, Placement>();
    const groups = new Set<FunctionGroup>([start]);
    const twins = new Map<FunctionGroup, Twinned>();
    const failures: Failure[] = [];
    for (const group of groups) {
      const twin = this.#twinOf(group);
      if (twin) twins.set(group, twin);
      failures.push(...group.failures.filter(({ node }) => !twin || holds(twin.statement, node)));
      failures.push(...this.#askingForMore(group, twin));
      for (const site of this.#sitesOf(group)) {
        const placement = this.placements.of(site);
        placements.set(site.node, placement);
        if (placement.failure) failures.push(placement.failure);
        if (placement.group) groups.add(placement.group);
      }
    }
    const reach = { placements, groups, twins, failures, isDone: false };
    this.#reaches.set(start, reach);
    return reach;
  }

  /** The calls that follow a group: all of them, or where it gets a second form those of the route. */
  #sitesOf(group: FunctionGroup): Site[] {
    if (group.answersPromises) return [];
    const sites = [...group.sites.values()];
    return this.#twinOf(group) ? sites.filter(({ node }) => this.#scope?.runs(node)) : sites;
  }

  /** Calls for a variable, which would ask the store for it where there is no second form. */
  #askingForMore(group: FunctionGroup, twin: Twinned | undefined): Failure[] {
    const calls = twin
      ? []
      : [...group.sites.values()].filter(({ node }) => this.#staying.has(node));
    return calls.map(({ node }) => ({ code: "mixed-names", node, subject: null }));
  }

  #twinOf(group: FunctionGroup): Twinned | undefined {
    if (!this.#scope || group.answersPromises) return undefined;
    if (!this.#twins.has(group)) {
      this.#twins.set(group, undefined); // while it is looked for: functions can call each other
      this.#twins.set(group, this.#findTwin(group, this.#scope));
    }
    return this.#twins.get(group);
  }

  /** A second form is for a function that code which stays as it is calls too. */
  #findTwin(group: FunctionGroup, scope: RouteScope): Twinned | undefined {
    const staysBehind = (site: Site) => {
      if (this.#index.isInTest(site.node)) return false;
      const around = this.placements.of(site).group;
      return !scope.runs(site.node) || (around !== undefined && this.#twinOf(around) !== undefined);
    };
    if (![...group.sites.values()].some(staysBehind)) return undefined;
    const twinned = twinnedOf(group);
    if (!twinned || !isOnlyCalled(this.#index, twinned)) return undefined;
    const taken = this.#index.named(twinName(twinned.name)).length > 0;
    return taken && !existingTwin(twinned) ? undefined : twinned;
  }

  /** Does every caller of the route call the second form already? */
  #isDone(group: FunctionGroup): boolean {
    return this.#twinOf(group) !== undefined && this.#sitesOf(group).length === 0;
  }
}
