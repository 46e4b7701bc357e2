import { describe, expect, it } from "vitest";
import { toHex } from "../../src/bytes.ts";
import { decryptGcm, encryptGcm, importGcmKey, OpenError } from "../../src/envelope/aes-gcm.ts";
import nist from "../vectors/nist-aes-256-gcm.json" with { type: "json" };
import wycheproof from "../vectors/wycheproof-aes-256-gcm.json" with { type: "json" };

type Vector = (typeof nist.vectors)[number];

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

async function open({ key, nonce, aad, sealed }: Vector): Promise<string> {
  const imported = await importGcmKey(fromHex(key), "decrypt");
  const plaintext = await decryptGcm(imported, fromHex(nonce), fromHex(aad), fromHex(sealed));
  return toHex(new Uint8Array(plaintext));
}

async function seal({ key, nonce, aad, plaintext }: Vector): Promise<string> {
  const imported = await importGcmKey(fromHex(key), "encrypt");
  const data = fromHex(plaintext ?? "");
  const sealed = await encryptGcm(imported, fromHex(nonce), fromHex(aad), data);
  return toHex(new Uint8Array(sealed));
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "no error",
    (error: unknown) => error,
  );
}

/** Ids, so that a failure names its vector. */
async function failing(
  vectors: readonly Vector[],
  holds: (vector: Vector) => Promise<boolean>,
): Promise<string[]> {
  const failed: string[] = [];
  for (const vector of vectors) if (!(await holds(vector))) failed.push(vector.id);
  return failed;
}

describe.each([
  ["NIST", nist.vectors, 559, 191],
  ["Wycheproof", wycheproof.vectors, 39, 27],
])("the vectors of %s", (_, vectors, validCount, invalidCount) => {
  const valid = vectors.filter(({ plaintext }) => plaintext !== null);
  const invalid = vectors.filter(({ plaintext }) => plaintext === null);

  it("are all there", () => {
    expect([valid.length, invalid.length]).toEqual([validCount, invalidCount]);
  });

  it("open to their plaintext", async () => {
    const holds = async (vector: Vector) => (await open(vector)) === vector.plaintext;
    expect(await failing(valid, holds)).toEqual([]);
  });

  it("are made from their plaintext", async () => {
    const holds = async (vector: Vector) => (await seal(vector)) === vector.sealed;
    expect(await failing(valid, holds)).toEqual([]);
  });

  it("that are no ciphertext do not open, with one error", async () => {
    const holds = async (vector: Vector) => (await errorOf(open(vector))) instanceof OpenError;
    expect(await failing(invalid, holds)).toEqual([]);
  });

  it("do not open with any bit of the tag flipped, or any byte less", async () => {
    const [vector] = valid.toReversed();
    if (vector === undefined) throw new Error("no vector");
    const sealed = fromHex(vector.sealed);
    for (let bit = 0; bit < 128; bit += 1) {
      const altered = sealed.slice();
      const index = altered.byteLength - 1 - (bit >> 3);
      altered[index] = (altered[index] ?? 0) ^ (1 << (bit & 7));
      expect(await errorOf(open({ ...vector, sealed: toHex(altered) }))).toBeInstanceOf(OpenError);
    }
    for (let length = 0; length < sealed.byteLength; length += 1) {
      const cut = toHex(sealed.subarray(0, length));
      expect(await errorOf(open({ ...vector, sealed: cut }))).toBeInstanceOf(OpenError);
    }
  });
});

describe("a key", () => {
  it.each([0, 15, 16, 24, 31, 33])("of %d bytes is refused", async (length) => {
    for (const usage of ["encrypt", "decrypt"] as const) {
      expect(await errorOf(importGcmKey(new Uint8Array(length), usage))).toBeInstanceOf(OpenError);
    }
  });

  it("can not be exported, and does one thing", async () => {
    const key = await importGcmKey(new Uint8Array(32), "decrypt");
    expect([key.extractable, key.usages]).toEqual([false, ["decrypt"]]);
  });
});
