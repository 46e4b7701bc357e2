/**
 * `audit.verify`: recomputes the whole chain, page by page, compares the stored checkpoints, and then
 * secrets and grants with what the events say of them. Finds what contradicts itself; only a head that was
 * held outside of the store proves more.
 */
import {
  AUDIT,
  type AuditEvent,
  type ChainBreak,
  type Checkpoint,
  findChainBreak,
  isSignedCheckpoint,
  type ResultOf,
} from "@lunakey/contract";
import type { Keyring } from "../../envelope/keyring.ts";
import { type ChainHead, listCheckpoints, listEvents, readHead } from "../audit/audit-rows.ts";
import { KeyContinuity } from "../audit/key-continuity.ts";
import { AuditComparison } from "./compare-with-audit.ts";

/** Events read at a time: a segment, so that a page ends where its checkpoint is. */
const PAGE_COUNT = AUDIT.SEGMENT_EVENTS;

export async function verifyAudit(
  sql: SqlStorage,
  keyring: Keyring,
): Promise<ResultOf<"audit.verify">> {
  const end = readHead(sql);
  const comparison = new AuditComparison(sql);
  const broken =
    (await findFirstBreak(sql, keyring, end, comparison)) ?? (await comparison.findContradiction());
  return {
    events: end.seq,
    verdict: broken === null ? "self-consistent" : "broken",
    brokenAt: broken?.seq ?? null,
    reason: broken?.reason ?? null,
  };
}

async function findFirstBreak(
  sql: SqlStorage,
  keyring: Keyring,
  end: ChainHead,
  comparison: AuditComparison,
): Promise<ChainBreak | null> {
  let previous: ChainHead = { seq: 0, hash: AUDIT.GENESIS };
  const continuity = new KeyContinuity(keyring);
  while (previous.seq < end.seq) {
    // Events that are added meanwhile are not this run's.
    const limit = Math.min(PAGE_COUNT, end.seq - previous.seq);
    const events = readPage(sql, previous.seq, limit);
    if (events === null) return { seq: previous.seq + 1, reason: "is no event" };
    const broken = await findChainBreak(events, previous);
    if (broken !== null) return broken;
    const last = events.at(-1);
    if (last === undefined || last.seq !== previous.seq + limit) {
      const missing = (last?.seq ?? previous.seq) + 1;
      return { seq: missing, reason: `event ${missing} is missing` };
    }
    const unsound = await findCheckpointBreak(sql, keyring, continuity, previous.seq, last);
    if (unsound !== null) return unsound;
    await continuity.noteEvents(events);
    comparison.note(events);
    previous = last;
    // WebCrypto's promises are there at once: without this nobody would be answered until the end.
    await scheduler.wait(0);
  }
  const untied = await continuity.findUntied();
  if (untied === null) return null;
  return { seq: untied.seq, reason: "nothing ties the key of its checkpoint to the present one" };
}

function readPage(sql: SqlStorage, after: number, limit: number): AuditEvent[] | null {
  try {
    return listEvents(sql, after, limit);
  } catch {
    // A body that is no JSON was not written by the ledger.
    return null;
  }
}

/** Compares the checkpoint of the segment that ends with `last`, and finds what has no place. */
async function findCheckpointBreak(
  sql: SqlStorage,
  keyring: Keyring,
  continuity: KeyContinuity,
  after: number,
  last: AuditEvent,
): Promise<ChainBreak | null> {
  const { seq } = last;
  const stored = readCheckpoints(sql, after, seq);
  const expected = seq % AUDIT.SEGMENT_EVENTS === 0 ? 1 : 0;
  if (stored === null || stored.length !== expected) {
    return { seq, reason: "the checkpoint of its segment is missing or was altered" };
  }
  for (const checkpoint of stored) {
    if (!(await isSound(keyring, checkpoint, last))) {
      return { seq, reason: "the checkpoint of its segment does not match" };
    }
    continuity.noteCheckpoint(checkpoint);
  }
  return null;
}

function readCheckpoints(sql: SqlStorage, after: number, upTo: number): Checkpoint[] | null {
  try {
    return listCheckpoints(sql, after, upTo);
  } catch {
    // As with events: no JSON, so not the ledger's.
    return null;
  }
}

async function isSound(
  keyring: Keyring,
  checkpoint: Checkpoint,
  last: AuditEvent,
): Promise<boolean> {
  const { store, seq, head, keyVersion, publicKey } = checkpoint;
  if (store !== keyring.storeId || seq !== last.seq || head !== last.hash) return false;
  // The key of one that was removed since can not be compared with: `KeyContinuity` decides.
  if (keyring.has(keyVersion)) {
    const { publicKey: ours } = await keyring.auditKey(keyVersion);
    if (publicKey !== ours) return false;
  }
  try {
    return await isSignedCheckpoint(checkpoint);
  } catch {
    // Not even the form of a key or signature.
    return false;
  }
}
