import { evictDurableObject, reset, runDurableObjectAlarm } from "cloudflare:test";
import { PERIODS } from "@lunakey/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  API,
  allow,
  attempt,
  auditEvents,
  execute,
  ledger,
  ledgerStub,
  read,
  readOne,
  rows,
  set,
  sign,
  withSql,
} from "../../ledger-harness.ts";

beforeEach(() => reset());
afterEach(() => {
  vi.useRealTimers();
});

function advance(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

const jobs = () =>
  rows<{ name: string; due_at: number; attempts: number }>("SELECT * FROM jobs ORDER BY name");
const alarm = () => withSql((_, storage) => storage.getAlarm());
const storedUsage = () =>
  rows<{ name: string; kind: string; count: number }>("SELECT name, kind, count FROM usage");

describe("usage", () => {
  beforeEach(async () => {
    await set("A", "v");
    await allow(["A"]);
  });

  it("is counted in memory and written by the alarm within its period", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    for (let i = 0; i < 3; i += 1) await readOne("A");
    expect(await storedUsage()).toEqual([]);
    expect(await alarm()).toBe(Date.now() + PERIODS.USAGE_FLUSH_MS);
    advance(PERIODS.USAGE_FLUSH_MS);
    await runDurableObjectAlarm(ledgerStub());
    expect(await storedUsage()).toEqual([{ name: "A", kind: "served", count: 3 }]);
    expect((await jobs()).map((job) => job.name)).toEqual(["tidy"]);
  });

  it("is in the list before it is written, and counted once", async () => {
    await readOne("A");
    const list = () => execute<"usage.list">({ type: "usage.list" });
    const row = {
      ...API,
      name: "A",
      kind: "served",
      source: "store",
      version: 1,
      parity: null,
      count: 1,
    };
    expect((await list()).usage).toMatchObject([row]);
    await readOne("A");
    expect((await list()).usage).toMatchObject([{ ...row, count: 2 }]);
    advance(PERIODS.USAGE_FLUSH_MS);
    await runDurableObjectAlarm(ledgerStub());
    expect((await list()).usage).toMatchObject([{ ...row, count: 2 }]);
  });

  it("is told apart by version and by what the Worker says itself", async () => {
    await readOne("A");
    await set("A", "w");
    await readOne("A");
    const counts = [
      { name: "A", source: "individual", parity: "different", count: 5 },
      { name: "A", source: "store", version: 2, count: 7 },
    ];
    const batch = { v: 1, batchId: crypto.randomUUID(), from: 10, to: 20, counts };
    const report = () => sign("report", { kind: "consumer", ...API }, batch);
    expect(await ledger().report(await report())).toEqual({ v: 1, status: "counted" });
    expect(await ledger().report(await report())).toEqual({ v: 1, status: "duplicate" });
    const { usage } = await execute<"usage.list">({ type: "usage.list", name: "A" });
    expect(usage.map((row) => [row.kind, row.source, row.version, row.parity, row.count])).toEqual([
      ["reported", "individual", null, "different", 5],
      ["reported", "store", 2, null, 7],
      ["served", "store", 1, null, 1],
      ["served", "store", 2, null, 1],
    ]);
  });

  it("never passes what JavaScript can count", async () => {
    const report = async () => {
      const counts = [{ name: "A", source: "individual", count: 1e9 }];
      const batch = { v: 1, batchId: crypto.randomUUID(), from: 10, to: 20, counts };
      await ledger().report(await sign("report", { kind: "consumer", ...API }, batch));
    };
    await report();
    await withSql((sql) =>
      sql.exec("UPDATE usage SET count = ?", Number.MAX_SAFE_INTEGER).toArray(),
    );
    await report();
    const { usage } = await execute<"usage.list">({ type: "usage.list" });
    expect(usage[0]?.count).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe("refusals of one minute", () => {
  it("are written as a number when it is over", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_900_000_000_000 - (1_900_000_000_000 % 60_000) });
    const token = `lunakey_ffffffffffffffff_${"B".repeat(43)}`;
    for (let i = 0; i < 5; i += 1) await attempt({ type: "store.status" }, { token });
    advance(PERIODS.USAGE_FLUSH_MS);
    await runDurableObjectAlarm(ledgerStub());
    advance(60_000);
    await runDurableObjectAlarm(ledgerStub());
    const refused = (await auditEvents()).filter((event) => event.action === "token.use");
    expect(refused.map((event) => event.details)).toEqual([
      { reason: "unknown" },
      { reason: "unknown", repeats: 4 },
    ]);
  });
});

describe("tidying", () => {
  it("removes nonces, answers and batch ids that have expired, and no others", async () => {
    await attempt(
      { type: "secret.set", environment: "default", name: "A", value: "v" },
      { idempotencyKey: "k" },
    );
    const batch = { v: 1, batchId: crypto.randomUUID(), from: 1, to: 2, counts: [] };
    await ledger().report(await sign("report", { kind: "consumer", ...API }, batch));
    const left = async () => [
      (await rows("SELECT 1 FROM nonces")).length,
      (await rows("SELECT 1 FROM idempotency")).length,
      (await rows("SELECT 1 FROM report_batches")).length,
    ];
    expect(await left()).toEqual([1, 1, 1]);
    advance(600_000);
    await runDurableObjectAlarm(ledgerStub());
    expect(await left()).toEqual([0, 1, 1]);
    const [answer] = await rows<{ expires_at: number }>("SELECT expires_at FROM idempotency");
    expect(await jobs()).toMatchObject([{ name: "tidy", due_at: answer?.expires_at }]);
    advance(PERIODS.IDEMPOTENCY_MS);
    await runDurableObjectAlarm(ledgerStub());
    expect(await left()).toEqual([0, 0, 0]);
    expect(await jobs()).toEqual([]);
    expect(await alarm()).toBeNull();
  });

  it("destroys the values of a secret once the time to recover it is over", async () => {
    await set("GONE", "v");
    await set("KEPT", "v");
    await execute({ type: "secret.delete", environment: "production", name: "GONE" });
    advance(PERIODS.RECOVERY_MS);
    await runDurableObjectAlarm(ledgerStub());
    expect(
      await rows("SELECT s.name FROM versions v JOIN secrets s ON s.id = v.secret_id"),
    ).toEqual([{ name: "KEPT" }]);
    const gone = { type: "secret.get", environment: "production", name: "GONE" };
    expect(await attempt(gone)).toMatchObject({ error: { code: "not_found" } });
    const { secrets } = await execute<"secret.list">({ type: "secret.list" });
    expect(secrets.map((secret) => secret.name)).toEqual(["KEPT"]);
    expect((await auditEvents()).find((event) => event.action === "secret.purge")).toMatchObject({
      actor: { kind: "system", id: "tidy" },
      target: { environment: "production", name: "GONE" },
    });
    expect(await set("GONE", "again")).toMatchObject({ version: 2 });
  });

  it("waits for a deletion that is not old enough", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const start = Date.now();
    await set("GONE", "v");
    await execute({ type: "secret.delete", environment: "production", name: "GONE" });
    advance(600_000);
    await runDurableObjectAlarm(ledgerStub());
    expect(await rows("SELECT 1 FROM versions")).toHaveLength(1);
    expect((await jobs())[0]).toMatchObject({ due_at: start + PERIODS.RECOVERY_MS });
  });
});

