/**
 * The audit's canonical form and its verifier, for the ledger and for anyone who holds an export.
 *
 * An event's hash covers its canonical form and the hash before it. Segments of events are closed
 * by checkpoints that are signed with Ed25519. Altering an event is found by recomputing; cutting
 * off the end, or rewriting all of it with the signing key, is found only by comparing with a
 * checkpoint that was held outside of the store.
 */
import * as z from "zod";

export const AUDIT = {
  /** Events in a segment. */
  SEGMENT_EVENTS: 1_000,
  /** `prev` of the first event. */
  GENESIS: "0".repeat(64),
} as const;

const hexRule = "must be 64 hexadecimal digits";
const hex64 = z.string({ error: hexRule }).regex(/^[0-9a-f]{64}$/, hexRule);
const base64 = z.string({ error: "must be base64" });
const count = (least: number) => {
  const error = `must be a whole number of at least ${least}`;
  return z.number({ error }).int(error).min(least, error);
};

export const auditEvent = z.strictObject({
  v: z.literal(1),
  store: z.string(),
  seq: z.int().min(1),
  /** Milliseconds since 1970. */
  at: z.int(),
  actor: z.strictObject({
    kind: z.enum(["token", "consumer", "system", "unknown"]),
    /** A token's id, `worker/environment`, or the name of a job. */
    id: z.string(),
  }),
  action: z.string(),
  outcome: z.enum(["ok", "denied", "failed"]),
  /** What it was about: environment, name, worker, token… Names and ids, never values. */
  target: z.record(z.string(), z.string()),
  /** Numbers, states and reasons that were chosen by the ledger. */
  details: z.record(z.string(), z.union([z.string(), z.int(), z.boolean(), z.null()])),
  prev: hex64,
  hash: hex64,
});
export type AuditEvent = z.infer<typeof auditEvent>;

export const checkpoint = z.strictObject(
  {
    v: z.literal(1, { error: "must be 1" }),
    store: z.string({ error: "must be a string" }),
    /** The last event that it covers; 0 for an empty log. */
    seq: count(0),
    /** Hash of that event. */
    head: hex64,
    at: count(0),
    keyVersion: count(1),
    /** Ed25519, raw 32 bytes, base64. */
    publicKey: base64,
    /** Ed25519 over the canonical form of all fields but this one, base64. */
    signature: base64,
  },
  { error: "must be a checkpoint of the audit" },
);
export type Checkpoint = z.infer<typeof checkpoint>;

/**
 * JSON with sorted keys, no white space and whole numbers only: the subset of RFC 8785 that needs
 * no rules for fractions.
 *
 * @throws TypeError for a number that is not a safe integer, or a type that JSON does not have.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value))
      throw new TypeError("canonical JSON holds whole numbers only");
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object") {
    const record = value as Record<string, unknown>;
    const members = Object.keys(record)
      .filter((key) => record[key] !== undefined)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`);
    return `{${members.join(",")}}`;
  }
  throw new TypeError("canonical JSON holds no functions, symbols or bigints");
}

const encoder = new TextEncoder();

/** SHA-256 of an event's canonical form without its `hash`, as 64 hexadecimal digits. */
export async function hashEvent(event: Omit<AuditEvent, "hash">): Promise<string> {
  const { hash: _, ...rest } = event as AuditEvent;
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(canonicalJson(rest)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes that a checkpoint's signature covers. */
export function checkpointBytes(unsigned: Omit<Checkpoint, "signature">): Uint8Array<ArrayBuffer> {
  const { signature: _, ...rest } = unsigned as Checkpoint;
  return encoder.encode(canonicalJson(rest));
}

export interface ChainBreak {
  readonly seq: number;
  readonly reason: string;
}

/**
 * Checks that events follow on each other and that each hash is right.
 *
 * @param events in order; they may begin anywhere.
 * @param previous the hash before the first of them, and its number. Genesis where left out.
 * @returns the first break, or null.
 */
export async function findChainBreak(
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  previous: { readonly seq: number; readonly hash: string } = { seq: 0, hash: AUDIT.GENESIS },
): Promise<ChainBreak | null> {
  let { seq, hash } = previous;
  for await (const event of events) {
    if (event.seq !== seq + 1) return { seq: event.seq, reason: `event ${seq + 1} is missing` };
    if (event.prev !== hash) return { seq: event.seq, reason: "does not follow the event before" };
    if ((await hashEvent(event)) !== event.hash) return { seq: event.seq, reason: "was altered" };
    ({ seq, hash } = event);
  }
  return null;
}

/**
 * Is the signature right for the public key that the checkpoint carries? Compare that key too.
 * A key or signature that is not well-formed makes it false, not an error.
 */
export async function isSignedCheckpoint(signed: Checkpoint): Promise<boolean> {
  const publicKey = fromBase64(signed.publicKey);
  const signature = fromBase64(signed.signature);
  // RFC 8032, 5.1: keys of 32 bytes, signatures of 64.
  if (publicKey?.byteLength !== 32 || signature?.byteLength !== 64) return false;
  const key = await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, [
    "verify",
  ]);
  return crypto.subtle.verify("Ed25519", key, signature, checkpointBytes(signed));
}

/** Null where the text is not base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
