import { evictDurableObject, reset, runInDurableObject } from "cloudflare:test";
import { PERIODS, type ReadRequest } from "@lunakey/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { getKeyring, type LedgerRpc } from "../../src/ledger-client.ts";
import { TicketOffice } from "../../src/read-ticket.ts";
import { bindings } from "../bindings.ts";
import { FIRST_ADMIN_TOKEN } from "../fixed-values.ts";
import {
  API,
  actorOf,
  allow,
  attempt,
  auditEvents,
  execute,
  ledger,
  ledgerStub,
  rows,
  set,
  sign,
} from "../ledger-harness.ts";

beforeEach(() => reset());
afterEach(() => {
  vi.useRealTimers();
});

async function outcomeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return "answered";
  } catch (error) {
    return error instanceof Error ? error.message : "no error";
  }
}

const REFUSED = "The ledger refuses this call.";

async function signedExecute(input: unknown) {
  return sign("execute", await actorOf(FIRST_ADMIN_TOKEN), { input, options: {} });
}

describe("a read ticket", () => {
  const consumer = { kind: "consumer", ...API } as const;
  const request: ReadRequest = { v: 1, names: ["A"] };
  const make = () => new TicketOffice().make(getKeyring(bindings), "k", consumer, Date.now());
  const statusOf = async (ticket: string) =>
    (await ledger().read(ticket, request)).items.map(({ status }) => status);

  it("serves its consumer's reads for as long as it lasts, over a restart too", async () => {
    await set("A", "v");
    await allow(["A"]);
    const ticket = await make();
    for (let i = 0; i < 3; i += 1) expect(await statusOf(ticket)).toEqual(["ok"]);
    await evictDurableObject(ledgerStub());
    expect(await statusOf(ticket)).toEqual(["ok"]);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + PERIODS.SIGNED_CALL_MS });
    expect(await outcomeOf(() => ledger().read(ticket, request))).toBe(REFUSED);
    expect((await auditEvents()).at(-1)).toMatchObject({
      action: "call.refused",
      outcome: "denied",
      target: { call: "read" },
      details: { reason: "expired" },
    });
  });

  it("says who asks, and not what may be read: a grant that is taken away counts at once", async () => {
    await set("A", "v");
    await allow(["A"]);
    const ticket = await make();
    expect(await statusOf(ticket)).toEqual(["ok"]);
    await execute({ type: "grant.remove", ...API, names: ["A"] });
    expect(await statusOf(ticket)).toEqual(["denied"]);
  });

  it("opens no other method, and takes no request of another shape", async () => {
    const ticket = await make();
    for (const method of ["report", "execute"] as const) {
      expect(await outcomeOf(() => ledger()[method](ticket as never))).toBe(REFUSED);
    }
    for (const bad of [undefined, null, "A", {}, { v: 2, names: ["A"] }, { v: 1, names: [1] }]) {
      expect(await outcomeOf(() => ledger().read(ticket, bad as never))).toBe(REFUSED);
    }
  });
});