describe("the one alarm", () => {
  it("tries a job that fails again, later each time, and does the others", async () => {
    await set("A", "v");
    await allow(["A"]);
    await readOne("A");
    await withSql((sql) => {
      sql.exec("ALTER TABLE nonces RENAME TO nonces_away");
      sql.exec("UPDATE jobs SET due_at = 1");
    });
    await evictDurableObject(ledgerStub());
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    for (const [attempts, wait] of [
      [1, 1_000],
      [2, 2_000],
      [3, 4_000],
    ] as const) {
      await runDurableObjectAlarm(ledgerStub());
      expect(await jobs()).toEqual([{ name: "tidy", due_at: Date.now() + wait, attempts }]);
      advance(wait);
    }
    await withSql((sql) => sql.exec("ALTER TABLE nonces_away RENAME TO nonces").toArray());
    await runDurableObjectAlarm(ledgerStub());
    expect(await jobs()).toMatchObject([{ name: "tidy", attempts: 0 }]);
  });

  it("is set again by an instance that finds jobs and no alarm", async () => {
    await set("A", "v");
    await withSql((_, storage) => storage.deleteAlarm());
    await evictDurableObject(ledgerStub());
    await read({ names: ["A"] }, { worker: "w", environment: "default" });
    await expect.poll(alarm).not.toBeNull();
  });
});
