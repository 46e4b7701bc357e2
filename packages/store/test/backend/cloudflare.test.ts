import type { ReadItem } from "@lunakey/contract";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fillIn } from "../../src/backend/cloudflare.ts";
import type { Env } from "../../src/env.ts";

/** As the ledger allows a name, without its value. */
function allowed(name: string): ReadItem {
  return { name, status: "ok", maxAgeSeconds: 60, fallback: "allowed" };
}

function holding(bindings: Record<string, () => unknown>, more: object = {}): Env {
  const entries = Object.entries(bindings).map(([name, get]) => [name, { get: async () => get() }]);
  return { ...Object.fromEntries(entries), ...more } as unknown as Env;
}

function fail(message: string) {
  return () => {
    throw new Error(message);
  };
}

const MISSING = fail('Secret "A" not found');
const UNREACHABLE = fail("Secrets Worker: Failed to fetch secret");

afterEach(() => {
  vi.useRealTimers();
});

describe("fillIn", () => {
  it("puts in the values that the ledger allows, and reads no others", async () => {
    const get = vi.fn(() => "a");
    const env = holding({ SECRET_A: get, SECRET_B: fail("must not be read") });
    const denied: ReadItem = { name: "B", status: "denied", maxAgeSeconds: 5, fallback: "allowed" };
    expect(await fillIn(env, [allowed("A"), denied, allowed("A")])).toEqual([
      { ...allowed("A"), value: "a" },
      denied,
      { ...allowed("A"), value: "a" },
    ]);
    expect(get).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["is not bound", {}],
    ["is not in the store", { SECRET_A: MISSING }],
    ["is null", { SECRET_A: () => null }],
    ["is empty", { SECRET_A: () => "" }],
    ["is no text", { SECRET_A: () => new ArrayBuffer(1) }],
  ])("answers missing for a name that %s", async (_, bindings) => {
    expect(await fillIn(holding(bindings), [allowed("A")])).toEqual([
      { name: "A", status: "missing", maxAgeSeconds: 5, fallback: "allowed" },
    ]);
    const local = holding(bindings, { LUNAKEY_LOCAL: "true" });
    expect(await fillIn(local, [allowed("A")])).toMatchObject([{ maxAgeSeconds: 0 }]);
  });

  it("takes no variable for a binding", async () => {
    const env = { SECRET_A: "in the dashboard for all to read" } as unknown as Env;
    expect(await fillIn(env, [allowed("A")])).toMatchObject([{ name: "A", status: "missing" }]);
  });

  it("keeps what the ledger says of fallback, and nothing else that it may have sent", async () => {
    const sent: ReadItem = { ...allowed("A"), value: "old", version: 3, fallback: "obsolete" };
    expect(await fillIn(holding({ SECRET_A: () => "new" }), [sent])).toEqual([
      { name: "A", status: "ok", value: "new", maxAgeSeconds: 60, fallback: "obsolete" },
    ]);
  });

  it("leaves out a name that alone can not be reached", async () => {
    const env = holding({ SECRET_A: UNREACHABLE, SECRET_B: () => "b" });
    expect(await fillIn(env, [allowed("A"), allowed("B")])).toEqual([
      { ...allowed("B"), value: "b" },
    ]);
  });

  it("leaves out a name that does not answer in time", async () => {
    vi.useFakeTimers();
    const never = new Promise(() => undefined);
    const env = holding({ SECRET_A: () => never, SECRET_B: () => "b" });
    const filling = fillIn(env, [allowed("A"), allowed("B")]);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(await filling).toEqual([{ ...allowed("B"), value: "b" }]);
  });

  it("fails where no value can be reached, without the cause", async () => {
    const env = holding({ SECRET_A: UNREACHABLE, SECRET_B: UNREACHABLE });
    const error = await fillIn(env, [allowed("A"), allowed("B")]).catch((thrown: Error) => thrown);
    expect(String(error)).toBe("Error: Cloudflare's Secrets Store can not be reached.");
  });
});
