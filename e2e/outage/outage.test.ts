/**
 * The short form: all troubles at once, each with isolates of its own, for a second or two. The
 * reader's 15 minutes and its breaker's 10 seconds are made short.
 */
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findWorkerds } from "../workers/processes.ts";
import { FRESH_MS } from "./front.ts";
import { runLoad } from "./load.ts";
import { askApi, askHealth, checkOut, read } from "./requests.ts";
import { heal, laneOf, runScenario, SCENARIOS, type State, untilMs } from "./scenarios.ts";
import { COPIES, type Lane, type OutageSystem, setSecret, startOutageSystem } from "./system.ts";

const TIMES = { OUTAGE_MS: 3_000, BREAKER_OPEN_MS: 2_000 };
/** For a busy machine. */
const MARGIN_MS = 2_500;
const LOAD = { clients: 2, ms: 1_200 };
/** How long a refresh that was cancelled may keep others from refreshing. */
const LEASE_MS = 5_000;

const { throws, hangs, slow900, slow3000, garbage, flaps, frozen } = SCENARIOS;
const TROUBLES = [throws, hangs, slow900, garbage, flaps];
const STATES: readonly State[] = ["cold", "warm"];
const NAMES = Object.keys(COPIES) as (keyof typeof COPIES)[];

const reader = (name: string): Lane => ({ name, kind: "reader" });
const knowing = (name: string) => reader(`knowing-${name.replaceAll(/\W/g, "-")}`);
const OBSOLETE = [throws, hangs, slow3000];
const LANES: Lane[] = [
  ...[...TROUBLES, frozen].flatMap((each) => STATES.map((state) => laneOf(each, state))),
  ...OBSOLETE.map(({ name }) => knowing(name)),
  ...["cold", "recovering", "cancelled", "cancelled-behind", "killed"].map(reader),
  { ...reader("cold-store-only"), mode: "store-only" },
  { name: "api-knowing", kind: "api" },
  { name: "api-ignorant", kind: "api" },
  { name: "api-alone", kind: "api", mode: "store-only" },
];

let system: OutageSystem;
beforeAll(async () => {
  system = await startOutageSystem(LANES, TIMES);
});
afterAll(async () => {
  await system?.stop();
  expect(await findWorkerds()).toEqual([]);
});

