import { reset } from "cloudflare:test";
import { type CommandInput, LIMITS, PERIODS } from "@lunakey/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  allow,
  attempt,
  auditEvents,
  codeOf,
  execute,
  readOne,
  rows,
  set,
} from "../../ledger-harness.ts";

const KEY = { environment: "production", name: "STRIPE_SECRET_KEY" } as const;

beforeEach(() => reset());
afterEach(() => {
  vi.useRealTimers();
});

function advance(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

const get = () => execute<"secret.get">({ type: "secret.get", ...KEY });
const remove = () => execute<"secret.delete">({ type: "secret.delete", ...KEY });
const undelete = () => execute<"secret.undelete">({ type: "secret.undelete", ...KEY });

describe("secret.set", () => {
  it("makes numbered versions, and none for the value that is there", async () => {
    expect(await set(KEY.name, "a")).toMatchObject({ version: 1, changed: true });
    expect(await set(KEY.name, "b")).toMatchObject({ version: 2, changed: true });
    expect(await set(KEY.name, "b")).toMatchObject({ version: 2, changed: false });
    expect(await set(KEY.name, "a")).toMatchObject({ version: 3, changed: true });
    expect(await rows("SELECT version FROM versions")).toHaveLength(3);
  });

  it("counts versions per name and environment", async () => {
    await set(KEY.name, "a");
    await set(KEY.name, "b");
    expect(await set(KEY.name, "a", { environment: "staging" })).toMatchObject({ version: 1 });
    expect(await set("OTHER", "a")).toMatchObject({ version: 1 });
  });

  it("keeps text byte for byte", async () => {
    await allow([KEY.name]);
    for (const value of ["\uFEFFx", " trailing \r\n", "a\u0000b", "𝕊ünïcode", "e\u0301"]) {
      await set(KEY.name, value);
      expect((await readOne(KEY.name)).value).toBe(value);
    }
  });

  it("takes values up to the limit in bytes", async () => {
    const limit = LIMITS.VALUE_BYTES;
    expect(await codeOf({ type: "secret.set", ...KEY, value: "v".repeat(limit - 1) })).toBe("ok");
    expect(await codeOf({ type: "secret.set", ...KEY, value: "é".repeat(limit / 2) })).toBe("ok");
    const over = { type: "secret.set", ...KEY, value: "v".repeat(limit + 1) };
    expect(await attempt(over)).toMatchObject({
      ok: false,
      error: { code: "invalid_input", field: "value" },
    });
  });

  it("says obsolete of a change, unless told; an unchanged value keeps what it was", async () => {
    expect(await set(KEY.name, "a")).toMatchObject({ fallback: "allowed" });
    expect(await set(KEY.name, "b")).toMatchObject({ fallback: "obsolete" });
    expect(await set(KEY.name, "b")).toMatchObject({ fallback: "obsolete" });
    expect(await set(KEY.name, "b", { fallback: "allowed" })).toMatchObject({
      changed: false,
      fallback: "allowed",
    });
    expect(await get()).toMatchObject({ fallback: "allowed", version: 2 });
    expect(await set(KEY.name, "c", { fallback: "allowed" })).toMatchObject({
      fallback: "allowed",
    });
  });

  it("compares and sets; 0 is for a secret without a value", async () => {
    expect(await set(KEY.name, "a", { expectVersion: 0 })).toMatchObject({ version: 1 });
    for (const expectVersion of [0, 2]) {
      const input = { type: "secret.set", ...KEY, value: "b", expectVersion };
      expect(await codeOf(input)).toBe("version_mismatch");
    }
    expect(await set(KEY.name, "b", { expectVersion: 1 })).toMatchObject({ version: 2 });
    await remove();
    expect(await set(KEY.name, "c", { expectVersion: 0 })).toMatchObject({ version: 3 });
  });

  it("refuses to expire in the past", async () => {
    const input = { type: "secret.set", ...KEY, value: "a", expiresAt: Date.now() };
    expect(await attempt(input)).toMatchObject({
      error: { code: "invalid_input", field: "expiresAt" },
    });
  });

  it("makes a version of the same value for another expiry, and for one that has expired", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const expiresAt = Date.now() + 1_000;
    await set(KEY.name, "a", { expiresAt });
    expect(await set(KEY.name, "a", { expiresAt })).toMatchObject({ changed: false });
    expect(await set(KEY.name, "a")).toMatchObject({ changed: false });
    advance(1_000);
    expect(await get()).toMatchObject({ state: "expired", version: 1 });
    expect(await set(KEY.name, "a")).toMatchObject({ version: 2, fallback: "allowed" });
    expect(await get()).toMatchObject({ state: "active", expiresAt: null });
  });

  it("refuses to change a key-encryption key, and says to add the next one", async () => {
    await set("KEK_V1", "a");
    expect(await set("KEK_V1", "a")).toMatchObject({ changed: false });
    const changed = { type: "secret.set", environment: "production", name: "KEK_V1", value: "b" };
    expect(await attempt(changed)).toMatchObject({
      error: { code: "protected_name", hint: expect.stringContaining("lunakey set KEK_V2") },
    });
    expect(await codeOf({ type: "secret.delete", environment: "production", name: "KEK_V1" })).toBe(
      "protected_name",
    );
    expect(await set("KEK_V2", "b")).toMatchObject({ version: 1 });
  });
});

