/** What one awaited expression leads to: every function that becomes async, every call that follows. */
import ts from "typescript";
import { type GivenAnswer, giveAnswer, isInConstructor } from "../hoist/given-answer.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { RouteScope } from "../routes/route-scope.ts";
import { existingTwin, isOnlyCalled, type Twinned, twinName, twinnedOf } from "../routes/twin.ts";
import { holds } from "../syntax/function-node.ts";
import type { Failure } from "./failure.ts";
import type { FunctionGroup, Site } from "./function-group.ts";
import { givenIn, type Placement, Placements } from "./placement.ts";

/** Everything that changes together. */
export interface Reach {
  readonly placements: ReadonlyMap<ts.Expression, Placement>;
  readonly groups: ReadonlySet<FunctionGroup>;
  /** Those of `groups` that get a second form, for the callers that move. */
  readonly twins: ReadonlyMap<FunctionGroup, Twinned>;
  /** What constructors are given, since they can not wait for it. */
  readonly answers: readonly GivenAnswer[];
  /** Where it can not go on; nothing of it may be changed then. */
  readonly failures: readonly Failure[];
  /** Has all that is asked for moved before, so that nothing is left to do? */
  readonly isDone: boolean;
}

/** What constructors are given, and where that is waited for. */
interface Given {
  readonly answers: readonly GivenAnswer[];
  readonly placements: readonly Placement[];
}

export class Propagation {
  readonly placements: Placements;
  readonly #index: ReferenceIndex;
  readonly #scope: RouteScope | undefined;
  /** Does what others run stay as it is? */
  readonly #isOfRoute: boolean;
  readonly #staying: ReadonlySet<ts.Node>;
  readonly #reaches = new Map<FunctionGroup, Reach>();
  readonly #twins = new Map<FunctionGroup, Twinned | undefined>();
  readonly #given = new Map<ts.Expression, Given | undefined>();

  /** @param staying calls that go on to the form that does not wait, whoever asks. */
  constructor(
    index: ReferenceIndex,
    scope: RouteScope | undefined,
    staying: ReadonlySet<ts.Node> = new Set(),
  ) {
    this.#index = index;
    this.#staying = staying;
    const moves = (node: ts.Node) => !staying.has(node) && (scope?.runs(node) ?? true);
    this.#isOfRoute = scope !== undefined;
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
      answers: rest?.answers ?? [],
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
    const answers: GivenAnswer[] = [];
    for (const group of groups) {
      const twin = this.#twinOf(group);
      if (twin) twins.set(group, twin);
      failures.push(...group.failures.filter(({ node }) => !twin || holds(twin.statement, node)));
      failures.push(...this.#askingForMore(group, twin));
      const found = this.#sitesOf(group).map((site) => this.#placementsAt(site, twin));
      answers.push(...found.flatMap((one) => one.answers));
      for (const placement of found.flatMap((one) => one.placements)) {
        placements.set(placement.site.node, placement);
        failures.push(...(placement.failure ? [placement.failure] : []));
        if (placement.group) groups.add(placement.group);
      }
    }
    const reach = { placements, groups, twins, answers, failures, isDone: false };
    this.#reaches.set(start, reach);
    return reach;
  }

  #placementsAt(site: Site, twin: Twinned | undefined): Given {
    const given = twin ? undefined : this.#givenAt(site);
    return given ?? { answers: [], placements: [this.placements.of(site)] };
  }

  /** What a constructor is given in place of a call; undefined where it waits, or nobody can give it. */
  #givenAt(site: Site): Given | undefined {
    const isCall = site.kind === "call" && ts.isCallExpression(site.node);
    if (this.#isOfRoute || !isCall || !isInConstructor(site.node)) return undefined;
    if (!this.#given.has(site.node)) {
      this.#given.set(site.node, undefined); // while it is looked for: functions can call each other
      this.#given.set(site.node, this.#findGiven(site.node as ts.CallExpression));
    }
    return this.#given.get(site.node);
  }

  #findGiven(call: ts.CallExpression): Given | undefined {
    const inPlace = this.#reachFrom(this.placements.of({ node: call, kind: "call" }));
    const answers = inPlace.failures.length > 0 ? giveAnswer(this.#index, call) : undefined;
    if (!answers) return undefined;
    const sites = answers.flatMap(({ makers }) => makers.map(({ node }) => node));
    const makers = sites
      .filter((node) => !isInConstructor(node))
      .map((node) => this.placements.of({ node, kind: "read" }));
    // The form that stays would make the object without it.
    if (makers.some(({ group }) => group && this.#twinOf(group))) return undefined;
    if (makers.some((one) => this.#reachFrom(one).failures.length > 0)) return undefined;
    const given = answers.map(({ node }) => givenIn({ node, kind: "read" }));
    return { answers, placements: [...given, ...makers] };
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
