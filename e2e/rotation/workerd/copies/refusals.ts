import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  API,
  allow,
  auditEvents,
  execute,
  ledgerStub,
  rows,
  set,
} from "../../../../packages/store/test/ledger-harness.ts";
import { advance, stopClock } from "../clock.ts";
import { account, copies, dueAt, order, states, work } from "./account.ts";
import { begin, MINUTE_MS, SCRIPT, target } from "./begin.ts";

const OTHER = { worker: "other", environment: "production" } as const;

beforeEach(async () => {
  await begin("other");
  for (const consumer of [API, OTHER]) {
    await allow(["A", "B", "C"], consumer);
  }
  for (const name of ["A", "B", "C"]) await set(name, `canary-${name}`);
  await target();
  await target("other", OTHER);
});

afterEach(async () => {
  const events = JSON.stringify(await auditEvents());
  const { verdict } = await execute<"audit.verify">({ type: "audit.verify" });
  stopClock();
  expect(verdict).toBe("self-consistent");
  expect(events).not.toContain("canary");
});

const send = (consumer: object = API, ...names: string[]) =>
  execute<"copies.send">({
    type: "copies.send",
    ...API,
    ...consumer,
    ...(names.length === 0 ? {} : { names }),
  });
const fail = (status: number, errors: object[] = [], more: object = {}) =>
  order({ fail: { fault: { status, body: { success: false, errors }, ...more }, path: "bulk" } });
const patches = async () =>
  (await account()).requests.filter((request) => request.startsWith("PATCH"));
const sent = async (script = SCRIPT) => Object.keys((await account()).secrets[script] ?? {});
const failures = async () =>
  (await auditEvents())
    .filter(({ action, outcome }) => action === "copies.write" && outcome === "failed")
    .map(({ details }) => details.code);

describe("a request that Cloudflare does not carry out", () => {
  it.each([
    [500, "http_500"],
    [502, "http_502"],
    [204, "bad_answer"],
    [301, "http_301"],
  ])("with status %i is tried again, later and later", async (status, code) => {
    const answer = { status, body: null };
    await order({ fail: { fault: answer, path: "bulk", count: 3 } });
    await send();
    await work(0);
    expect((await copies())[0]).toMatchObject({ state: "failed", error: code, attempts: 1 });
    await work(999);
    expect(await patches()).toHaveLength(1);
    await work(1);
    expect(await patches()).toHaveLength(2);
    await work(2_000 + 4_000);
    expect(await patches()).toHaveLength(4);
    expect(await states()).toEqual({ A: "sent", B: "sent", C: "sent" });
    expect(await failures()).toEqual([code, code, code]);
  });

  it("for asking too often is waited out as long as it says, by all", async () => {
    await fail(429, [{ code: 10_429 }], { headers: { "Retry-After": "300" } });
    await send();
    await send(OTHER);
    await work(300_000 - 1);
    expect(await patches()).toHaveLength(1);
    const { heldUntil } = await execute<"copies.list">({ type: "copies.list" });
    expect(heldUntil).toBe(Date.now() + 1);
    // Neither a write nor a new instance makes it impatient.
    await evictDurableObject(ledgerStub());
    await set("A", "canary-2");
    await runDurableObjectAlarm(ledgerStub());
    expect(await patches()).toHaveLength(1);
    await work(MINUTE_MS);
    expect(await sent()).toEqual(["A", "B", "C"]);
    expect(await sent("other")).toEqual(["A", "B", "C"]);
    expect(await failures()).toEqual(["10429"]);
  });

  it.each([
    [401, 10_000],
    [403, 10_000],
    [403, 9109],
    [400, 6003],
  ])(
    "for want of permission (%i, %i) stops everything, until it is asked for again",
    async (status, code) => {
      await fail(status, [{ code }]);
      await send();
      await send(OTHER);
      await work(60 * MINUTE_MS);
      expect(await patches()).toHaveLength(1);
      expect(await dueAt()).toBeUndefined();
      const all = await copies();
      expect(all).toHaveLength(6);
      for (const copy of all)
        expect(copy).toMatchObject({ state: "failed", error: String(code), nextAt: null });
      expect((await send()).items[0]).toEqual({ name: "A", status: "new" });
      await work(MINUTE_MS);
      expect(await sent()).toEqual(["A", "B", "C"]);
      expect(await sent("other")).toEqual([]);
    },
  );

  it("for a script that is not there holds up no other", async () => {
    await target("unknown");
    await send();
    await send(OTHER);
    await work(60 * MINUTE_MS);
    expect((await copies()).filter(({ worker }) => worker === API.worker)).toMatchObject(
      ["A", "B", "C"].map((name) => ({ name, script: "unknown", error: "10007", nextAt: null })),
    );
    expect(await sent("other")).toEqual(["A", "B", "C"]);
    expect(await failures()).toEqual(["10007"]);
    await order({ deploy: ["unknown"] });
    await send();
    await work(MINUTE_MS);
    expect(await sent("unknown")).toEqual(["A", "B", "C"]);
  });

  it("for one secret that is named holds up no other", async () => {
    const metadata = { bindings: [{ name: "B", type: "plain_text", text: "a variable" }] };
    await order({ deploy: [SCRIPT], metadata });
    await send();
    await work(60 * MINUTE_MS);
    expect(await states()).toEqual({ A: "sent", B: "failed", C: "sent" });
    expect((await copies())[1]).toMatchObject({ name: "B", error: "10053", nextAt: null });
    expect(await patches()).toHaveLength(2);
  });

  it("for one secret that is not named is found out by asking for each", async () => {
    await fail(400, [{ code: 10_021, message: "no." }]);
    await order({
      fail: { fault: { status: 400, body: { errors: [{ code: 10_021 }] } }, path: "bulk" },
    });
    await send();
    await work(60 * MINUTE_MS);
    expect(Object.values(await states()).sort()).toEqual(["failed", "sent", "sent"]);
    expect(await patches()).toHaveLength(4);
  });

  it("for a roll-out that is under way ends with it", async () => {
    await fail(400, [{ code: 10_215 }]);
    await send();
    await work(0);
    expect((await copies())[0]).toMatchObject({ error: "10215", attempts: 1 });
    await work(1_000);
    expect(await states()).toEqual({ A: "sent", B: "sent", C: "sent" });
  });
});

