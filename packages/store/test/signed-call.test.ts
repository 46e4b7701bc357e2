import { PERIODS } from "@lunakey/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Env } from "../src/env.ts";
import { Keyring } from "../src/envelope/keyring.ts";
import {
  CALL_BYTES_LIMIT,
  type CallActor,
  RefusedCall,
  type SignedCall,
  signCall,
  verifyCall,
} from "../src/signed-call.ts";
import { keyText } from "./envelope/key-text.ts";

const NOW = 1_800_000_000_000;
const actor: CallActor = { kind: "consumer", worker: "api", environment: "production" };
const payload = { v: 1, names: ["A"] };

function keyring(variables: Record<string, string> = {}): Keyring {
  const env = { LUNAKEY_STORE_ID: "s", LUNAKEY_ROOT_KEY_V1: keyText(1), ...variables };
  return new Keyring(env as unknown as Env);
}

async function reasonOf(call: unknown, options: { keys?: Keyring; now?: number } = {}) {
  try {
    await verifyCall(options.keys ?? keyring(), options.now ?? NOW, "read", call);
    return "accepted";
  } catch (error) {
    expect(error).toBeInstanceOf(RefusedCall);
    expect((error as RefusedCall).message).toBe("The ledger refuses this call.");
    return (error as RefusedCall).reason;
  }
}

function signed(now = NOW, keys = keyring()): Promise<SignedCall> {
  return signCall(keys, now, "read", actor, payload);
}

describe("a signed call", () => {
  it("gives back who asks, and what", async () => {
    const call = await verifyCall(keyring(), NOW, "read", await signed());
    expect(call).toMatchObject({ actor, payload, issuedAt: NOW });
    expect(call.expiresAt).toBe(NOW + PERIODS.SIGNED_CALL_MS);
  });

  it("has a nonce of its own", async () => {
    const calls = await Promise.all([signed(), signed()]);
    const nonces = await Promise.all(
      calls.map(async (call) => (await verifyCall(keyring(), NOW, "read", call)).nonce),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it("is refused when any byte of it is altered", async () => {
    const call = await signed();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("body" as const, "mac" as const),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (field, at, flip) => {
          const altered = call[field].slice();
          const index = at % altered.byteLength;
          altered[index] = (altered[index] ?? 0) ^ flip;
          expect(await reasonOf({ ...call, [field]: altered })).toBe("bad_mac");
        },
      ),
      { numRuns: 100 },
    );
  });

  it("is refused once it has expired, and when it comes from the future", async () => {
    const call = await signed();
    expect(await reasonOf(call, { now: NOW + PERIODS.SIGNED_CALL_MS - 1 })).toBe("accepted");
    expect(await reasonOf(call, { now: NOW + PERIODS.SIGNED_CALL_MS })).toBe("expired");
    expect(await reasonOf(call, { now: NOW - 60_000 })).toBe("expired");
  });

  it("is refused by another method", async () => {
    const call = await signCall(keyring(), NOW, "execute", actor, payload);
    expect(await reasonOf(call)).toBe("other_call");
  });

  it("is refused by another store, though the root key is the same", async () => {
    const call = await signed(NOW, keyring({ LUNAKEY_STORE_ID: "t" }));
    expect(await reasonOf(call)).toBe("bad_mac");
  });

  it("is refused under a root key that is not known, or another of that version", async () => {
    const call = await signed();
    expect(await reasonOf({ ...call, keyVersion: 2 })).toBe("unknown_key");
    const other = await signed(NOW, keyring({ LUNAKEY_ROOT_KEY_V1: keyText(2) }));
    expect(await reasonOf(other)).toBe("bad_mac");
  });

  it("is accepted by a ledger that has got a newer root key meanwhile", async () => {
    const keys = keyring({ LUNAKEY_ROOT_KEY_V2: keyText(2) });
    expect(await reasonOf(await signed(), { keys })).toBe("accepted");
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["text", "call"],
    ["an empty object", {}],
    ["a body of text", { keyVersion: 1, body: "{}", mac: new Uint8Array(32) }],
    ["a short mac", { keyVersion: 1, body: new Uint8Array(2), mac: new Uint8Array(31) }],
    ["a version of text", { keyVersion: "1", body: new Uint8Array(2), mac: new Uint8Array(32) }],
  ])("is refused where it is %s", async (_, call) => {
    expect(await reasonOf(call)).toBe("bad_shape");
  });

  it("is refused above the platform's size before anything is computed", async () => {
    const body = new Uint8Array(CALL_BYTES_LIMIT + 1);
    expect(await reasonOf({ keyVersion: 1, body, mac: new Uint8Array(32) })).toBe("bad_shape");
  });
});
