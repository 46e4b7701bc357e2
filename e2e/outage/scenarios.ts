/** What can be wrong with a store, and what is done about it by a consumer under load. */
import type { Fault } from "./front.ts";
import { type Load, type LoadResult, runLoad } from "./load.ts";
import { askApi, askHealth } from "./requests.ts";
import type { Lane, OutageSystem } from "./system.ts";

/** `process`: what happens to the store's own process, and so to all lanes. */
export type Trouble = Fault | { readonly process: "killed" | "frozen" };

export interface Scenario {
  readonly name: string;
  readonly trouble: Trouble;
  /** What an isolate that had never asked before may serve from. */
  readonly coldSources: readonly string[];
}

const EITHER = ["store", "individual", "individual,store"];
const OWN = ["individual"];

export const SCENARIOS = {
  healthy: { name: "healthy", trouble: { kind: "none" }, coldSources: ["store"] },
  throws: { name: "throws", trouble: { kind: "throws" }, coldSources: OWN },
  hangs: { name: "hangs", trouble: { kind: "hangs" }, coldSources: OWN },
  slow150: { name: "slow 150 ms", trouble: { kind: "slow", ms: 150 }, coldSources: EITHER },
  // Just below the deadline: on a busy machine some reads are in time and some are not.
  slow900: { name: "slow 900 ms", trouble: { kind: "slow", ms: 900 }, coldSources: EITHER },
  slow3000: { name: "slow 3 s", trouble: { kind: "slow", ms: 3_000 }, coldSources: OWN },
  garbage: { name: "garbage", trouble: { kind: "garbage" }, coldSources: OWN },
  flaps: { name: "flapping", trouble: { kind: "flaps", ms: 300 }, coldSources: EITHER },
  frozen: { name: "process frozen", trouble: { process: "frozen" }, coldSources: OWN },
  killed: { name: "process killed", trouble: { process: "killed" }, coldSources: OWN },
} as const satisfies Record<string, Scenario>;

export type State = "cold" | "warm";

/** The consumer of a scenario: an isolate that takes part in no other. */
export function laneOf({ name }: Scenario, state: State): Lane {
  return { name: `api-${name.replaceAll(/\W/g, "-")}-${state}`, kind: "api" };
}

export interface Outcome extends LoadResult {
  readonly scenario: Scenario;
  readonly state: State;
  /** Sources that a secret was not allowed to come from. */
  readonly forbidden: readonly string[];
}

/**
 * Puts consumers under load while the trouble lasts, all at the same time, and leaves it at that:
 * `heal` ends it. The warm ones have read everything before.
 */
export async function runScenario(
  system: OutageSystem,
  scenario: Scenario,
  states: readonly State[],
  load: Load,
): Promise<Outcome[]> {
  if (states.includes("warm")) await askHealth(system, laneOf(scenario, "warm").name);
  await begin(system, scenario, states);
  return Promise.all(
    states.map(async (state) => {
      const result = await runLoad(load, askApi(system, laneOf(scenario, state).name));
      return { scenario, state, ...result, forbidden: findForbidden(scenario, state, result) };
    }),
  );
}

function findForbidden(scenario: Scenario, state: State, { seen }: LoadResult): string[] {
  // What is in the cache is newer than any copy; only nonsense without end can push it out.
  const warm = scenario === SCENARIOS.garbage ? EITHER : ["store"];
  const allowed = state === "cold" ? scenario.coldSources : warm;
  return seen.filter((source) => source !== "checkout" && !allowed.includes(source));
}

async function begin(
  system: OutageSystem,
  scenario: Scenario,
  states: readonly State[],
): Promise<void> {
  const { trouble } = scenario;
  if ("process" in trouble) {
    if (trouble.process === "frozen") system.process.freeze();
    else await system.process.kill();
    return;
  }
  for (const state of states) await system.tell(laneOf(scenario, state).name, trouble);
}

/** Ends the trouble of a scenario that was run. */
export async function heal(
  system: OutageSystem,
  scenario: Scenario,
  states: readonly State[],
): Promise<void> {
  const { trouble } = scenario;
  if ("process" in trouble) {
    if (trouble.process === "frozen") system.process.thaw();
    else await system.process.restart();
    return;
  }
  for (const state of states) await system.tell(laneOf(scenario, state).name, { kind: "none" });
}
/** How long it takes until something is so; it is looked at every 100 ms. */
export async function untilMs(isSo: () => Promise<boolean>): Promise<number> {
  const begin = performance.now();
  while (!(await isSo())) {
    if (performance.now() - begin > 60_000) throw new Error("It does not come to pass.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return performance.now() - begin;
}
