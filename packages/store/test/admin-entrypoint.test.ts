import type { CallOptions } from "@lunakey/contract";
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
        schemaVersion: 1,
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
