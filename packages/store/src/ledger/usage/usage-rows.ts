/**
 * SQL on usage counts and on the ids of reports that were counted. In the key columns 0 stands for
 * no version and the empty text for no parity, since SQLite's NULLs are all different.
 */
import type { Parity, ReadSource } from "@lunakey/contract";

export type UsageKind = "served" | "reported" | "denied";

export interface UsageKey {
  readonly worker: string;
  readonly environment: string;
  readonly name: string;
  readonly kind: UsageKind;
  readonly source: ReadSource;
  /** 0 for none. */
  readonly version: number;
  readonly parity: Parity | "";
}

export interface UsageCount extends UsageKey {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly count: number;
}

export type UsageTableRow = {
  worker: string;
  environment: string;
  name: string;
  kind: UsageKind;
  source: ReadSource;
  version: number;
  parity: Parity | "";
  first_at: number;
  last_at: number;
  count: number;
};

/** Adds to a count, or starts it. Stays within the whole numbers that JavaScript can hold. */
function addUsage(sql: SqlStorage, usage: UsageCount): void {
  sql.exec(
    `INSERT INTO usage
       (worker, environment, name, kind, source, version, parity, first_at, last_at, count)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET
       first_at = min(first_at, excluded.first_at),
       last_at = max(last_at, excluded.last_at),
       count = min(count + excluded.count, ${Number.MAX_SAFE_INTEGER})`,
    usage.worker,
    usage.environment,
    usage.name,
    usage.kind,
    usage.source,
    usage.version,
    usage.parity,
    usage.firstAt,
    usage.lastAt,
    usage.count,
  );
}

/** Stands for names beyond a consumer's room; no name of a secret can be this. */
export const OTHER_NAMES = "*";
/** Rows of one consumer up to which anything gets a row of its own: some 5 MB. */
const ROOM_COUNT = 20_000;

/**
 * Adds counts. What the store has served always gets its row. What a consumer can make up, names that
 * it may not read and reports of its own, shares one row where the consumer has filled its room.
 */
export function addUsages(
  sql: SqlStorage,
  counts: readonly UsageCount[],
  roomCount: number = ROOM_COUNT,
): void {
  const rooms = new Map<string, number>();
  for (const count of counts) {
    if (count.kind === "served" || hasUsage(sql, count)) {
      addUsage(sql, count);
      continue;
    }
    const consumer = `${count.worker} ${count.environment}`;
    const room = rooms.get(consumer) ?? roomCount - countRows(sql, count, roomCount);
    addUsage(sql, room > 0 ? count : { ...count, name: OTHER_NAMES, version: 0, parity: "" });
    rooms.set(consumer, room - 1);
  }
}

function hasUsage(sql: SqlStorage, usage: UsageKey): boolean {
  const { worker, environment, name, kind, source, version, parity } = usage;
  return (
    sql
      .exec(
        `SELECT 1 AS found FROM usage WHERE worker = ? AND environment = ? AND name = ? AND kind = ?
         AND source = ? AND version = ? AND parity = ?`,
        ...[worker, environment, name, kind, source, version, parity],
      )
      .toArray().length > 0
  );
}

/** A consumer's rows; counts no further than `most`. */
function countRows(sql: SqlStorage, { worker, environment }: UsageKey, most: number): number {
  return sql
    .exec<{ n: number }>(
      `SELECT count(*) AS n FROM
       (SELECT 1 FROM usage WHERE worker = ? AND environment = ? LIMIT ?)`,
      worker,
      environment,
      most,
    )
    .one().n;
}

/** The key columns in the order of the pages. */
export type UsageCursor = readonly [
  worker: string,
  environment: string,
  name: string,
  kind: string,
  source: string,
  version: number,
  parity: string,
];

export interface UsageFilter {
  readonly worker: string | undefined;
  readonly environment: string | undefined;
  readonly name: string | undefined;
  readonly after: UsageCursor;
  readonly limit: number;
}

/** A page of counts by Worker, environment, name and the rest of the key. */
export function listUsage(sql: SqlStorage, filter: UsageFilter): UsageTableRow[] {
  const [worker, environment, name, ...rest] = filter.after;
  // As with grants: a name without a Worker is looked up by the index that leads with the name.
  const byName = filter.name !== undefined && filter.worker === undefined;
  const order = `${byName ? "name, worker, environment" : "worker, environment, name"}, kind, source, version, parity`;
  const conditions = [`(${order}) > (?, ?, ?, ?, ?, ?, ?)`];
  const bindings: (string | number)[] = byName
    ? [name, worker, environment, ...rest]
    : [worker, environment, name, ...rest];
  for (const column of ["worker", "environment", "name"] as const) {
    const wanted = filter[column];
    if (wanted === undefined) continue;
    conditions.push(`${column} = ?`);
    bindings.push(wanted);
  }
  return sql
    .exec<UsageTableRow>(
      `SELECT worker, environment, name, kind, source, version, parity, first_at, last_at, count
       FROM usage WHERE ${conditions.join(" AND ")} ORDER BY ${order} LIMIT ?`,
      ...bindings,
      filter.limit,
    )
    .toArray();
}

/** A name's rows at most: those of all consumers together. */
const ROWS_OF_NAME_COUNT = 50_000;

/** What is counted of one name. */
export function listUsageOf(sql: SqlStorage, name: string): UsageTableRow[] {
  return sql
    .exec<UsageTableRow>(
      `SELECT worker, environment, name, kind, source, version, parity, first_at, last_at, count
       FROM usage WHERE name = ? LIMIT ${ROWS_OF_NAME_COUNT}`,
      name,
    )
    .toArray();
}

/** What a consumer's comparisons of one name have found; a few rows. */
export function listParityOf(
  sql: SqlStorage,
  worker: string,
  environment: string,
  name: string,
): Pick<UsageTableRow, "parity" | "version" | "last_at">[] {
  return sql
    .exec<Pick<UsageTableRow, "parity" | "version" | "last_at">>(
      `SELECT parity, version, last_at FROM usage
       WHERE worker = ? AND environment = ? AND name = ? AND kind = 'reported' AND parity <> ''`,
      worker,
      environment,
      name,
    )
    .toArray();
}

/** What is counted of one name for one consumer, by the primary key; as many as its room at most. */
export function listUsageOfConsumer(
  sql: SqlStorage,
  worker: string,
  environment: string,
  name: string,
): UsageTableRow[] {
  return sql
    .exec<UsageTableRow>(
      `SELECT worker, environment, name, kind, source, version, parity, first_at, last_at, count
       FROM usage WHERE worker = ? AND environment = ? AND name = ? LIMIT ${ROOM_COUNT}`,
      worker,
      environment,
      name,
    )
    .toArray();
}

/** Notes a report's id. False where it had been noted before. */
export function insertBatch(
  sql: SqlStorage,
  consumer: { readonly worker: string; readonly environment: string },
  batchId: string,
  expiresAt: number,
): boolean {
  const inserted = sql.exec(
    `INSERT OR IGNORE INTO report_batches (worker, environment, batch_id, expires_at)
     VALUES (?, ?, ?, ?) RETURNING 1 AS inserted`,
    consumer.worker,
    consumer.environment,
    batchId,
    expiresAt,
  );
  return inserted.toArray().length > 0;
}
