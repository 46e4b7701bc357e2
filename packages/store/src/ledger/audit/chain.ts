/**
 * Turns what happened into chained events, and closes segments with signed checkpoints. Reads and
 * writes no storage: hashing is asynchronous, and the write queue commits the result.
 */
import {
  AUDIT,
  type AuditEvent,
  type Checkpoint,
  checkpointBytes,
  hashEvent,
} from "@lunakey/contract";
import { toBase64 } from "../../bytes.ts";
import type { Keyring } from "../../envelope/keyring.ts";
import type { ChainHead } from "./audit-rows.ts";

/** What is to be written down. Names and ids only, never a value. */
export type AuditDraft = Pick<AuditEvent, "actor" | "action" | "outcome" | "target" | "details">;

export interface ChainedEvents {
  readonly events: readonly AuditEvent[];
  /** One for each segment that these events complete. */
  readonly checkpoints: readonly Checkpoint[];
}

/** Chains drafts onto a head, in order. */
export async function chainEvents(
  keyring: Keyring,
  head: ChainHead,
  at: number,
  drafts: readonly AuditDraft[],
): Promise<ChainedEvents> {
  const events: AuditEvent[] = [];
  const checkpoints: Checkpoint[] = [];
  let { seq, hash } = head;
  for (const draft of drafts) {
    const unhashed = {
      v: 1 as const,
      store: keyring.storeId,
      seq: seq + 1,
      at,
      ...draft,
      prev: hash,
    };
    ({ seq, hash } = { seq: unhashed.seq, hash: await hashEvent(unhashed) });
    events.push({ ...unhashed, hash });
    if (seq % AUDIT.SEGMENT_EVENTS === 0) {
      checkpoints.push(await signCheckpoint(keyring, { seq, hash }, at));
    }
  }
  return { events, checkpoints };
}

/** A checkpoint of a head, signed under the current root key. */
export async function signCheckpoint(
  keyring: Keyring,
  head: ChainHead,
  at: number,
): Promise<Checkpoint> {
  const keyVersion = keyring.currentVersion;
  const { privateKey, publicKey } = await keyring.auditKey(keyVersion);
  const store = keyring.storeId;
  const unsigned = {
    v: 1 as const,
    store,
    seq: head.seq,
    head: head.hash,
    at,
    keyVersion,
    publicKey,
  };
  const signature = await crypto.subtle.sign("Ed25519", privateKey, checkpointBytes(unsigned));
  return { ...unsigned, signature: toBase64(new Uint8Array(signature)) };
}
