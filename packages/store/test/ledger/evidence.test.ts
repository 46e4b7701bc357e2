import { reset, runDurableObjectAlarm } from "cloudflare:test";
import type { ReportRequest } from "@lunakey/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  API,
  allow,
  execute,
  ledger,
  ledgerStub,
  read,
  rows,
  set,
  sign,
} from "../ledger-harness.ts";

const DAY_MS = 24 * 3_600_000;
const NAME = "JWT_SECRET";
/** A quarter past midnight, so that a moment before is another day. */
const START = 22_000 * DAY_MS + 15 * 60_000;

beforeEach(async () => {
  await reset();
  vi.useFakeTimers({ toFake: ["Date"], now: START });
  await set(NAME, "one");
  await allow([NAME]);
});
afterEach(() => {
  vi.useRealTimers();
});

function advance(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

type Count = Partial<ReportRequest["counts"][number]>;

async function report(count: Count, period: { from?: number; to?: number } = {}): Promise<void> {
  const counts = [{ name: NAME, source: "store" as const, count: 1, ...count }];
  const times = { from: Date.now(), to: Date.now(), ...period };
  const batch = { v: 1, batchId: crypto.randomUUID(), ...times, counts };
  await ledger().report(await sign("report", { kind: "consumer", ...API }, batch));
}

const evidence = (more: object = {}) =>
  execute<"evidence.list">({ type: "evidence.list", ...API, ...more });
const ofName = async () => (await evidence()).names[0];
const days = async () =>
  (await evidence()).days.map(({ day, servedAt, reportedAt }) => [
    day / DAY_MS,
    servedAt,
    reportedAt,
  ]);

describe("the evidence of a consumer", () => {
  it("is nothing for a name that was granted and never asked for", async () => {
    expect(await ofName()).toEqual({
      name: NAME,
      ...{ state: "active", version: 1, since: START, fallback: "allowed" },
      ...{ served: null, servedCurrent: null, used: null, copyAt: null, noneAt: null },
      ...{ parity: null, parityVersion: null, parityAt: null },
    });
    expect(await evidence()).toMatchObject({ ...API, at: START, days: [], nextCursor: null });
  });

  it("keeps apart what the store gave and what the Worker said", async () => {
    await read({ names: [NAME] });
    advance(1_000);
    await report({ source: "store", version: 1 });
    expect(await ofName()).toMatchObject({
      served: { firstAt: START, lastAt: START },
      used: { firstAt: START + 1_000, lastAt: START + 1_000 },
      copyAt: null,
    });
    await report({ source: "individual", parity: "same", version: 1 });
    await report({ source: "none" });
    const at = START + 1_000;
    expect(await ofName()).toMatchObject({
      ...{ copyAt: at, noneAt: at, parity: "same", parityVersion: 1, parityAt: at },
    });
  });

  it("tells the current version from those before", async () => {
    await read({ names: [NAME] });
    advance(DAY_MS);
    await set(NAME, "two");
    expect(await ofName()).toMatchObject({
      ...{ version: 2, since: START + DAY_MS, fallback: "obsolete" },
      ...{ served: { lastAt: START }, servedCurrent: null },
    });
    await read({ names: [NAME] });
    const now = Date.now();
    expect(await ofName()).toMatchObject({
      served: { firstAt: START, lastAt: now },
      servedCurrent: { firstAt: now, lastAt: now },
    });
  });

  it("says what a read is answered with now", async () => {
    await execute({ type: "secret.delete", environment: "production", name: NAME, force: true });
    expect(await ofName()).toMatchObject({ state: "deleted", version: null, fallback: "obsolete" });
    await allow(["ABSENT"]);
    expect((await evidence()).names[0]).toMatchObject({ name: "ABSENT", state: "missing" });
    await set("SHORT", "s", { expiresAt: Date.now() + 1_000 });
    await allow(["SHORT"]);
    advance(1_000);
    const { names } = await evidence();
    expect(names.map(({ name, state }) => [name, state])).toContainEqual(["SHORT", "expired"]);
  });

  it("is of one consumer alone, in pages", async () => {
    await allow(["A"]);
    await allow(["Z"], { ...API, environment: "staging" });
    const first = await evidence({ limit: 1 });
    expect(first.names.map(({ name }) => name)).toEqual(["A"]);
    const second = await evidence({ limit: 1, cursor: first.nextCursor ?? "" });
    expect(second.names.map(({ name }) => name)).toEqual([NAME]);
    expect(second.nextCursor).toBeNull();
  });
});

describe("the days of a consumer", () => {
  it("say when it was answered and when it reported, each day by itself", async () => {
    await read({ names: [NAME] });
    advance(DAY_MS);
    await read({ names: [NAME] });
    advance(1_000);
    await report({});
    advance(DAY_MS);
    await report({});
    expect(await days()).toEqual([
      [22_000, START, null],
      [22_001, START + DAY_MS, START + DAY_MS + 1_000],
      [22_002, null, START + 2 * DAY_MS + 1_000],
    ]);
  });

  it("count a report for both sides of midnight, and for no day between", async () => {
    advance(DAY_MS);
    const now = Date.now();
    await report({}, { from: now - 30 * 60_000 });
    expect(await days()).toEqual([
      [22_000, null, now - 30 * 60_000],
      [22_001, null, now],
    ]);
  });

  it("take nobody's word for long past days or for those to come", async () => {
    await report({}, { from: START - 20 * DAY_MS, to: START + 20 * DAY_MS });
    expect(await days()).toEqual([[22_000, null, START]]);
  });

  it("are forgotten after a hundred days", async () => {
    await report({});
    advance(101 * DAY_MS);
    await report({});
    await runDurableObjectAlarm(ledgerStub());
    expect(await rows("SELECT day FROM consumer_days")).toEqual([{ day: 22_101 }]);
  });
});
