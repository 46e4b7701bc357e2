import { evictDurableObject, reset, runInDurableObject } from "cloudflare:test";
import { type CommandType, TOKEN_PATTERN } from "@lunakey/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_ADMIN_TOKEN } from "../../fixed-values.ts";
import {
  actorOf,
  attempt,
  auditEvents,
  codeOf,
  execute,
  ledger,
  ledgerStub,
  rows,
  set,
  sign,
} from "../../ledger-harness.ts";

beforeEach(() => reset());
afterEach(() => {
  vi.useRealTimers();
});

const STATUS = { type: "store.status" } as const;
const FIRST_ID = FIRST_ADMIN_TOKEN.slice(8, 24);

async function create(role: "admin" | "writer" | "viewer", more: object = {}) {
  const made = await execute<"token.create">({ type: "token.create", label: "t", role, ...more });
  return { id: made.id, token: made.token ?? "" };
}

const revoke = (id: string, token = FIRST_ADMIN_TOKEN) =>
  codeOf({ type: "token.revoke", id }, { token });

async function signed(input: object, token: string) {
  return sign("execute", await actorOf(token), { input, options: {} });
}

async function reasons(): Promise<unknown[]> {
  const events = await auditEvents();
  return events
    .filter((event) => event.action === "token.use")
    .map((event) => event.details.reason);
}

describe("a token", () => {
  it("is made of an id and 32 random bytes, and stored as a digest only", async () => {
    const { id, token } = await create("viewer");
    expect(TOKEN_PATTERN.exec(token)?.[1]).toBe(id);
    expect((await create("viewer")).token).not.toBe(token);
    const [row] = await rows<{ digest: ArrayBuffer }>("SELECT digest FROM tokens WHERE id = ?", id);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
    expect(new Uint8Array(row?.digest ?? new ArrayBuffer(0))).toEqual(new Uint8Array(digest));
  });

  it("looks the same outside whether it is unknown, wrong, revoked or expired", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const revoked = await create("viewer");
    await revoke(revoked.id);
    const expired = await create("viewer", { expiresAt: Date.now() + 1_000 });
    const good = await create("viewer");
    vi.setSystemTime(Date.now() + 1_000);
    const tokens = [
      `lunakey_ffffffffffffffff_${"B".repeat(43)}`,
      `${good.token.slice(0, -1)}${good.token.endsWith("A") ? "B" : "A"}`,
      revoked.token,
      expired.token,
    ];
    const results = await Promise.all(tokens.map((token) => attempt(STATUS, { token })));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(results[0]).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
    await expect.poll(reasons).toEqual(["unknown", "wrong", "revoked", "expired"]);
  });

  it("that is malformed is refused alike", async () => {
    const call = await sign(
      "execute",
      { kind: "unknown", reason: "malformed_token" },
      { input: STATUS, options: {} },
    );
    expect(await ledger().execute(call)).toMatchObject({ error: { code: "unauthenticated" } });
    await expect.poll(reasons).toEqual(["malformed"]);
  });

  it("is checked before the command is looked at", async () => {
    const token = `lunakey_ffffffffffffffff_${"B".repeat(43)}`;
    expect(await codeOf({ nonsense: true }, { token })).toBe("unauthenticated");
  });

  it("that is refused is written down once per minute, then counted", async () => {
    const token = `lunakey_ffffffffffffffff_${"B".repeat(43)}`;
    for (let i = 0; i < 5; i += 1) await codeOf(STATUS, { token });
    await expect.poll(reasons).toEqual(["unknown"]);
  });

  it("may give the commands of its role only; a refusal is written down", async () => {
    const { token, id } = await create("viewer");
    const forbidden: [CommandType, object][] = [
      ["secret.set", { environment: "default", name: "A", value: "v" }],
      ["grant.add", { worker: "w", environment: "default", names: ["A"] }],
      ["token.list", {}],
    ];
    for (const [type, rest] of forbidden) {
      expect(await codeOf({ type, ...rest }, { token })).toBe("forbidden");
    }
    expect(await codeOf(STATUS, { token })).toBe("ok");
    const denied = (await auditEvents()).filter((event) => event.outcome === "denied");
    expect(denied.map(({ actor, action }) => `${actor.id} ${action}`)).toEqual(
      forbidden.map(([type]) => `${id} ${type}`),
    );
    expect(await rows("SELECT 1 FROM secrets")).toEqual([]);
  });

  it("notes when it was used, at most once a minute", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const { id, token } = await create("viewer");
    const lastUsed = () =>
      rows<{ at: number | null }>("SELECT last_used_at AS at FROM tokens WHERE id = ?", id).then(
        ([row]) => row?.at,
      );
    expect(await lastUsed()).toBeNull();
    const start = Date.now();
    await codeOf(STATUS, { token });
    vi.setSystemTime(start + 59_999);
    await codeOf(STATUS, { token });
    expect(await lastUsed()).toBe(start);
    vi.setSystemTime(start + 60_000);
    await codeOf(STATUS, { token });
    expect(await lastUsed()).toBe(start + 60_000);
  });

  it("that is revoked while its command waits in the queue does nothing", async () => {
    const { id, token } = await create("writer");
    const calls = [
      await signed({ type: "token.revoke", id }, FIRST_ADMIN_TOKEN),
      await signed({ type: "secret.set", environment: "default", name: "A", value: "v" }, token),
    ];
    const [revoked, late] = await runInDurableObject(ledgerStub(), (instance) =>
      Promise.all(calls.map((call) => instance.execute(call))),
    );
    expect(revoked).toMatchObject({ ok: true });
    expect(late).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
    expect(await rows("SELECT 1 FROM secrets")).toEqual([]);
  });
});

