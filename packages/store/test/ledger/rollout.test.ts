import { reset } from "cloudflare:test";
import { PERIODS, READ_TIMING, type ReportRequest } from "@lunakey/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { allow, attempt, codeOf, execute, ledger, readOne, set, sign } from "../ledger-harness.ts";

const KEY = { environment: "production", name: "JWT_SECRET" } as const;
const API = { worker: "api", environment: "production" } as const;
const WEB = { worker: "web", environment: "production" } as const;
const FRESH = READ_TIMING.FRESH_MS;

beforeEach(async () => {
  await reset();
  vi.useFakeTimers({ toFake: ["Date"], now: 1_900_000_000_000 });
  await set(KEY.name, "one");
  await allow([KEY.name], API);
  await allow([KEY.name], WEB);
});
afterEach(() => {
  vi.useRealTimers();
});

function advance(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

type Consumer = typeof API | typeof WEB;
type Count = ReportRequest["counts"][number];

async function report(consumer: Consumer, count: Omit<Count, "name" | "count">): Promise<void> {
  const counts = [{ name: KEY.name, count: 1, ...count }];
  const batch = { v: 1, batchId: crypto.randomUUID(), from: Date.now(), to: Date.now(), counts };
  await ledger().report(await sign("report", { kind: "consumer", ...consumer }, batch));
}

const read = (consumer: Consumer) => readOne(KEY.name, {}, consumer);
const rollout = () => execute<"secret.rollout">({ type: "secret.rollout", ...KEY });
const rotate = (value: string, more: object = {}) =>
  execute<"secret.rotate">({ type: "secret.rotate", ...KEY, value, ...more });
const states = async () =>
  (await rollout()).consumers.map(({ worker, state, version }) => `${worker} ${state} ${version}`);

describe("a roll-out", () => {
  it("knows who has read the version, who has the one before, and of whom nothing is known", async () => {
    expect(await states()).toEqual(["api unknown null", "web unknown null"]);
    await read(API);
    const readAt = Date.now();
    expect(await states()).toEqual(["api current 1", "web unknown null"]);
    await rotate("two");
    advance(FRESH);
    expect(await states()).toEqual(["api behind 1", "web unknown null"]);
    advance(5_000);
    await read(API);
    await read(WEB);
    const { consumers, version, since } = await rollout();
    expect([version, since]).toEqual([2, readAt + FRESH]);
    expect(consumers).toMatchObject([
      { worker: "api", state: "current", since: Date.now(), olderAt: readAt },
      { worker: "web", state: "current", since: Date.now(), olderAt: null },
    ]);
  });

  it("says that the version before is safe once nobody can hold it, and not while one is silent", async () => {
    await rotate("two");
    advance(FRESH);
    const changedAt = Date.now();
    await read(API);
    await report(API, { source: "store", version: 2 });
    expect(await rollout()).toMatchObject({ complete: true, safeAt: null });
    await read(WEB);
    expect((await rollout()).safeAt).toBe(changedAt + READ_TIMING.OUTAGE_MS);
    advance(2 * READ_TIMING.OUTAGE_MS);
    await report(WEB, { source: "store", version: 1 });
    expect((await rollout()).safeAt).toBe(Date.now());
  });

  it("counts anew after a rollback", async () => {
    await read(API);
    await rotate("two");
    advance(FRESH);
    await read(API);
    advance(1_000);
    await execute({ type: "secret.rollback", ...KEY });
    expect(await states()).toEqual(["api behind 2", "web unknown null"]);
    await read(API);
    expect((await rollout()).consumers[0]).toMatchObject({ version: 1, since: Date.now() });
  });

  it("is of those that are given the row: an environment of its own is not given that of all", async () => {
    await set(KEY.name, "every", { environment: "all" });
    await allow([KEY.name], { worker: "web", environment: "staging" });
    const ofAll = await execute<"secret.rollout">({
      type: "secret.rollout",
      environment: "all",
      name: KEY.name,
    });
    expect(ofAll.consumers.map(({ environment }) => environment)).toEqual(["staging"]);
    expect((await rollout()).consumers.map(({ environment }) => environment)).toEqual([
      "production",
      "production",
    ]);
  });
});

describe("a Worker's own copy", () => {
  it("that was in use lately has the rotation refused, and named", async () => {
    await report(WEB, { source: "individual" });
    const asked = { type: "secret.rotate", ...KEY, value: "two" };
    const refused = await attempt(asked);
    expect(refused).toMatchObject({ ok: false, error: { code: "copies_held" } });
    expect(JSON.stringify(refused)).toContain("web in production");
    expect(JSON.stringify(refused)).not.toContain("api");
    advance(PERIODS.IN_USE_MS);
    expect(await codeOf(asked)).toBe("ok");
  });

  it("is listed where it is to be updated or left, and silence is not taken for none", async () => {
    await report(WEB, { source: "individual", parity: "same", version: 1 });
    expect(await rotate("two", { copies: "update" })).toMatchObject({
      copies: [{ ...WEB, lastAt: Date.now(), parity: "same" }],
      unknownCopies: [API],
    });
  });

  it("holds up the end of the version before until it was seen equal", async () => {
    await report(WEB, { source: "individual" });
    await report(API, { source: "store", version: 1 });
    await rotate("two", { copies: "update" });
    advance(FRESH);
    await read(API);
    await read(WEB);
    const copies = async () => (await rollout()).consumers.map(({ copy }) => copy);
    expect([await copies(), (await rollout()).safeAt]).toEqual([["unseen", "stale"], null]);
    await report(WEB, { source: "individual", parity: "same", version: 1 });
    expect(await copies()).toEqual(["unseen", "stale"]);
    advance(1_000);
    await report(WEB, { source: "individual", parity: "same", version: 2 });
    expect(await copies()).toEqual(["unseen", "same"]);
    expect((await rollout()).safeAt).not.toBeNull();
  });
});

describe("parity", () => {
  const parity = async (more: object = {}) =>
    (await execute<"parity.list">({ type: "parity.list", ...more })).parity;

  it("has a row for each grant, from the last comparison", async () => {
    await report(WEB, { source: "individual", parity: "different", version: 1 });
    expect(await parity()).toMatchObject([
      { ...API, name: KEY.name, parity: null, version: null, seenAt: null },
      { ...WEB, name: KEY.name, parity: "different", version: 1, seenAt: Date.now() },
    ]);
    advance(1);
    await report(WEB, { source: "individual", parity: "same", version: 1 });
    expect(await parity({ worker: "web" })).toMatchObject([{ parity: "same" }]);
  });

  it("of several comparisons in one report is the worst", async () => {
    for (const found of ["same", "different", "missing"] as const) {
      await report(WEB, { source: "individual", parity: found });
    }
    expect(await parity({ worker: "web" })).toMatchObject([{ parity: "different" }]);
  });

  it("comes in pages", async () => {
    const first = await execute<"parity.list">({ type: "parity.list", limit: 1 });
    expect(first.parity).toMatchObject([API]);
    const cursor = first.nextCursor ?? "";
    const second = await execute<"parity.list">({ type: "parity.list", limit: 1, cursor });
    expect(second).toMatchObject({ parity: [WEB], nextCursor: null });
  });
});

describe("a deletion", () => {
  it("is refused while a Worker reads it, with the list, unless it is forced", async () => {
    await read(API);
    const asked = { type: "secret.delete", ...KEY };
    const refused = await attempt(asked);
    expect(refused).toMatchObject({ ok: false, error: { code: "in_use" } });
    expect(JSON.stringify(refused)).toContain("api in production (last 2030-03-17T17:46Z)");
    expect(JSON.stringify(refused)).not.toContain("web");
    expect((await read(API)).status).toBe("ok");
    expect(await codeOf({ ...asked, force: true })).toBe("ok");
    expect((await read(API)).status).toBe("deleted");
  });

  it("is not refused once nobody has read it for long", async () => {
    await read(API);
    advance(PERIODS.IN_USE_MS);
    expect(await codeOf({ type: "secret.delete", ...KEY })).toBe("ok");
  });
});
