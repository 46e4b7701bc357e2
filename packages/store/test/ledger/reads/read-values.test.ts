import { evictDurableObject, reset, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  allow,
  auditEvents,
  execute,
  ledgerStub,
  read,
  readOne,
  set,
  withSql,
} from "../../ledger-harness.ts";

const NAME = "STRIPE_SECRET_KEY";

beforeEach(async () => {
  await reset();
  await allow([NAME]);
});

afterEach(() => {
  vi.useRealTimers();
});

/** Moves the clock of the tests' isolate, and so the ledger's. */
function advance(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

describe("environments", () => {
  it("serve the value of the consumer's own before that of all", async () => {
    await set(NAME, "for all", { environment: "all" });
    expect(await readOne(NAME)).toMatchObject({ status: "ok", value: "for all" });
    await set(NAME, "own");
    expect(await readOne(NAME)).toMatchObject({ status: "ok", value: "own" });
  });

  it("inherit nothing from each other, and default is one of them", async () => {
    await set(NAME, "default", { environment: "default" });
    await set(NAME, "staging", { environment: "staging" });
    expect(await readOne(NAME)).toMatchObject({ status: "missing", maxAgeSeconds: 5 });
  });

  it("keep to their own row where it is deleted, though all has a value", async () => {
    await set(NAME, "for all", { environment: "all" });
    await set(NAME, "own");
    await execute({ type: "secret.delete", environment: "production", name: NAME });
    const item = await readOne(NAME);
    expect(item).toMatchObject({ status: "deleted", fallback: "obsolete", maxAgeSeconds: 5 });
    expect(item).not.toHaveProperty("value");
  });

  it("keep to their own row where it has expired, though all has a value", async () => {
    await set(NAME, "for all", { environment: "all" });
    await set(NAME, "own", { expiresAt: Date.now() + 60_000 });
    advance(60_000);
    expect(await readOne(NAME)).toMatchObject({ status: "expired", fallback: "obsolete" });
  });

  it("stay without a value once a deleted one was destroyed", async () => {
    await set(NAME, "for all", { environment: "all" });
    await set(NAME, "own");
    await execute({ type: "secret.delete", environment: "production", name: NAME });
    await withSql((sql) =>
      sql.exec("UPDATE secrets SET purged_at = 1 WHERE deleted_at IS NOT NULL"),
    );
    expect(await readOne(NAME)).toMatchObject({ status: "deleted" });
  });
});

describe("grants", () => {
  it("are exact in Worker, environment and name", async () => {
    await set(NAME, "v", { environment: "all" });
    expect((await readOne(NAME)).status).toBe("ok");
    for (const other of [
      { worker: "luna-proxy-web", environment: "production" },
      { worker: "luna-proxy-api", environment: "staging" },
      { worker: "LUNA-PROXY-API", environment: "production" },
    ]) {
      expect(await readOne(NAME, {}, other)).toEqual({
        name: NAME,
        status: "denied",
        maxAgeSeconds: 5,
        fallback: "allowed",
      });
    }
    expect((await readOne("stripe_secret_key")).status).toBe("denied");
  });

  it("end at once when removed, also for what is in memory", async () => {
    await set(NAME, "v");
    expect((await readOne(NAME)).status).toBe("ok");
    await execute({
      type: "grant.remove",
      worker: "luna-proxy-api",
      environment: "production",
      names: [NAME],
    });
    expect((await readOne(NAME)).status).toBe("denied");
  });
});

describe("denials", () => {
  it("are written down once per consumer, name and minute, and all counted", async () => {
    await read({ names: ["A", "B"] });
    await read({ names: ["A"] });
    await read({ names: ["A"] }, { worker: "other", environment: "production" });
    const denied = () =>
      auditEvents().then((events) =>
        events
          .filter((event) => event.action === "secret.read")
          .map((event) => `${event.actor.kind} ${event.actor.id} ${event.target.name}`),
      );
    const first = [
      "consumer luna-proxy-api/production A",
      "consumer luna-proxy-api/production B",
      "consumer other/production A",
    ];
    await expect.poll(denied).toEqual(first);
    advance(60_000);
    await read({ names: ["A"] });
    await expect.poll(denied).toEqual([...first, first[0]]);
    const { usage } = await execute<"usage.list">({ type: "usage.list", worker: "luna-proxy-api" });
    expect(usage.map(({ kind, name, count }) => ({ kind, name, count }))).toEqual([
      { kind: "denied", name: "A", count: 3 },
      { kind: "denied", name: "B", count: 1 },
    ]);
  });
});

describe("a value that does not open", () => {
  const alter = async () => {
    await withSql((sql) => sql.exec("UPDATE versions SET sealed = zeroblob(99)").rowsWritten);
    await evictDurableObject(ledgerStub());
  };
  const faults = async () =>
    (await auditEvents()).flatMap(({ action, outcome, actor, target, details }) =>
      action === "secret.read" ? [{ outcome, actor: actor.id, ...target, ...details }] : [],
    );

  it("fails alone: it is left out, and the names beside it are answered", async () => {
    await set(NAME, "v");
    await alter();
    await set("OTHER", "o");
    await allow(["OTHER"]);
    const items = await read({ names: ["OTHER", NAME, "NOT_GRANTED"] });
    expect(items.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "OTHER ok",
      "NOT_GRANTED denied",
    ]);
    const { usage } = await execute<"usage.list">({ type: "usage.list", name: NAME });
    expect(usage).toEqual([]);
  });

  it("is in the audit once per consumer, name and minute, the rest as a number", async () => {
    await set(NAME, "v");
    await alter();
    const attempt = () => read({ names: [NAME, "NOT_GRANTED"] });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    for (let i = 0; i < 3; i++) await attempt();
    const fault = {
      outcome: "failed",
      actor: "luna-proxy-api/production",
      worker: "luna-proxy-api",
      environment: "production",
      name: NAME,
      reason: "not_opened",
      version: 1,
      storedFor: "production",
    };
    const found = async () => (await faults()).filter(({ outcome }) => outcome === "failed");
    await expect.poll(found).toEqual([fault]);
    advance(60_000);
    await runDurableObjectAlarm(ledgerStub());
    await expect.poll(found).toEqual([fault, { ...fault, repeats: 2 }]);
  });

  it("fails the read where nothing else was asked for", async () => {
    await set(NAME, "v");
    await alter();
    await expect(async () => await read({ names: [NAME] })).rejects.toThrow("The ledger failed.");
  });

  it("lets no copy serve in its place that was rotated since, and does not disturb who holds it", async () => {
    await set(NAME, "v");
    await set(NAME, "w");
    await alter();
    expect(await readOne(NAME)).toMatchObject({ status: "missing", fallback: "obsolete" });
    expect(await readOne(NAME, { known: [2] })).toMatchObject({ status: "same", version: 2 });
  });
});