describe.concurrent("under load, in an isolate of its own", () => {
  it.for(TROUBLES)("no request fails: $name", async (scenario, ctx) => {
    for (const { faults, forbidden, tookMs } of await runScenario(system, scenario, STATES, LOAD)) {
      ctx.expect({ faults, forbidden }).toEqual({ faults: [], forbidden: [] });
      ctx.expect(tookMs.length).toBeGreaterThanOrEqual(LOAD.clients);
    }
  });

  it("requests are seen to fail where nothing else may serve", async (ctx) => {
    await system.tell("api-alone", { kind: "throws" });
    const { faults } = await runLoad(LOAD, askApi(system, "api-alone"));
    ctx.expect(faults).toContain("health was answered 401"); // there is no admin key to compare with
  });

  it.for(OBSOLETE)("a copy that was replaced is never served: $name", async (scenario, ctx) => {
    const lane = knowing(scenario.name).name;
    const known = await read(system, lane, NAMES);
    ctx.expect(known.ROTATED).toEqual({ value: "rotated-store-2", source: "store", status: "ok" });
    await system.tell(lane, scenario.trouble);
    const served = new Set<unknown>();
    const end = performance.now() + TIMES.OUTAGE_MS + FRESH_MS;
    while (performance.now() < end) {
      const found = await read(system, lane, NAMES);
      for (const name of ["ROTATED", "DENIED", "DELETED"] as const) served.add(found[name].value);
      await wait(100);
    }
    // From the cache at first, then not at all.
    ctx.expect([...served].sort()).toEqual([null, "rotated-store-2"]);
    const last = await read(system, lane, NAMES);
    ctx.expect(last.KEPT).toEqual({ value: COPIES.KEPT, source: "individual", status: "ok" });
    ctx.expect(last.ROTATED).toEqual({ value: null, source: "none", status: "obsolete" });
    ctx.expect(last.DENIED).toEqual({ value: null, source: "store", status: "denied" });
    ctx.expect(last.DELETED).toEqual({ value: null, source: "store", status: "deleted" });
  });

  it("an isolate that never reached the store knows of no rotation", async (ctx) => {
    await system.tell("cold", { kind: "throws" });
    const found = await read(system, "cold", NAMES);
    for (const name of NAMES) {
      ctx.expect(found[name]).toEqual({ value: COPIES[name], source: "individual", status: "ok" });
    }
  });

  it("nor does it serve any copy where LUNAKEY_MODE is store-only", async (ctx) => {
    await system.tell("cold-store-only", { kind: "throws" });
    const found = await read(system, "cold-store-only", NAMES);
    const nothing = { value: null, source: "none", status: "unreachable" };
    for (const name of NAMES) ctx.expect(found[name]).toEqual(nothing);
  });

  it("the store is used again within the breaker's time", async (ctx) => {
    await system.tell("recovering", { kind: "throws" });
    for (let turn = 0; turn < 10; turn++) await read(system, "recovering", ["KEPT"]);
    const reads = await system.tell("recovering", { kind: "none" });
    ctx.expect(reads).toBeLessThan(6); // three failures, and one try that closed the breaker
    const tookMs = await untilMs(
      async () => (await read(system, "recovering", ["KEPT"])).KEPT.source === "store",
    );
    ctx.expect(tookMs).toBeLessThan(TIMES.BREAKER_OPEN_MS + MARGIN_MS);
  });

  const goAway = (lane: string, name: "FIRST" | "SECOND", holdMs: number) =>
    read(system, lane, [name], { holdMs, signal: AbortSignal.timeout(150) }).then(
      () => "answered",
      () => "gone",
    );

  it("a client that goes away does not keep the next one from the first value", async (ctx) => {
    await system.tell("cancelled", { kind: "hangs" });
    const clients = Array.from({ length: 5 }, () => goAway("cancelled", "FIRST", 0));
    ctx.expect(new Set(await Promise.all(clients))).toEqual(new Set(["gone"]));
    await system.tell("cancelled", { kind: "none" });
    const begin = performance.now();
    const { FIRST } = await read(system, "cancelled", ["FIRST"]);
    ctx.expect(FIRST.value).toBe("first-store-1");
    ctx.expect(performance.now() - begin).toBeLessThan(MARGIN_MS);
  });

  it("a client that goes away does not keep later ones from a new value", async (ctx) => {
    const lane = "cancelled-behind";
    await read(system, lane, ["SECOND"]);
    await setSecret(system.client, "SECOND", "second-store-2");
    await wait(FRESH_MS + 100);
    const before = await system.tell(lane, { kind: "hangs" });
    ctx.expect(await goAway(lane, "SECOND", 10_000)).toBe("gone");
    ctx.expect(await system.tell(lane, { kind: "none" })).toBe(before + 1); // it had begun
    const tookMs = await untilMs(
      async () => (await read(system, lane, ["SECOND"])).SECOND.value === "second-store-2",
    );
    ctx.expect(tookMs).toBeLessThan(LEASE_MS + MARGIN_MS);
  });

  it("a price that was replaced is not used by who knew; others can not know", async (ctx) => {
    const [knowing, ignorant] = ["api-knowing", "api-ignorant"];
    await askHealth(system, knowing);
    await setSecret(system.client, "STRIPE_PRICE_GROWTH", "price_new");
    system.stripePrices.splice(1, 1, "price_new");
    await untilMs(() => succeeds(checkOut(system, knowing, "growth")));
    for (const lane of [knowing, ignorant]) await system.tell(lane, { kind: "throws" });
    await wait(2 * FRESH_MS);
    await checkOut(system, knowing, "growth");
    const refused = await checkOut(system, ignorant, "growth").catch((error: Error) => error);
    ctx.expect(refused).toMatchObject({ message: "checkout was answered 502" });
  });
});

/** In order, since these happen to all lanes. */
describe("the store's process", () => {
  it("frozen: no request fails", async () => {
    try {
      for (const { faults, forbidden } of await runScenario(system, frozen, STATES, LOAD)) {
        expect({ faults, forbidden }).toEqual({ faults: [], forbidden: [] });
      }
    } finally {
      await heal(system, frozen, STATES);
    }
  });

  it("killed: what was known serves on, and the next process is found again", async () => {
    const valueNow = async () => (await read(system, "killed", ["THIRD"])).THIRD.value;
    expect(await valueNow()).toBe("third-store-1");
    await system.process.kill();
    await wait(FRESH_MS + 200);
    expect(await valueNow()).toBe("third-store-1");
    await system.process.restart();
    await setSecret(system.client, "THIRD", "third-store-2");
    const tookMs = await untilMs(async () => (await valueNow()) === "third-store-2");
    expect(tookMs).toBeLessThan(TIMES.BREAKER_OPEN_MS + FRESH_MS + MARGIN_MS);
  });
});

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