describe("a signed call", () => {
  it("counts once: execute, read and report", async () => {
    const consumer = { kind: "consumer", ...API } as const;
    const batch = { v: 1, batchId: crypto.randomUUID(), from: 1, to: 2, counts: [] };
    const commanded = await signedExecute({ type: "store.status" });
    const asked = await sign("read", consumer, { v: 1, names: ["A"] });
    const reported = await sign("report", consumer, batch);
    for (const again of [
      () => ledger().execute(commanded),
      () => ledger().read(asked),
      () => ledger().report(reported),
    ]) {
      expect(await outcomeOf(again)).toBe("answered");
      expect(await outcomeOf(again)).toBe(REFUSED);
    }
  });

  it("of execute counts once over a restart too, whether it changed or asked or failed", async () => {
    for (const input of [
      { type: "secret.set", environment: "default", name: "A", value: "v" },
      { type: "secret.list" },
      { type: "secret.get", environment: "default", name: "NO_SUCH" },
      { type: "no such command" },
    ]) {
      const call = await signedExecute(input);
      await ledger().execute(call);
      await evictDurableObject(ledgerStub());
      expect(await outcomeOf(() => ledger().execute(call))).toBe(REFUSED);
    }
    expect(await rows("SELECT 1 FROM versions")).toHaveLength(1);
  });

  it("counts once when it is raced within one event", async () => {
    const call = await signedExecute({
      type: "secret.set",
      environment: "default",
      name: "A",
      value: "v",
    });
    const outcomes = await runInDurableObject(ledgerStub(), (instance) =>
      Promise.all([1, 2, 3].map(() => outcomeOf(() => instance.execute(call)))),
    );
    expect(outcomes.sort()).toEqual([REFUSED, REFUSED, "answered"].sort());
  });

  it("is not answered by an object that the store's id does not name", async () => {
    const call = await signedExecute({ type: "store.status" });
    const other = bindings.LEDGER.getByName("mine") as unknown as LedgerRpc;
    expect(await outcomeOf(async () => await other.execute(call))).toContain("The ledger failed.");
  });

  it("is refused when it arrives too late", async () => {
    const call = await signedExecute({ type: "store.status" });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + PERIODS.SIGNED_CALL_MS });
    expect(await outcomeOf(() => ledger().execute(call))).toBe(REFUSED);
  });
});

describe("writes", () => {
  const versionsOf = (name: string) =>
    rows<{ version: number }>(
      `SELECT version FROM versions v JOIN secrets s ON s.id = v.secret_id
       WHERE s.name = ? ORDER BY version`,
      name,
    ).then((found) => found.map((row) => row.version));
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  async function verified(): Promise<unknown> {
    const { verdict, brokenAt } = await execute<"audit.verify">({ type: "audit.verify" });
    return { verdict, brokenAt };
  }

  it("that race inside one event lose nothing, skip no number and keep the chain", async () => {
    const calls = await Promise.all(
      upTo(40).map((i) =>
        signedExecute({
          type: "secret.set",
          environment: "default",
          name: i % 2 === 0 ? "EVEN" : "ODD",
          value: `value ${i}`,
        }),
      ),
    );
    const results = await runInDurableObject(ledgerStub(), (instance) =>
      Promise.all(calls.map((call) => instance.execute(call))),
    );
    expect(results.every((result) => result.ok)).toBe(true);
    expect(await versionsOf("EVEN")).toEqual(upTo(20));
    expect(await versionsOf("ODD")).toEqual(upTo(20));
    expect(await verified()).toEqual({ verdict: "self-consistent", brokenAt: null });
    // The first admin's token is one event, each write is one.
    expect((await auditEvents()).map((event) => event.seq)).toEqual(upTo(41));
  });

  it("that race across requests lose nothing, skip no number and keep the chain", async () => {
    await Promise.all(upTo(30).map((i) => set("RACED", `value ${i}`)));
    await evictDurableObject(ledgerStub());
    expect(await versionsOf("RACED")).toEqual(upTo(30));
    expect(await verified()).toEqual({ verdict: "self-consistent", brokenAt: null });
  });

  it("with the same expected version: one wins", async () => {
    await set("A", "first");
    const results = await Promise.all(
      upTo(5).map((i) =>
        attempt({
          type: "secret.set",
          environment: "production",
          name: "A",
          value: `value ${i}`,
          expectVersion: 1,
        }),
      ),
    );
    const codes = results.map((result) => (result.ok ? "ok" : result.error.code)).sort();
    expect(codes).toEqual(["ok", ...Array(4).fill("version_mismatch")]);
  });

  it("that fail among others do not hold up the queue", async () => {
    const results = await Promise.all([
      set("A", "v"),
      attempt({ type: "secret.delete", environment: "production", name: "NO_SUCH" }),
      allow(["A"]),
    ]);
    expect(results).toMatchObject([{ version: 1 }, { ok: false }, { added: ["A"] }]);
    expect(await verified()).toEqual({ verdict: "self-consistent", brokenAt: null });
  });
});

describe("methods", () => {
  it("are those of the contract, and the alarm", async () => {
    const names = await runInDurableObject(ledgerStub(), (instance) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(instance)),
    );
    expect(names.sort()).toEqual(["alarm", "constructor", "execute", "read", "report"]);
  });
});