describe("a read", () => {
  it("is fresh for 60 s, or until the value expires", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const expiresAt = Date.now() + 30_500;
    await set(NAME, "v", { expiresAt });
    expect(await readOne(NAME)).toMatchObject({ maxAgeSeconds: 30, expiresAt });
    await set(NAME, "w");
    expect((await readOne(NAME)).maxAgeSeconds).toBe(60);
  });

  it("tells that the Workers' own copies are obsolete once the value was changed", async () => {
    await set(NAME, "v");
    expect((await readOne(NAME)).fallback).toBe("allowed");
    await set(NAME, "w");
    expect((await readOne(NAME)).fallback).toBe("obsolete");
    await set(NAME, "x", { fallback: "allowed" });
    expect((await readOne(NAME)).fallback).toBe("allowed");
  });

  it("sends no value for the version that the caller holds, and the new one for another", async () => {
    await set(NAME, "v");
    await set(NAME, "w");
    expect(await readOne(NAME, { known: [2] })).toEqual({
      name: NAME,
      status: "same",
      version: 2,
      maxAgeSeconds: 60,
      fallback: "obsolete",
    });
    expect(await readOne(NAME, { known: [1] })).toMatchObject({ status: "ok", value: "w" });
  });

  it("answers a name that is asked for twice at both places", async () => {
    await set(NAME, "v");
    const items = await read({ names: [NAME, "bad name", NAME] });
    expect(items.map((item) => item.value ?? item.status)).toEqual(["v", "invalid", "v"]);
  });

  it("serves the same after the object was evicted", async () => {
    await set(NAME, "kept");
    await evictDurableObject(ledgerStub());
    expect(await readOne(NAME)).toMatchObject({ value: "kept", version: 1 });
  });

  it("serves the new value at once, not the one in memory", async () => {
    for (const value of ["a", "b", "c"]) {
      await set(NAME, value);
      expect((await readOne(NAME)).value).toBe(value);
    }
  });

  it("does not wait for the write queue", async () => {
    await set(NAME, "v");
    const writes = Promise.all(Array.from({ length: 20 }, (_, i) => set("OTHER", `value ${i}`)));
    let written = false;
    const watched = writes.then(() => {
      written = true;
    });
    await readOne(NAME);
    expect(written).toBe(false);
    await watched;
  });
});

describe("stages", () => {
  beforeEach(async () => {
    await set(NAME, "one");
    await set(NAME, "two");
    await set(NAME, "three");
    await withSql((sql) => {
      sql.exec("UPDATE stages SET version = 2 WHERE stage = 'current'");
      sql.exec(
        `INSERT INTO stages (secret_id, stage, version, until) SELECT id, 'previous', 1, ? FROM secrets WHERE name = ?`,
        Date.now() + 60_000,
        NAME,
      );
      sql.exec(
        `INSERT INTO stages (secret_id, stage, version, until) SELECT id, 'pending', 3, NULL FROM secrets WHERE name = ?`,
        NAME,
      );
    });
  });

  it("travel where they are asked for, previous only until its time is over", async () => {
    expect(await readOne(NAME)).not.toHaveProperty("stages");
    const pending = { stage: "pending", version: 3, value: "three" };
    const item = await readOne(NAME, { stages: true });
    expect(item.value).toBe("two");
    expect(item.stages).toHaveLength(2);
    expect(item.stages).toContainEqual(pending);
    expect(item.stages).toContainEqual(
      expect.objectContaining({ stage: "previous", version: 1, value: "one" }),
    );
    advance(60_000);
    expect((await readOne(NAME, { stages: true })).stages).toEqual([pending]);
  });

  it("travel with an unchanged current version too", async () => {
    const item = await readOne(NAME, { stages: true, known: [2] });
    expect(item.status).toBe("same");
    expect(item.stages).toHaveLength(2);
  });
});
