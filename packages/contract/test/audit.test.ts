import {
  AUDIT,
  type AuditEvent,
  auditEvent,
  type Checkpoint,
  canonicalJson,
  checkpoint,
  checkpointBytes,
  findChainBreak,
  hashEvent,
  isSignedCheckpoint,
} from "@lunakey/contract";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import vectors from "./vectors/canonical-json.json" with { type: "json" };

describe("canonicalJson", () => {
  it.each(vectors.valid)("$about", ({ input, canonical }) => {
    expect(canonicalJson(JSON.parse(input))).toBe(canonical);
  });

  it.each(vectors.refused)("refuses $about", ({ input }) => {
    expect(() => canonicalJson(JSON.parse(input))).toThrow(TypeError);
  });

  it.each([
    ["undefined", undefined],
    ["a function", () => 1],
    ["a symbol", Symbol("s")],
    ["a bigint", 1n],
    ["not-a-number", Number.NaN],
    ["undefined in a list", [undefined]],
  ])("refuses %s", (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it("leaves out members that are undefined, as JSON does", () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  it("is the same whatever order the members were made in, and reads back as it was", () => {
    const keys = fc.uniqueArray(fc.string({ unit: "binary" }), { maxLength: 8 });
    fc.assert(
      fc.property(keys, fc.array(fc.integer()), (names, list) => {
        const entries = names.map((name) => [name, list]);
        const text = canonicalJson(Object.fromEntries(entries));
        expect(canonicalJson(Object.fromEntries(entries.toReversed()))).toBe(text);
        expect(JSON.parse(text)).toEqual(Object.fromEntries(entries));
      }),
    );
  });
});

async function makeEvent(seq: number, prev: string): Promise<AuditEvent> {
  const event: Omit<AuditEvent, "hash"> = {
    v: 1,
    store: "local",
    seq,
    at: 1_795_300_000_000 + seq,
    actor: { kind: "token", id: "0123456789abcdef" },
    action: "secret.set",
    outcome: "ok",
    target: { environment: "production", name: `N${seq}` },
    details: { version: seq, changed: true, reason: null },
    prev,
  };
  return { ...event, hash: await hashEvent(event) };
}

async function makeChain(length: number): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    events.push(await makeEvent(seq, events.at(-1)?.hash ?? AUDIT.GENESIS));
  }
  return events;
}

describe("findChainBreak", () => {
  let chain: AuditEvent[];
  const at = (index: number): AuditEvent => {
    const event = chain[index];
    if (event === undefined) throw new Error("no such event");
    return event;
  };
  beforeAll(async () => {
    chain = await makeChain(6);
  });

  it("passes a valid chain, an empty one, and one that comes in pieces", async () => {
    expect(chain.map((event) => auditEvent.parse(event))).toEqual(chain);
    expect(await findChainBreak(chain)).toBeNull();
    expect(await findChainBreak([])).toBeNull();
    expect(await findChainBreak(chain.slice(3), { seq: at(2).seq, hash: at(2).hash })).toBeNull();
  });

  it.each<Partial<AuditEvent>>([
    { at: 0 },
    { outcome: "denied" },
    { actor: { kind: "system", id: "0123456789abcdef" } },
    { target: { environment: "production", name: "OTHER" } },
    { details: {} },
    { store: "other" },
    { action: "secret.delete" },
  ])("finds an event that was altered: %j", async (altered) => {
    const events = chain.with(3, { ...at(3), ...altered });
    expect(await findChainBreak(events)).toEqual({ seq: 4, reason: "was altered" });
  });

  it("finds an altered event whose hash was made anew, by the one after it", async () => {
    const altered = { ...at(3), outcome: "denied" as const };
    const events = chain.with(3, { ...altered, hash: await hashEvent(altered) });
    expect(await findChainBreak(events)).toEqual({
      seq: 5,
      reason: "does not follow the event before",
    });
  });

  it("finds a removed event, in the middle and at the start", async () => {
    expect(await findChainBreak(chain.toSpliced(3, 1))).toEqual({
      seq: 5,
      reason: "event 4 is missing",
    });
    expect(await findChainBreak(chain.slice(1))).toEqual({ seq: 2, reason: "event 1 is missing" });
  });

  it("finds events in another order", async () => {
    const events = chain.with(2, at(3)).with(3, at(2));
    expect(await findChainBreak(events)).toEqual({ seq: 4, reason: "event 3 is missing" });
  });

  it("finds an inserted event, with a number of its own or another's", async () => {
    const inserted = await makeEvent(4, at(2).hash);
    expect(await findChainBreak(chain.toSpliced(3, 0, { ...inserted, hash: at(3).hash }))).not.toBe(
      null,
    );
    const forged = await makeEvent(4, "f".repeat(64));
    expect(await findChainBreak(chain.toSpliced(3, 0, forged))).toEqual({
      seq: 4,
      reason: "does not follow the event before",
    });
    expect(await findChainBreak(chain.toSpliced(4, 0, at(3)))).toEqual({
      seq: 4,
      reason: "event 5 is missing",
    });
  });

  it("can not see a cut end: that takes a head held outside", async () => {
    expect(await findChainBreak(chain.slice(0, 4))).toBeNull();
  });
});

describe("isSignedCheckpoint", () => {
  let signed: Checkpoint;
  const toBase64 = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString("base64");

  beforeAll(async () => {
    const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
    const unsigned = {
      v: 1 as const,
      store: "local",
      seq: 6,
      head: "a".repeat(64),
      at: 1_795_300_000_000,
      keyVersion: 1,
      publicKey: toBase64(await crypto.subtle.exportKey("raw", pair.publicKey)),
    };
    const bytes = checkpointBytes(unsigned);
    const signature = await crypto.subtle.sign("Ed25519", pair.privateKey, bytes);
    signed = { ...unsigned, signature: toBase64(signature) };
  });

  it("takes the signature of the key that the checkpoint carries", async () => {
    expect(checkpoint.parse(signed)).toEqual(signed);
    expect(await isSignedCheckpoint(signed)).toBe(true);
  });

  it.each<Partial<Checkpoint>>([
    { store: "other" },
    { seq: 5 },
    { head: "b".repeat(64) },
    { at: 0 },
    { keyVersion: 2 },
  ])("finds a field that was altered: %j", async (altered) => {
    expect(await isSignedCheckpoint({ ...signed, ...altered })).toBe(false);
  });

  it("finds any flipped bit of the signature or the key", async () => {
    for (const field of ["signature", "publicKey"] as const) {
      const bytes = Buffer.from(signed[field], "base64");
      for (let index = 0; index < bytes.byteLength; index += 7) {
        const flipped = Buffer.from(bytes);
        flipped.writeUInt8(bytes.readUInt8(index) ^ 1, index);
        const altered = { ...signed, [field]: flipped.toString("base64") };
        expect(await isSignedCheckpoint(altered)).toBe(false);
      }
    }
  });

  it.each(["", "AAAA", "not base64!", "====", `${"A".repeat(85)}===`])(
    "is false, and no error, for the malformed %j",
    async (text) => {
      expect(await isSignedCheckpoint({ ...signed, signature: text })).toBe(false);
      expect(await isSignedCheckpoint({ ...signed, publicKey: text })).toBe(false);
    },
  );
});
