import type { CallOptions, RefusedRequest, ResultOf } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { bindings } from "./bindings.ts";
import { FIRST_ADMIN_TOKEN, STORE_ID } from "./fixed-values.ts";

const STATUS = { type: "store.status" };

describe("execute", () => {
  it("answers a command", async () => {
    expect(await bindings.ADMIN.execute(FIRST_ADMIN_TOKEN, STATUS)).toMatchObject({
      ok: true,
      value: {
        store: STORE_ID,
        backend: "vault",
        local: true,
        schemaVersion: 6,
        rootKeyVersion: 1,
      },
    });
  });

  it("looks at the token before the command", async () => {
    for (const token of ["", "Bearer x", `${FIRST_ADMIN_TOKEN} `, 1, null, undefined]) {
      const result = await bindings.ADMIN.execute(token as string, { nonsense: true });
      expect(result).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
    }
  });

  it.each([
    ["no command", undefined, "invalid_input"],
    ["an unknown command", { type: "secret.reveal" }, "invalid_input"],
    ["a number that is none", { type: "secret.list", limit: Number.NaN }, "invalid_input"],
    ["a bigint", { type: "secret.list", limit: 1n }, "invalid_input"],
    ["an unknown field", { ...STATUS, force: true }, "invalid_input"],
    [
      "a field called like the prototype",
      JSON.parse('{"type":"store.status","__proto__":{}}'),
      "invalid_input",
    ],
  ])("answers %s with a code and never throws", async (_, input, code) => {
    const result = await bindings.ADMIN.execute(FIRST_ADMIN_TOKEN, input);
    expect(result.ok ? "ok" : result.error.code).toBe(code);
  });

  it.each([
    ["a date", { value: new Date(0) }, "value"],
    ["a number that is none", { expectVersion: Number.NaN }, "expectVersion"],
    ["a function", { value: () => "v" }, "value"],
    ["a function where nothing is needed", { comment: () => "c" }, "comment"],
  ])("names the field that %s is in, which JSON would have changed", async (_, field, name) => {
    const asked = { type: "secret.set", environment: "default", name: "A", value: "v", ...field };
    const result = await bindings.ADMIN.execute(FIRST_ADMIN_TOKEN, asked);
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_input", field: name } });
  });

  it("refuses options that are not well-formed", async () => {
    for (const options of [{ idempotencyKey: "" }, { idempotencyKey: "a b" }, { other: 1 }, 1]) {
      const result = await bindings.ADMIN.execute(
        FIRST_ADMIN_TOKEN,
        STATUS,
        options as CallOptions,
      );
      expect(result).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    }
  });

  it("refuses a command that is larger than a message", async () => {
    const input = { type: "secret.set", value: "\u0001".repeat(6_000_000) };
    expect(await bindings.ADMIN.execute(FIRST_ADMIN_TOKEN, input)).toMatchObject({
      error: { code: "too_large" },
    });
  });

  it("names the variable that is malformed, and not what it holds", async () => {
    const result = await bindings.BROKEN_ADMIN.execute(FIRST_ADMIN_TOKEN, STATUS);
    expect(result).toMatchObject({ ok: false, error: { code: "store_unavailable" } });
    expect(JSON.stringify(result)).toContain("LUNAKEY_ROOT_KEY_V1");
    expect(JSON.stringify(result)).not.toContain("not a key");
  });
});

describe("refuse", () => {
  it.each([
    ["foreign_host", "request.refused", "foreign_host"],
    ["foreign_origin", "request.refused", "foreign_origin"],
    ["missing_token", "token.use", "missing"],
    ["malformed_token", "token.use", "malformed"],
  ] as const)("writes %s down, and answers nothing", async (asked, action, reason) => {
    expect(await bindings.ADMIN.refuse(asked)).toBeUndefined();
    await expect.poll(() => denials(action)).toContainEqual({ reason });
  });

  it("takes no other reason, and does not throw", async () => {
    const before = await bindings.ADMIN.execute(FIRST_ADMIN_TOKEN, { type: "audit.head" });
    for (const reason of ["no_props", "a text of the caller's", "", null, { reason: "x" }]) {
      expect(await bindings.ADMIN.refuse(reason as RefusedRequest)).toBeUndefined();
    }
    expect(await bindings.BROKEN_ADMIN.refuse("foreign_host")).toBeUndefined();
    const after = await bindings.ADMIN.execute(FIRST_ADMIN_TOKEN, { type: "audit.head" });
    expect(after).toMatchObject({
      value: { seq: (before as { value: { seq: number } }).value.seq },
    });
  });
});

async function denials(action: string): Promise<unknown[]> {
  const asked = { type: "audit.list", limit: 1_000 };
  const result = await bindings.ADMIN.execute(FIRST_ADMIN_TOKEN, asked);
  const { events } = (result as { value: ResultOf<"audit.list"> }).value;
  return events
    .filter((event) => event.action === action && event.outcome === "denied")
    .map(({ details }) => details);
}