describe("the first admin's token", () => {
  it("is taken in when it is first used, once", async () => {
    await execute(STATUS);
    await execute(STATUS);
    const { tokens } = await execute<"token.list">({ type: "token.list" });
    expect(tokens).toMatchObject([
      { id: FIRST_ID, label: "first admin", role: "admin", createdBy: "system" },
    ]);
    const created = (await auditEvents()).filter((event) => event.action === "token.create");
    expect(created).toMatchObject([{ actor: { kind: "system" }, target: { token: FIRST_ID } }]);
  });

  it("is taken in once when two requests bring it at the same time", async () => {
    await Promise.all([execute(STATUS), execute(STATUS), set("A", "v")]);
    expect(await rows("SELECT 1 FROM tokens")).toHaveLength(1);
  });

  it("is not taken in by its id alone", async () => {
    const token = `${FIRST_ADMIN_TOKEN.slice(0, 25)}${"B".repeat(43)}`;
    expect(await codeOf(STATUS, { token })).toBe("unauthenticated");
    expect(await rows("SELECT 1 FROM tokens")).toHaveLength(0);
  });

  it("stays revoked, over restarts too", async () => {
    const other = await create("admin");
    expect(await revoke(FIRST_ID, other.token)).toBe("ok");
    await evictDurableObject(ledgerStub());
    expect(await codeOf(STATUS)).toBe("unauthenticated");
    expect(await codeOf(STATUS, { token: other.token })).toBe("ok");
  });
});

describe("token.revoke", () => {
  it("refuses the last active admin", async () => {
    await execute(STATUS);
    await create("writer");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    await create("admin", { expiresAt: Date.now() + 1_000 });
    vi.setSystemTime(Date.now() + 1_000);
    expect(await revoke(FIRST_ID)).toBe("conflict");
    await create("admin");
    expect(await revoke(FIRST_ID)).toBe("ok");
  });

  it("leaves one admin when two revoke each other", async () => {
    await execute(STATUS);
    const other = await create("admin");
    const codes = await Promise.all([revoke(other.id), revoke(FIRST_ID, other.token)]);
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
  });

  it("answers the same when it is repeated, and refuses an unknown id", async () => {
    const { id } = await create("viewer");
    const first = await execute<"token.revoke">({ type: "token.revoke", id });
    expect(first.revokedAt).not.toBeNull();
    expect(await execute({ type: "token.revoke", id })).toEqual(first);
    expect(await revoke("0".repeat(16))).toBe("not_found");
  });
});
