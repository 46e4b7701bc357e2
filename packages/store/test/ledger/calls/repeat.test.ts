import { reset } from "cloudflare:test";
import { PERIODS, type ResultOf } from "@lunakey/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { attempt, auditEvents, codeOf, execute, rows, set } from "../../ledger-harness.ts";

const SET = {
  type: "secret.set",
  environment: "production",
  name: "A",
  value: "guessable",
} as const;
const once = { idempotencyKey: "key-1" };

beforeEach(() => reset());
afterEach(() => {
  vi.useRealTimers();
});

describe("a command that is sent again under its idempotency key", () => {
  it("answers as the first did, and changes nothing more", async () => {
    const first = await attempt(SET, once);
    await set("A", "set by somebody else");
    const events = (await auditEvents()).length;
    expect(await attempt(SET, once)).toEqual(first);
    expect(await auditEvents()).toHaveLength(events);
    expect(await rows("SELECT 1 FROM versions")).toHaveLength(2);
  });

  it("answers once when both are sent at the same time", async () => {
    const [a, b] = await Promise.all([attempt(SET, once), attempt(SET, once)]);
    expect(a).toEqual(b);
    expect(await rows("SELECT 1 FROM versions")).toHaveLength(1);
  });

  it("is refused with another value, command or field", async () => {
    await attempt(SET, once);
    for (const other of [
      { ...SET, value: "other" },
      { ...SET, name: "B" },
      { ...SET, comment: "c" },
      { type: "secret.delete", environment: "production", name: "A" },
    ]) {
      expect(await codeOf(other, once)).toBe("idempotency_key_reused");
    }
  });

  it("of an import compares every value", async () => {
    const entries = [
      { name: "A", value: "a" },
      { name: "B", value: "b" },
    ];
    const all = { type: "secret.import", environment: "production", mode: "apply", entries };
    const first = await attempt(all, once);
    expect(await attempt(all, once)).toEqual(first);
    const changed = { ...all, entries: [entries[0], { name: "B", value: "c" }] };
    expect(await codeOf(changed, once)).toBe("idempotency_key_reused");
  });

  it("of a preview is looked at anew, and leaves the key to the import", async () => {
    const entries = [{ name: "A", value: "a" }];
    const preview = { type: "secret.import", environment: "production", mode: "preview", entries };
    expect(await codeOf(preview, once)).toBe("ok");
    await set("A", "b");
    expect(await attempt(preview, once)).toMatchObject({
      value: { entries: [{ status: "different" }] },
    });
    expect(await codeOf({ ...preview, mode: "apply", overwrite: true }, once)).toBe("ok");
  });

  it("does not show a new token again", async () => {
    const create = { type: "token.create", label: "ci", role: "writer" } as const;
    const first = await execute<"token.create">(create, once);
    expect(first.token).not.toBeNull();
    const again = await execute<"token.create">(create, once);
    expect(again).toEqual({ id: first.id, token: null });
  });

  it("has a key of its own per token", async () => {
    const { token } = await execute<"token.create">({
      type: "token.create",
      label: "ci",
      role: "writer",
    });
    await attempt(SET, once);
    const other = { ...SET, value: "b" };
    expect(await codeOf(other, { ...once, token: token ?? "" })).toBe("ok");
  });

  it("is a new command after a day", async () => {
    await attempt(SET, once);
    await set("A", "b");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + PERIODS.IDEMPOTENCY_MS });
    const result = await attempt(SET, once);
    expect(result).toMatchObject({ ok: true, value: { version: 3 } });
  });

  it("is tried again where the first came to nothing", async () => {
    const remove = { type: "secret.delete", environment: "production", name: "A" } as const;
    expect(await codeOf(remove, once)).toBe("not_found");
    await set("A", "a");
    expect(await codeOf(remove, once)).toBe("ok");
  });
});

describe("an idempotency record", () => {
  it("holds no value, no token and no hash of one", async () => {
    await attempt(SET, once);
    const created = (await execute<"token.create">(
      { type: "token.create", label: "ci", role: "writer" },
      { idempotencyKey: "key-2" },
    )) as ResultOf<"token.create">;
    const records = JSON.stringify(await rows("SELECT * FROM idempotency"));
    for (const hidden of [SET.value, created.token ?? "none"]) {
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(hidden));
      const bytes = new Uint8Array(digest);
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
      for (const form of [hidden, hex, btoa(String.fromCharCode(...bytes))]) {
        expect(records.includes(form)).toBe(false);
      }
    }
  });

  it("has the same fingerprint whatever the value is", async () => {
    await attempt(SET, { idempotencyKey: "a" });
    await attempt({ ...SET, value: "quite another" }, { idempotencyKey: "b" });
    const found = await rows<{ fingerprint: string }>("SELECT fingerprint FROM idempotency");
    expect(new Set(found.map((row) => row.fingerprint)).size).toBe(1);
  });
});
