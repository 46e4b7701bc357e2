/**
 * SQL on copies and on the scripts that they are of. A copy whose `due_at` is not null is looked at
 * then; what is to be done with it is decided there (`judge-copy.ts`), not by whoever set the time.
 */
import type { Consumer } from "@lunakey/contract";
import { type ConsumerFilter, selectConsumerPage } from "../consumer-page.ts";

export type TargetRow = { worker: string; environment: string; script: string };

export type CopyTableRow = {
  worker: string;
  environment: string;
  name: string;
  /** 1: is to be deleted at Cloudflare. */
  removes: 0 | 1;
  /** What was sent last: the secret's row, since `all` and an environment count for themselves. */
  secret_id: number;
  version: number;
  /** Null where nothing was sent. */
  sent_at: number | null;
  error: string | null;
  attempts: number;
  /** 1: a request that it shared was refused, so it gets one of its own. */
  alone: 0 | 1;
  due_at: number | null;
};

const COLUMNS =
  "worker, environment, name, removes, secret_id, version, sent_at, error, attempts, alone, due_at";

/** To be looked at before anything else. */
const AT_ONCE = 0;

export function findTarget(
  sql: SqlStorage,
  { worker, environment }: Consumer,
): TargetRow | undefined {
  return sql
    .exec<TargetRow>(
      "SELECT worker, environment, script FROM copy_targets WHERE worker = ? AND environment = ?",
      worker,
      environment,
    )
    .toArray()[0];
}

/** Says, or changes, which script a consumer is. */
export function putTarget(sql: SqlStorage, target: TargetRow, at: number, by: string): void {
  sql.exec(
    `INSERT OR REPLACE INTO copy_targets (worker, environment, script, created_at, created_by)
     VALUES (?, ?, ?, ?, ?)`,
    target.worker,
    target.environment,
    target.script,
    at,
    by,
  );
}

/** What is known of another script does not hold for this one: all of it is to be sent again. */
export function forgetSent(sql: SqlStorage, { worker, environment }: Consumer): void {
  sql.exec(
    `UPDATE copies SET sent_at = NULL, secret_id = 0, version = 0, error = NULL, attempts = 0,
       alone = 0, due_at = NULL WHERE worker = ? AND environment = ?`,
    worker,
    environment,
  );
}

/** The same for one copy: whatever is wanted is to be sent. */
export function forgetCopy(sql: SqlStorage, { worker, environment }: Consumer, name: string): void {
  sql.exec(
    `UPDATE copies SET sent_at = NULL, secret_id = 0, version = 0
     WHERE worker = ? AND environment = ? AND name = ?`,
    worker,
    environment,
    name,
  );
}

/** The same for all: nothing is sent before it is asked for. */
export function forgetAllSent(sql: SqlStorage): void {
  sql.exec(
    `UPDATE copies SET sent_at = NULL, secret_id = 0, version = 0, error = NULL, attempts = 0,
       alone = 0, due_at = NULL`,
  );
}

/** Of these names, those that there is a row of. */
export function findCopies(
  sql: SqlStorage,
  { worker, environment }: Consumer,
  names: readonly string[],
): CopyTableRow[] {
  return sql
    .exec<CopyTableRow>(
      `SELECT ${COLUMNS} FROM json_each(?) n
       CROSS JOIN copies c ON c.worker = ? AND c.environment = ? AND c.name = n.value`,
      JSON.stringify(names),
      worker,
      environment,
    )
    .toArray();
}

/** The copies of one name, whoever has them. */
export function listCopiesOf(sql: SqlStorage, name: string): CopyTableRow[] {
  return sql.exec<CopyTableRow>(`SELECT ${COLUMNS} FROM copies WHERE name = ?`, name).toArray();
}

/** A page of copies by Worker, environment and name. */
export function listCopies(sql: SqlStorage, filter: ConsumerFilter): CopyTableRow[] {
  return selectConsumerPage<CopyTableRow>(sql, "copies", COLUMNS, filter);
}

/** When the copy is due that is due first; undefined where none is. */
export function findFirstDue(sql: SqlStorage): number | undefined {
  const query = "SELECT due_at FROM copies WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1";
  return sql.exec<{ due_at: number }>(query).toArray()[0]?.due_at;
}

/** A consumer that has a copy that is due, and that copy. */
export function findDue(sql: SqlStorage, now: number): CopyTableRow | undefined {
  return sql
    .exec<CopyTableRow>(
      `SELECT ${COLUMNS} FROM copies WHERE due_at IS NOT NULL AND due_at <= ?
       ORDER BY due_at LIMIT 1`,
      now,
    )
    .toArray()[0];
}

/** A consumer's copies that are due and may share a request. */
export function listDueOf(
  sql: SqlStorage,
  { worker, environment }: Consumer,
  now: number,
  limit: number,
): CopyTableRow[] {
  return sql
    .exec<CopyTableRow>(
      `SELECT ${COLUMNS} FROM copies
       WHERE worker = ? AND environment = ? AND due_at <= ? AND alone = 0 LIMIT ?`,
      worker,
      environment,
      now,
      limit,
    )
    .toArray();
}

/** Has a copy made, or made again: whatever was wrong with it before does not count. */
export function queueCopy(
  sql: SqlStorage,
  { worker, environment }: Consumer,
  name: string,
  removes: 0 | 1,
): void {
  sql.exec(
    `INSERT INTO copies (worker, environment, name, removes, due_at) VALUES (?, ?, ?, ?, ${AT_ONCE})
     ON CONFLICT DO UPDATE SET removes = excluded.removes, error = NULL, attempts = 0, alone = 0,
       due_at = ${AT_ONCE}`,
    worker,
    environment,
    name,
    removes,
  );
}

/** Writes a row as it is now. */
export function updateCopy(sql: SqlStorage, row: CopyTableRow): void {
  sql.exec(
    `UPDATE copies SET removes = ?, secret_id = ?, version = ?, sent_at = ?, error = ?, attempts = ?,
       alone = ?, due_at = ? WHERE worker = ? AND environment = ? AND name = ?`,
    row.removes,
    row.secret_id,
    row.version,
    row.sent_at,
    row.error,
    row.attempts,
    row.alone,
    row.due_at,
    row.worker,
    row.environment,
    row.name,
  );
}

export function deleteCopy(sql: SqlStorage, { worker, environment, name }: CopyTableRow): void {
  sql.exec(
    "DELETE FROM copies WHERE worker = ? AND environment = ? AND name = ?",
    worker,
    environment,
    name,
  );
}

/** Something about a secret was written: its copies are to be looked at. */
export function wakeCopiesOf(sql: SqlStorage, secretId: number): void {
  sql.exec(
    `UPDATE copies SET due_at = ${AT_ONCE}, error = NULL, attempts = 0
     WHERE name = (SELECT name FROM secrets WHERE id = ?)`,
    secretId,
  );
}

/** The same for one consumer's copy. */
export function wakeCopy(sql: SqlStorage, { worker, environment }: Consumer, name: string): void {
  sql.exec(
    `UPDATE copies SET due_at = ${AT_ONCE}, error = NULL, attempts = 0
     WHERE worker = ? AND environment = ? AND name = ?`,
    worker,
    environment,
    name,
  );
}

/** Nothing is sent any more until it is asked for again: what is wrong is wrong for all. */
export function failAllDue(sql: SqlStorage, now: number, error: string): void {
  sql.exec(
    `UPDATE copies SET due_at = NULL, error = ?, attempts = attempts + 1
     WHERE due_at IS NOT NULL AND due_at <= ?`,
    error,
    now,
  );
}
