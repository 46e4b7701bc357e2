import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64, toHex } from "../../src/bytes.ts";
import type { Env } from "../../src/env.ts";
import { OpenError } from "../../src/envelope/aes-gcm.ts";
import type { SealedPlace } from "../../src/envelope/associated-data.ts";
import {
  ENVELOPE_BYTES,
  findRootKeyVersion,
  openValue,
  sealValue,
} from "../../src/envelope/envelope.ts";
import { Keyring } from "../../src/envelope/keyring.ts";
import vector from "../vectors/envelope-1.json" with { type: "json" };
import { keyText } from "./key-text.ts";

const place: SealedPlace = { store: "s", environment: "production", name: "KEY", version: 3 };

function keyring(variables: Record<string, string> = { LUNAKEY_ROOT_KEY_V1: keyText(1) }): Keyring {
  return new Keyring({ LUNAKEY_STORE_ID: "s", ...variables } as unknown as Env);
}

const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
const places = fc.record({
  store: name,
  environment: name,
  name,
  version: fc.integer({ min: 1, max: 2 ** 31 }),
});
const values = fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 });

async function expectClosed(keys: Keyring, where: SealedPlace, bytes: Uint8Array<ArrayBuffer>) {
  const error = await openValue(keys, where, bytes).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OpenError);
  expect((error as OpenError).message).toBe("A sealed value does not open.");
}

describe("sealing", () => {
  it("opens to what was sealed", async () => {
    const keys = keyring();
    await fc.assert(
      fc.asyncProperty(places, values, async (where, value) => {
        expect(await openValue(keys, where, await sealValue(keys, where, value))).toBe(value);
      }),
      { numRuns: 50 },
    );
  });

  it("keeps a leading byte order mark and every line end", async () => {
    const keys = keyring();
    const value = "\uFEFF-----BEGIN KEY-----\r\nabc\n";
    expect(await openValue(keys, place, await sealValue(keys, place, value))).toBe(value);
  });

  it("never gives the same bytes twice", async () => {
    const keys = keyring();
    const [a, b] = [await sealValue(keys, place, "v"), await sealValue(keys, place, "v")];
    expect(toHex(a.subarray(5))).not.toBe(toHex(b.subarray(5)));
    expect(a.byteLength).toBe(ENVELOPE_BYTES + 1);
  });

  it("fails with one error when any byte is flipped", async () => {
    const keys = keyring();
    const sealed = await sealValue(keys, place, "sk_live_1");
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: sealed.byteLength - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (index, flip) => {
          const altered = sealed.slice();
          altered[index] = (altered[index] ?? 0) ^ flip;
          await expectClosed(keys, place, altered);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("fails with the same error for every shorter length", async () => {
    const keys = keyring();
    const sealed = await sealValue(keys, place, "sk_live_1");
    for (let length = 0; length < sealed.byteLength; length += 7) {
      await expectClosed(keys, place, sealed.slice(0, length));
    }
  });

  it("fails with the same error in any other place", async () => {
    const keys = keyring();
    const sealed = await sealValue(keys, place, "sk_live_1");
    for (const other of [
      { ...place, store: "t" },
      { ...place, environment: "staging" },
      { ...place, name: "KEZ" },
      { ...place, version: 4 },
    ]) {
      await expectClosed(keys, other, sealed);
    }
  });

  it("fails with the same error under another root key", async () => {
    const sealed = await sealValue(keyring(), place, "sk_live_1");
    await expectClosed(keyring({ LUNAKEY_ROOT_KEY_V1: keyText(2) }), place, sealed);
    await expectClosed(keyring({ LUNAKEY_ROOT_KEY_V2: keyText(1) }), place, sealed);
  });
});

describe("root keys", () => {
  it("wrap under the highest version and open under all", async () => {
    const old = await sealValue(keyring(), place, "old");
    const both = keyring({ LUNAKEY_ROOT_KEY_V1: keyText(1), LUNAKEY_ROOT_KEY_V12: keyText(12) });
    expect(await openValue(both, place, old)).toBe("old");
    const made = await sealValue(both, place, "new");
    expect(findRootKeyVersion(made)).toBe(12);
    expect(await openValue(both, place, made)).toBe("new");
  });
});

describe("format 1", () => {
  it("opens bytes that another implementation has made", async () => {
    const keys = new Keyring({
      LUNAKEY_STORE_ID: vector.place.store,
      LUNAKEY_ROOT_KEY_V1: vector.rootKey,
    } as unknown as Env);
    expect(await openValue(keys, vector.place, fromBase64(vector.sealed))).toBe(vector.value);
  });
});
