import { evictDurableObject, reset, runDurableObjectAlarm } from "cloudflare:test";
import { PERIODS, type ReadItem } from "@lunakey/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  allow,
  auditEvents,
  codeOf,
  execute,
  ledgerStub,
  readOne,
  rows,
  set,
  withSql,
} from "../ledger-harness.ts";

const KEY = { environment: "production", name: "JWT_SECRET" } as const;
const FRESH = 60_000;
const HOUR = 3_600_000;

beforeEach(async () => {
  await reset();
  vi.useFakeTimers({ toFake: ["Date"], now: 1_900_000_000_000 });
  await set(KEY.name, "one");
  await allow([KEY.name]);
});

afterEach(async () => {
  const { verdict, reason } = await execute<"audit.verify">({ type: "audit.verify" });
  vi.useRealTimers();
  expect([verdict, reason]).toEqual(["self-consistent", null]);
});

function advance(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

function rotate(value: string, more: object = {}) {
  return execute<"secret.rotate">({ type: "secret.rotate", ...KEY, value, ...more });
}

/** What a Worker is given: the value, and the others that a verifier accepts. */
async function given() {
  const item: ReadItem = await readOne(KEY.name, { stages: true });
  const others = (item.stages ?? []).map(({ stage, value }) => `${stage} ${value}`);
  return [item.value ?? item.status, ...others].join(", ");
}

const stored = () => rows("SELECT stage, version, until FROM stages ORDER BY stage");
const kinds = async () => (await auditEvents()).map(({ action }) => action).slice(3);

describe("a rotation", () => {
  it("has the new value pending for one fresh-time, then current, then alone", async () => {
    const answer = await rotate("two", { overlapSeconds: 3_600 });
    expect(answer).toMatchObject({
      version: 2,
      changed: true,
      currentFrom: Date.now() + FRESH,
      previousVersion: 1,
      previousUntil: Date.now() + FRESH + HOUR,
    });
    expect(await given()).toBe("one, pending two");
    advance(FRESH - 1);
    expect(await given()).toBe("one, pending two");
    advance(1);
    expect(await given()).toBe("two, previous one");
    advance(HOUR - 1);
    expect(await given()).toBe("two, previous one");
    advance(1);
    expect(await given()).toBe("two");
  });

  it("is decided by the clock, though nothing has written it down", async () => {
    await rotate("two", { overlapSeconds: 3_600 });
    advance(FRESH);
    await withSql((_, storage) => storage.deleteAlarm());
    await evictDurableObject(ledgerStub());
    expect(await given()).toBe("two, previous one");
    expect(await stored()).toMatchObject([{ stage: "current", version: 1 }, { stage: "pending" }]);
    expect(await execute({ type: "secret.get", ...KEY })).toMatchObject({
      version: 2,
      fallback: "obsolete",
      updatedBy: expect.any(String),
    });
    advance(HOUR);
    expect(await given()).toBe("two");
  });

  it("is written down by the alarm, and audited as the system's", async () => {
    await rotate("two", { overlapSeconds: 3_600 });
    advance(FRESH);
    await runDurableObjectAlarm(ledgerStub());
    expect(await stored()).toEqual([
      { stage: "current", version: 2, until: null },
      { stage: "previous", version: 1, until: Date.now() + HOUR },
    ]);
    advance(HOUR);
    await runDurableObjectAlarm(ledgerStub());
    expect(await stored()).toEqual([{ stage: "current", version: 2, until: null }]);
    const events = (await auditEvents()).slice(-2);
    expect(events).toMatchObject([
      { action: "secret.activate", actor: { kind: "system", id: "rotation" } },
      { action: "secret.retire", details: { retired: 1, version: 2 } },
    ]);
  });

  it("is written down by whoever writes next, before their own change", async () => {
    await rotate("two", { overlapSeconds: 60 });
    advance(2 * FRESH + 60_000);
    await set("OTHER", "v");
    expect((await kinds()).slice(-4)).toEqual([
      "secret.rotate",
      "secret.activate",
      "secret.retire",
      "secret.set",
    ]);
  });

  it("tells readers until when the old value may be served, also to those that are cut off", async () => {
    expect(await readOne(KEY.name)).not.toHaveProperty("expiresAt");
    await rotate("two", { overlapSeconds: 30 });
    const expiresAt = Date.now() + FRESH + 30_000;
    expect(await readOne(KEY.name, { known: [1] })).toMatchObject({ status: "same", expiresAt });
    expect((await execute<"secret.get">({ type: "secret.get", ...KEY })).expiresAt).toBeNull();
    advance(FRESH);
    expect(await readOne(KEY.name)).toMatchObject({ version: 2, fallback: "obsolete" });
    expect(await readOne(KEY.name)).not.toHaveProperty("expiresAt");
  });

  it("without overlap does not accept the old value from the moment of the change", async () => {
    await rotate("two", { overlapSeconds: 0 });
    advance(FRESH - 1);
    expect(await given()).toBe("one, pending two");
    advance(1);
    expect(await given()).toBe("two");
  });

  it("keeps the Workers' own copies allowed until the change", async () => {
    await rotate("two");
    expect(await readOne(KEY.name)).toMatchObject({ fallback: "allowed" });
    advance(FRESH);
    expect(await readOne(KEY.name)).toMatchObject({ fallback: "obsolete" });
  });

  it("takes an overlap of a day where none is given", async () => {
    const { currentFrom, previousUntil } = await rotate("two");
    expect((previousUntil ?? 0) - (currentFrom ?? 0)).toBe(PERIODS.OVERLAP_DEFAULT_MS);
  });

  it("given twice is one: while it is pending, and once it is done", async () => {
    const first = await rotate("two");
    expect(await rotate("two")).toEqual({ ...first, changed: false });
    advance(FRESH);
    expect(await rotate("two")).toMatchObject({ version: 2, changed: false });
    expect(await given()).toBe("two, previous one");
  });

  it("is refused while another is under way, and while an overlap would be cut short", async () => {
    await rotate("two", { overlapSeconds: 3_600 });
    const three = { type: "secret.rotate", ...KEY, value: "three" };
    expect(await codeOf(three)).toBe("rotation_pending");
    for (const type of ["secret.set", "secret.rotate"]) {
      expect(await codeOf({ ...three, type })).toBe("rotation_pending");
    }
    const entries = [{ name: KEY.name, value: "three" }];
    const write = { ...{ type: "secret.import", environment: KEY.environment, entries } };
    expect(await codeOf({ ...write, mode: "apply", overwrite: true })).toBe("rotation_pending");
    advance(FRESH);
    expect(await codeOf(three)).toBe("rotation_pending");
    await execute({ type: "secret.retire", ...KEY });
    expect(await codeOf(three)).toBe("ok");
  });

  it("is refused for another version than the expected, and for keys that seal others", async () => {
    expect(await codeOf({ type: "secret.rotate", ...KEY, value: "v", expectVersion: 2 })).toBe(
      "version_mismatch",
    );
    await set("KEK_V1", "k");
    const kek = { type: "secret.rotate", ...KEY, name: "KEK_V1", value: "other" };
    expect(await codeOf(kek)).toBe("protected_name");
    expect(await codeOf({ ...kek, name: "ABSENT" })).toBe("not_found");
  });

  it("does not keep a value from being set at once, and what was promised stays accepted", async () => {
    await rotate("two", { overlapSeconds: 3_600 });
    advance(FRESH);
    await set(KEY.name, "three");
    expect(await given()).toBe("three, previous one");
    advance(HOUR);
    expect(await given()).toBe("three");
  });

  it("leaves an expiry of its own to each version", async () => {
    const expiresAt = Date.now() + FRESH + 10_000;
    await rotate("two", { overlapSeconds: 3_600, expiresAt });
    advance(FRESH);
    expect(await readOne(KEY.name)).toMatchObject({ version: 2, expiresAt });
    advance(10_000);
    expect(await given()).toBe("expired");
    await execute({ type: "secret.rollback", ...KEY });
    expect(await given()).toBe("one");
    const forward = { type: "secret.rollback", ...KEY, version: 2 };
    expect(await codeOf(forward)).toBe("conflict");
  });

  it("ends with the secret's deletion, and does not go on when that is undone", async () => {
    await rotate("two");
    await execute({ type: "secret.delete", ...KEY, force: true });
    advance(FRESH);
    expect(await given()).toBe("deleted");
    await execute({ type: "secret.undelete", ...KEY });
    expect(await given()).toBe("one");
  });

  it("under its idempotency key answers as before, and takes no other value", async () => {
    const idempotencyKey = "k";
    const first = await execute<"secret.rotate">(
      { type: "secret.rotate", ...KEY, value: "two" },
      { idempotencyKey },
    );
    const again = { type: "secret.rotate", ...KEY, value: "two" } as const;
    expect(await execute<"secret.rotate">(again, { idempotencyKey })).toEqual(first);
    expect(await codeOf({ ...again, value: "three" }, { idempotencyKey })).toBe(
      "idempotency_key_reused",
    );
  });
});

describe("a pending version", () => {
  it("stays until it is promoted, which takes effect once all can have heard of it", async () => {
    expect(await rotate("two", { pending: true })).toMatchObject({ currentFrom: null });
    advance(FRESH / 2);
    const answer = await execute<"secret.promote">({ type: "secret.promote", ...KEY });
    expect(answer).toMatchObject({ changed: true, currentFrom: Date.now() + FRESH / 2 });
    expect(await given()).toBe("one, pending two");
    advance(FRESH / 2);
    expect(await given()).toBe("two, previous one");
  });

  it("that waited long enough is current at once", async () => {
    await rotate("two", { pending: true });
    advance(30 * 24 * HOUR);
    expect(await given()).toBe("one, pending two");
    await execute({ type: "secret.promote", ...KEY, overlapSeconds: 60 });
    expect(await given()).toBe("two, previous one");
    expect(await codeOf({ type: "secret.promote", ...KEY })).toBe("conflict");
    advance(60_000);
    expect(await given()).toBe("two");
  });

  it("is withdrawn by a rollback, and its number is not given again", async () => {
    await rotate("two");
    expect(await execute({ type: "secret.rollback", ...KEY })).toMatchObject({ version: 1 });
    expect(await given()).toBe("one");
    advance(FRESH);
    expect(await given()).toBe("one");
    expect(await rotate("three")).toMatchObject({ version: 3 });
  });

  it("is withdrawn once by a rollback that is given twice, whatever was before it", async () => {
    await rotate("two", { overlapSeconds: 3_600 });
    advance(FRESH);
    await rotate("three", { pending: true });
    const asked = { type: "secret.rollback", ...KEY } as const;
    expect(await execute(asked)).toMatchObject({ version: 2, changed: true });
    expect(await given()).toBe("two, previous one");
    expect(await execute(asked)).toMatchObject({ version: 2, changed: false });
    expect(await given()).toBe("two, previous one");
    advance(HOUR);
    expect(await execute(asked)).toMatchObject({ version: 2, changed: false });
    await execute({ ...asked, version: 1 });
    expect(await given()).toBe("one, previous two");
  });

  it("has no overlap of its own", async () => {
    const asked = { type: "secret.rotate", ...KEY, value: "two", pending: true, overlapSeconds: 1 };
    expect(await codeOf(asked)).toBe("invalid_input");
  });
});

describe("a rollback", () => {
  beforeEach(async () => {
    await rotate("two", { overlapSeconds: 3_600 });
    advance(FRESH);
  });

  it("makes the version before current again, and accepts the other for a while", async () => {
    const asked = { type: "secret.rollback", ...KEY, overlapSeconds: 60 } as const;
    expect(await execute(asked)).toMatchObject({ version: 1, previousVersion: 2, changed: true });
    expect(await given()).toBe("one, previous two");
    expect(await execute(asked)).toMatchObject({ version: 1, changed: false });
    expect(await given()).toBe("one, previous two");
    advance(60_000);
    expect(await given()).toBe("one");
    expect(await readOne(KEY.name)).toMatchObject({ fallback: "obsolete" });
  });

  it("needs the version to be named once its overlap is over", async () => {
    advance(HOUR);
    expect(await codeOf({ type: "secret.rollback", ...KEY })).toBe("conflict");
    expect(await codeOf({ type: "secret.rollback", ...KEY, version: 7 })).toBe("not_found");
    await execute({ type: "secret.rollback", ...KEY, version: 1, overlapSeconds: 0 });
    expect(await given()).toBe("one");
  });

  it("shows in the history, with times", async () => {
    await execute({ type: "secret.rollback", ...KEY, overlapSeconds: 60 });
    const { versions } = await execute<"secret.history">({ type: "secret.history", ...KEY });
    expect(versions).toMatchObject([
      { version: 2, stages: ["previous"], since: Date.now(), until: Date.now() + 60_000 },
      { version: 1, stages: ["current"], since: Date.now(), until: null },
    ]);
  });
});

describe("a set of changes", () => {
  const change = (name: string, value: string, more: object = {}) => ({
    ...{ action: "rotate" as const, environment: KEY.environment, name, value },
    ...more,
  });

  it("is done at one moment", async () => {
    await set("CLIENT_ID", "a");
    await allow(["CLIENT_ID"]);
    const { changes } = await execute<"changes.apply">({
      type: "changes.apply",
      changes: [change("CLIENT_ID", "b"), change(KEY.name, "two")],
      overlapSeconds: 60,
    });
    expect(new Set(changes.map(({ currentFrom }) => currentFrom)).size).toBe(1);
    advance(FRESH - 1);
    expect([await given(), (await readOne("CLIENT_ID")).value]).toEqual(["one, pending two", "a"]);
    advance(1);
    expect([await given(), (await readOne("CLIENT_ID")).value]).toEqual(["two, previous one", "b"]);
  });

  it("is not done at all where one part can not be, which is named", async () => {
    await set("CLIENT_ID", "a");
    const refused = async (...changes: object[]) => {
      const asked = { type: "changes.apply", changes: [change(KEY.name, "two"), ...changes] };
      const code = await codeOf(asked);
      expect(await given()).toBe("one");
      return code;
    };
    expect(await refused(change("ABSENT", "b"))).toBe("not_found");
    expect(await refused(change("CLIENT_ID", "b", { expectVersion: 4 }))).toBe("version_mismatch");
    expect(await refused(change(KEY.name, "three"))).toBe("invalid_input");
    expect(await refused({ ...change("CLIENT_ID", "b"), value: undefined })).toBe("invalid_input");
    expect(await refused(change("CLIENT_ID", "b", { action: "retire" }))).toBe("invalid_input");
    expect(
      await refused({ ...change("CLIENT_ID", "b"), action: "promote", value: undefined }),
    ).toBe("conflict");
  });

  it("promotes, rolls back and retires as one too", async () => {
    await rotate("two", { pending: true });
    const asked = (action: "promote" | "rollback" | "retire") =>
      execute({ type: "changes.apply", changes: [{ action, ...KEY }] });
    advance(FRESH);
    await asked("promote");
    expect(await given()).toBe("two, previous one");
    await asked("rollback");
    expect(await given()).toBe("one, previous two");
    await asked("retire");
    expect(await given()).toBe("one");
  });
});
