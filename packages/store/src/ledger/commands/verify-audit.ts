/**
 * `audit.verify`: recomputes the whole chain, page by page, compares the stored checkpoints, and then
 * the secrets with what the events say of them. Finds what contradicts itself; only a head that was
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
import { listSecretRows } from "../all-secrets.ts";
import { type ChainHead, listCheckpoints, listEvents, readHead } from "../audit.ts";
import { AuditedSecrets, type Contradiction } from "../audited-secrets.ts";
import { KeyContinuity } from "../key-continuity.ts";
import { findStages } from "../secrets.ts";

/** Events read at a time: a segment, so that a page ends where its checkpoint is. */
const PAGE_COUNT = AUDIT.SEGMENT_EVENTS;
/** Secrets compared without letting go of the thread: some 5 ms. */
const SECRETS_COUNT = 500;

export async function verifyAudit(
  sql: SqlStorage,
  keyring: Keyring,
): Promise<ResultOf<"audit.verify">> {
  const end = readHead(sql);
  const secrets = new AuditedSecrets();
  const broken =
    (await findFirstBreak(sql, keyring, end, secrets)) ??
    (await findFirstContradiction(sql, end.seq, secrets));
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
  secrets: AuditedSecrets,
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
    for (const event of events) secrets.note(event);
    previous = last;
  }
  const untied = await continuity.findUntied();
  if (untied === null) return null;
  return { seq: untied.seq, reason: "nothing ties the key of its checkpoint to the present one" };
}

/**
 * Compares rows with events, some at a time. Writes go on between: what they add to the log is taken
 * in before the next rows are read, without a wait between, so that both are of one moment.
 */
async function findFirstContradiction(
  sql: SqlStorage,
  end: number,
  secrets: AuditedSecrets,
): Promise<Contradiction | null> {
  let after = 0;
  for (let seq = end; ; ) {
    seq = noteNewEvents(sql, seq, secrets);
    const rows = listSecretRows(sql, after, SECRETS_COUNT);
    const ids = rows.map(({ id }) => id);
    const stages = Map.groupBy(findStages(sql, ids), (stage) => stage.secret_id);
    for (const row of rows) {
      const found = secrets.findContradiction(row, stages.get(row.id) ?? []);
      if (found !== null) return found;
    }
    after = rows.at(-1)?.id ?? after;
    if (rows.length < SECRETS_COUNT) return secrets.findMissing();
    await scheduler.wait(0);
  }
}

/** @returns the number of the last event. */
function noteNewEvents(sql: SqlStorage, after: number, secrets: AuditedSecrets): number {
  let seq = after;
  for (const event of listEvents(sql, after, PAGE_COUNT)) {
    secrets.note(event);
    seq = event.seq;
  }
  return seq < after + PAGE_COUNT ? seq : noteNewEvents(sql, seq, secrets);
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