describe("a value that can not be sent", () => {
  it("is over 5 KB: the others are sent", async () => {
    await set("B", "c".repeat(5_121));
    await set("C", "c".repeat(5_120));
    await send();
    await work(MINUTE_MS);
    expect(await states()).toEqual({ A: "sent", B: "failed", C: "sent" });
    expect((await copies())[1]).toMatchObject({ error: "too_large", nextAt: null });
    await set("B", "canary-short");
    await work(MINUTE_MS);
    expect(await states()).toMatchObject({ B: "sent" });
  });

  it("does not open: the others are sent", async () => {
    await rows(
      "UPDATE versions SET sealed = x'01' WHERE secret_id = (SELECT id FROM secrets WHERE name = 'B')",
    );
    await evictDurableObject(ledgerStub());
    await send();
    await work(MINUTE_MS);
    expect(await states()).toEqual({ A: "sent", B: "failed", C: "sent" });
    expect(await failures()).toEqual(["not_opened"]);
  });
});

describe("what is asked for while a request is under way", () => {
  /** Does something after Cloudflare was asked, and before it answers. */
  async function during(deed: () => Promise<unknown>): Promise<void> {
    await order({ slowMs: 400 });
    const running = runDurableObjectAlarm(ledgerStub());
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await patches()).toEqual([]);
    await deed();
    await running;
    advance(1_000);
    await work(2 * MINUTE_MS);
  }

  it("is not lost: a new value", async () => {
    await send(API, "A");
    await during(() => set("A", "canary-2"));
    expect((await account()).secrets[SCRIPT]).toEqual({ A: "canary-2" });
    expect((await copies())[0]).toMatchObject({ state: "sent", version: 2 });
  });

  it("is not lost: a new value, where the request was refused for good", async () => {
    await fail(404, [{ code: 10_007 }]);
    await send(API, "A");
    await during(() => set("A", "canary-2"));
    expect((await account()).secrets[SCRIPT]).toEqual({ A: "canary-2" });
  });

  it("is not lost: another script", async () => {
    await send(API, "A");
    await during(async () => {
      await target("other");
      await send(API, "A");
    });
    expect(await sent("other")).toEqual(["A"]);
    expect(await states()).toEqual({ A: "sent" });
  });
});

describe("an instance that ends", () => {
  it("between the request and the row sends the same once more, and ends the same", async () => {
    await send(API, "A");
    await work(MINUTE_MS);
    // As it was while the request was under way: due, and not yet said to be sent.
    await rows("UPDATE copies SET sent_at = NULL, version = 0, secret_id = 0, due_at = 1");
    await rows("INSERT OR REPLACE INTO jobs VALUES ('copies', 1, 0)");
    await evictDurableObject(ledgerStub());
    await copies();
    await work(MINUTE_MS);
    expect(await states()).toEqual({ A: "sent" });
    expect(await patches()).toHaveLength(2);
    expect((await account()).secrets[SCRIPT]).toEqual({ A: "canary-A" });
  });

  it("goes on with what was queued", async () => {
    await send(API);
    await evictDurableObject(ledgerStub());
    await work(MINUTE_MS);
    expect(await sent()).toEqual(["A", "B", "C"]);
  });
});