describe("secret.delete", () => {
  it("keeps the values for 30 days, to the millisecond, and tells until when", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    await set(KEY.name, "a");
    const deleted = await remove();
    expect(deleted).toMatchObject({ state: "deleted", version: null, stages: [] });
    expect(deleted.recoverableUntil).toBe(Date.now() + PERIODS.RECOVERY_MS);
    expect(await codeOf({ type: "secret.delete", ...KEY })).toBe("already_deleted");
    advance(PERIODS.RECOVERY_MS - 1);
    expect(await undelete()).toMatchObject({ state: "active", version: 1 });
    await remove();
    advance(PERIODS.RECOVERY_MS);
    expect(await codeOf({ type: "secret.undelete", ...KEY })).toBe("already_deleted");
  });

  it("refuses what does not exist", async () => {
    for (const type of ["secret.delete", "secret.undelete", "secret.get", "secret.history"]) {
      expect(await codeOf({ type, ...KEY })).toBe("not_found");
    }
  });

  it("does not give a version's number twice", async () => {
    await set(KEY.name, "a");
    await remove();
    expect(await set(KEY.name, "a")).toMatchObject({ version: 2, fallback: "obsolete" });
  });
});

describe("secret.history", () => {
  it("lists versions, newest first, by pages", async () => {
    for (const value of ["a", "b", "c"]) await set(KEY.name, value, { comment: `set ${value}` });
    const ask = { type: "secret.history" as const, ...KEY, limit: 2 };
    const first = await execute<"secret.history">(ask);
    expect(first.versions).toMatchObject([
      { version: 3, stages: ["current"], comment: "set c" },
      { version: 2, stages: [] },
    ]);
    const cursor = first.nextCursor ?? "";
    const second = await execute<"secret.history">({ ...ask, cursor });
    expect(second).toMatchObject({ versions: [{ version: 1 }], nextCursor: null });
  });
});

describe("secret.import", () => {
  const entries = [
    { name: "NEW", value: "n" },
    { name: "SAME", value: "s" },
    { name: "DIFFERENT", value: "new" },
  ];
  const importAll = (more: object): Extract<CommandInput, { type: "secret.import" }> => ({
    type: "secret.import",
    environment: "production",
    mode: "apply",
    entries,
    ...more,
  });

  beforeEach(async () => {
    await set("SAME", "s");
    await set("DIFFERENT", "old");
  });

  it("previews without changing anything, and is written down as the oracle that it is", async () => {
    expect(await execute(importAll({ mode: "preview" }))).toEqual({
      environment: "production",
      applied: false,
      entries: [
        { name: "NEW", status: "new", version: null },
        { name: "SAME", status: "same", version: 1 },
        { name: "DIFFERENT", status: "different", version: 1 },
      ],
    });
    expect(await rows("SELECT 1 FROM versions")).toHaveLength(2);
    const written = (await auditEvents()).filter((event) => event.action === "secret.import");
    expect(written.map((event) => event.details.status)).toEqual(["new", "same", "different"]);
  });

  it("refuses to replace a value unless told, and then writes nothing", async () => {
    expect(await codeOf(importAll({}))).toBe("conflict");
    expect(await rows("SELECT 1 FROM versions")).toHaveLength(2);
  });

  it("replaces when told, all at once", async () => {
    expect(await execute(importAll({ overwrite: true }))).toMatchObject({
      applied: true,
      entries: [
        { name: "NEW", version: 1 },
        { name: "SAME", version: 1 },
        { name: "DIFFERENT", version: 2 },
      ],
    });
    const fallbacks = await rows("SELECT name, fallback FROM secrets ORDER BY name");
    expect(fallbacks).toEqual([
      { name: "DIFFERENT", fallback: "obsolete" },
      { name: "NEW", fallback: "allowed" },
      { name: "SAME", fallback: "allowed" },
    ]);
  });

  it("refuses a name that comes twice, naming the second", async () => {
    const twice = importAll({ entries: [...entries, { name: "NEW", value: "other" }] });
    expect(await attempt(twice)).toMatchObject({
      error: { code: "invalid_input", field: "entries[3].name" },
    });
  });

  it("refuses more bytes than the limit", async () => {
    const size = LIMITS.VALUE_BYTES;
    const many = Array.from({ length: LIMITS.IMPORT_BYTES / size }, (_, index) => ({
      name: `N${index}`,
      value: "x".repeat(size),
    }));
    expect(await codeOf(importAll({ mode: "preview", entries: many }))).toBe("ok");
    const over = [...many, { name: "ONE_MORE", value: "x" }];
    expect(await codeOf(importAll({ mode: "preview", entries: over }))).toBe("too_large");
  });

  it("refuses to change a key-encryption key even with overwrite", async () => {
    await set("KEK_V1", "a");
    const keyChange = importAll({ overwrite: true, entries: [{ name: "KEK_V1", value: "b" }] });
    expect(await codeOf(keyChange)).toBe("protected_name");
  });

  it("takes as many entries as the limit says", async () => {
    const many = Array.from({ length: LIMITS.ENTRIES_PER_IMPORT }, (_, index) => ({
      name: `N${index}`,
      value: `v${index}`,
    }));
    const { entries: applied } = await execute<"secret.import">(importAll({ entries: many }));
    expect(applied).toHaveLength(LIMITS.ENTRIES_PER_IMPORT);
    const { verdict } = await execute<"audit.verify">({ type: "audit.verify" });
    expect(verdict).toBe("self-consistent");
  });
});
