/**
 * SQL on what a backup holds beside versions and events: a copy of the small tables, made in one
 * transaction, so that pages read later are of one moment while writes go on. A restore collects
 * the same rows here until all of them are put in force at once.
 */

/** The tables that travel as rows, with their columns. A test compares this list with the schema. */
export const STAGED_TABLES = {
  secret: {
    table: "secrets",
    columns: [
      "id",
      "name",
      "environment",
      "last_version",
      "fallback",
      "created_at",
      "updated_at",
      "updated_by",
      "deleted_at",
      "purged_at",
    ],
  },
  stage: { table: "stages", columns: ["secret_id", "stage", "version", "until", "since"] },
  grant: {
    table: "grants",
    columns: ["worker", "environment", "name", "created_at", "created_by"],
  },
  token: {
    table: "tokens",
    columns: [
      "id",
      "label",
      "role",
      "digest",
      "created_at",
      "created_by",
      "expires_at",
      "revoked_at",
      "last_used_at",
    ],
  },
  copyTarget: {
    table: "copy_targets",
    columns: ["worker", "environment", "script", "created_at", "created_by"],
  },
  copy: {
    table: "copies",
    columns: [
      "worker",
      "environment",
      "name",
      "removes",
      "secret_id",
      "version",
      "sent_at",
      "error",
      "attempts",
      "alone",
      "due_at",
    ],
  },
  usage: {
    table: "usage",
    columns: [
      "worker",
      "environment",
      "name",
      "kind",
      "source",
      "version",
      "parity",
      "first_at",
      "last_at",
      "count",
    ],
  },
  consumer_day: {
    table: "consumer_days",
    columns: ["worker", "environment", "day", "served_at", "reported_at"],
  },
} as const;

type StagedKind = keyof typeof STAGED_TABLES;
const KINDS = Object.keys(STAGED_TABLES) as StagedKind[];

/** The one column that holds bytes; in a row's JSON it is in hexadecimal. */
const BYTES_COLUMN = "digest";

export type StagedRow = { position: number; kind: string; body: string };

/** Replaces what is staged by a copy of the tables as they are. */
export function stageTables(sql: SqlStorage): void {
  clearStaged(sql);
  for (const kind of KINDS) {
    const { table, columns } = STAGED_TABLES[kind];
    const fields = columns.map(
      (name) => `'${name}', ${name === BYTES_COLUMN ? `hex(${name})` : name}`,
    );
    sql.exec(
      `INSERT INTO staged_rows (kind, body) SELECT '${kind}', json_object(${fields.join(", ")}) FROM ${table}`,
    );
  }
}

/** Staged rows after a position, in order; to be read no further than needed. */
export function listStaged(sql: SqlStorage, after: number): SqlStorageCursor<StagedRow> {
  return sql.exec<StagedRow>(
    "SELECT position, kind, body FROM staged_rows WHERE position > ? ORDER BY position",
    after,
  );
}

/** Stages a row of a backup. @param body JSON, as `stageTables` makes it. */
export function stageRow(sql: SqlStorage, kind: string, body: string): void {
  sql.exec("INSERT INTO staged_rows (kind, body) VALUES (?, ?)", kind, body);
}

/** Stages an event of a backup. */
export function stageEvent(sql: SqlStorage, seq: number, hash: string, body: string): void {
  sql.exec("INSERT INTO staged_events (seq, hash, body) VALUES (?, ?, ?)", seq, hash, body);
}

/** The last staged event and how many there are. */
export function describeStagedEvents(sql: SqlStorage): { count: number; hash: string | null } {
  const { count } = sql
    .exec<{ count: number }>("SELECT count(*) AS count FROM staged_events")
    .one();
  const last = sql
    .exec<{ hash: string }>("SELECT hash FROM staged_events ORDER BY seq DESC LIMIT 1")
    .toArray()[0];
  return { count, hash: last?.hash ?? null };
}

/** The ids of staged rows that have one. */
export function listStagedIds(sql: SqlStorage, kind: "secret" | "token"): string[] {
  const rows = sql.exec<{ id: string | number }>(
    "SELECT json_extract(body, '$.id') AS id FROM staged_rows WHERE kind = ?",
    kind,
  );
  return Array.from(rows, ({ id }) => String(id));
}

/** Puts the staged rows and events into their tables; the log that was there is gone. */
export function applyStaged(sql: SqlStorage): void {
  for (const kind of KINDS) applyKind(sql, kind);
  sql.exec("DELETE FROM audit_checkpoints");
  sql.exec(
    `INSERT INTO audit_checkpoints (seq, body)
     SELECT json_extract(body, '$.seq'), body FROM staged_rows WHERE kind = 'checkpoint'`,
  );
  // Renamed, not copied: the log may be the largest table of all.
  sql.exec(`DROP TABLE audit_events;
    ALTER TABLE staged_events RENAME TO audit_events;
    CREATE TABLE staged_events (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL, body TEXT NOT NULL)`);
  sql.exec("DELETE FROM staged_rows");
}

function applyKind(sql: SqlStorage, kind: StagedKind): void {
  const { table, columns } = STAGED_TABLES[kind];
  // A backup of an older schema leaves newer columns to their defaults.
  const present = findStagedColumns(sql, kind);
  const wanted = columns.filter((name) => present.has(name));
  if (wanted.length === 0) return;
  const fields = wanted.map((name) => {
    const field = `json_extract(body, '$.${name}')`;
    return name === BYTES_COLUMN ? `unhex(${field})` : field;
  });
  // A token of the backup wins over the same one here: it may have been revoked.
  sql.exec(
    `INSERT OR REPLACE INTO ${table} (${wanted.join(", ")})
     SELECT ${fields.join(", ")} FROM staged_rows WHERE kind = '${kind}' ORDER BY position`,
  );
}

/** The columns of a kind's first row; none where there is no row. */
function findStagedColumns(sql: SqlStorage, kind: StagedKind): Set<string> {
  const rows = sql.exec<{ key: string }>(
    `SELECT j.key FROM (SELECT body FROM staged_rows WHERE kind = ? LIMIT 1) s
     CROSS JOIN json_each(s.body) j`,
    kind,
  );
  return new Set(Array.from(rows, ({ key }) => key));
}

export function clearStaged(sql: SqlStorage): void {
  sql.exec("DELETE FROM staged_rows");
  sql.exec("DELETE FROM staged_events");
}
