/**
 * SQL on the audit log. Bodies are the canonical form that was hashed, byte for byte. Rows are only
 * ever added, and only on top of the head that they were chained to.
 */
import { AUDIT, type AuditEvent, type Checkpoint, canonicalJson } from "@lunakey/contract";
import { assertRowFits } from "../sqlite-limits.ts";

/** Number and hash of the last event. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export function readHead(sql: SqlStorage): ChainHead {
  const query = "SELECT seq, hash FROM audit_events WHERE seq > 0 ORDER BY seq DESC LIMIT 1";
  const row = sql.exec<{ seq: number; hash: string }>(query).toArray()[0];
  return row ?? { seq: 0, hash: AUDIT.GENESIS };
}

/** @throws Error where the log has another head than the first event was chained to. */
export function appendEvents(
  sql: SqlStorage,
  events: readonly AuditEvent[],
  checkpoints: readonly Checkpoint[],
): void {
  const first = events[0];
  if (first === undefined) return;
  const head = readHead(sql);
  if (head.seq + 1 !== first.seq || head.hash !== first.prev) {
    throw new Error("The audit's head has moved.");
  }
  for (const event of events) {
    const { hash, ...rest } = event;
    const body = canonicalJson(rest);
    assertRowFits(body);
    sql.exec("INSERT INTO audit_events (seq, hash, body) VALUES (?, ?, ?)", event.seq, hash, body);
  }
  for (const checkpoint of checkpoints) {
    sql.exec(
      "INSERT INTO audit_checkpoints (seq, body) VALUES (?, ?)",
      checkpoint.seq,
      canonicalJson(checkpoint),
    );
  }
}

/** Events after a number, in order. @throws SyntaxError where a stored body is no JSON. */
export function listEvents(sql: SqlStorage, after: number, limit: number): AuditEvent[] {
  const rows = sql.exec<{ hash: string; body: string }>(
    "SELECT hash, body FROM audit_events WHERE seq > ? ORDER BY seq LIMIT ?",
    after,
    limit,
  );
  return Array.from(rows, ({ hash, body }) => ({ ...JSON.parse(body), hash }) as AuditEvent);
}

/** Stored checkpoints of events after one number and up to another, in order. */
export function listCheckpoints(sql: SqlStorage, after: number, upTo: number): Checkpoint[] {
  const rows = sql.exec<{ body: string }>(
    "SELECT body FROM audit_checkpoints WHERE seq > ? AND seq <= ? ORDER BY seq",
    after,
    upTo,
  );
  return Array.from(rows, ({ body }) => JSON.parse(body) as Checkpoint);
}
