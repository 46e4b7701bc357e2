/**
 * All troubles in turn, under more load and with the helper's real times, and what each adds to a
 * request: printed as a table, never asserted.
 */
import { setTimeout as wait } from "node:timers/promises";
import { READ_TIMING } from "@lunakey/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FRESH_MS, GARBAGE_COUNT } from "./front.ts";
import { quantile, runLoad } from "./load.ts";
import { askApi, askHealth, read } from "./requests.ts";
import { heal, laneOf, type Outcome, runScenario, SCENARIOS, untilMs } from "./scenarios.ts";
import { COPIES, type Lane, type OutageSystem, startOutageSystem } from "./system.ts";

const LOAD = { clients: 8, ms: 3_000 };
/** A healthy run just before each, since a machine is not equally busy for three minutes. */
const HEALTHY_LOAD = { clients: 8, ms: 1_500 };
/** What a user would call waiting. */
const WAITED_MS = 500;
/** For a busy machine. */
const MARGIN_MS = 5_000;
const OUTAGE_MS = 4_000;

const RUNS = Object.values(SCENARIOS).flatMap((scenario) =>
  (["cold", "warm"] as const).map((state) => ({ scenario, state, title: scenario.name })),
);
/** But the last two: one says that nothing has changed, one pushes everything out of the cache. */
const GARBAGE = Array.from({ length: GARBAGE_COUNT - 2 }, (_, only) => only);
const readers = [...GARBAGE.map((only) => `garbage-${only}`), "killed", "frozen"];
const LANES: Lane[] = [
  ...RUNS.map(({ scenario, state }) => laneOf(scenario, state)),
  ...readers.map((name): Lane => ({ name, kind: "reader" })),
  { name: "api-healthy", kind: "api" },
];

/** The consumer of the healthy runs. */
const HEALTHY = "api-healthy";

interface Measured extends Outcome {
  /** What requests took while all was well. */
  readonly healthyMs: readonly number[];
  readonly recoveredMs: number;
}

let system: OutageSystem;
const outcomes: Measured[] = [];

beforeAll(async () => {
  system = await startOutageSystem(LANES, { OUTAGE_MS });
  // Not counted: the first requests of a process pay for its start.
  await runLoad(LOAD, askApi(system, HEALTHY));
});
afterAll(async () => {
  process.stdout.write(renderTable());
  await system?.stop();
});

it.each(RUNS)("no request fails, and the store is used again ($title, $state)", async (run) => {
  const { scenario, state } = run;
  const { tookMs: healthyMs } = await runLoad(HEALTHY_LOAD, askApi(system, HEALTHY));
  const [outcome] = await runScenario(system, scenario, [state], LOAD);
  await heal(system, scenario, [state]);
  expect(outcome).toMatchObject({ faults: [], forbidden: [] });
  const { name } = laneOf(scenario, state);
  const recoveredMs = await untilMs(async () => (await askHealth(system, name)) === "store");
  expect(recoveredMs).toBeLessThan(READ_TIMING.BREAKER_OPEN_MS + MARGIN_MS);
  if (outcome) outcomes.push({ ...outcome, healthyMs, recoveredMs });
});

it("no piece of nonsense brings a replaced copy back", async () => {
  await Promise.all(
    GARBAGE.map(async (only) => {
      const lane = `garbage-${only}`;
      await expectKnown(lane);
      await system.tell(lane, { kind: "garbage", only });
      await expectNoCopy(lane);
    }),
  );
});

it.each(["frozen", "killed"] as const)("no replaced copy is served: %s", async (lane) => {
  await expectKnown(lane);
  if (lane === "frozen") system.process.freeze();
  else await system.process.kill();
  try {
    await expectNoCopy(lane);
  } finally {
    await heal(system, SCENARIOS[lane], []);
  }
  await untilMs(async () => (await read(system, lane, ["ROTATED"])).ROTATED.source === "store");
});

async function expectKnown(lane: string): Promise<void> {
  const { ROTATED } = await read(system, lane, ["ROTATED"]);
  expect(ROTATED).toEqual({ value: "rotated-store-2", source: "store", status: "ok" });
}

/** For longer than the helper keeps a value in an outage. */
async function expectNoCopy(lane: string): Promise<void> {
  const served = new Set<unknown>();
  const end = performance.now() + OUTAGE_MS + 2 * FRESH_MS;
  while (performance.now() < end) {
    served.add((await read(system, lane, ["ROTATED"])).ROTATED.value);
    await wait(100);
  }
  expect([...served].sort()).toEqual([null, "rotated-store-2"]);
  const { KEPT } = await read(system, lane, ["KEPT"]);
  expect(KEPT).toEqual({ value: COPIES.KEPT, source: "individual", status: "ok" });
}

/** Milliseconds per request of luna-proxy-api, which reads 14 secrets in each. */
function renderTable(): string {
  const times = ["p50 ms", "added", "p95 ms", "added", "max ms", `over ${WAITED_MS} ms`];
  const head = ["store", "isolate", "requests", ...times, "served from", "store's again after s"];
  return [head, head.map(() => "---"), ...outcomes.map(renderRow)]
    .map((cells) => `| ${cells.join(" | ")} |\n`)
    .join("");
}

function renderRow({ scenario, state, tookMs, healthyMs, seen, recoveredMs }: Measured): string[] {
  const times = [0.5, 0.95].flatMap((share) => {
    const took = quantile(tookMs, share);
    return [took, took - quantile(healthyMs, share)];
  });
  const waited = tookMs.filter((ms) => ms > WAITED_MS).length;
  const numbers = [tookMs.length, ...times, tookMs.at(-1) ?? 0, waited].map(Math.round);
  const sources = seen.filter((source) => source !== "checkout").join(" / ");
  return [scenario.name, state, ...numbers.map(String), sources, (recoveredMs / 1_000).toFixed(1)];
}
