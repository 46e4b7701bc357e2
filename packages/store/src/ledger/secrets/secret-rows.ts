/**
 * SQL on secrets, their versions and stages. Opens nothing and decides nothing: rows in, rows out.
 * A secret's row outlives its values, so that a version number is never given twice.
 */
import { wakeCopiesOf } from "../copies/copy-rows.ts";
import { assertRowFits } from "../sqlite-limits.ts";

export type FallbackColumn = "allowed" | "obsolete";
export type StageColumn = "current" | "previous" | "pending";

export type SecretRow = {
  id: number;
  name: string;
  environment: string;
  last_version: number;
  fallback: FallbackColumn;
  created_at: number;
  updated_at: number;
  updated_by: string;
  deleted_at: number | null;
  purged_at: number | null;
  /** The version at stage `current`, and when it expires. */
  version: number | null;
  expires_at: number | null;
};

/** What a read has to know of a secret. */
export type ServedRow = Pick<
  SecretRow,
  "id" | "name" | "environment" | "fallback" | "deleted_at" | "version" | "expires_at"
>;

export type StageRow = {
  secret_id: number;
  stage: StageColumn;
  version: number;
  /** `pending`: it becomes current then. `previous`: its overlap ends then; `current`: will end then. */
  until: number | null;
  /** Null where it was not written down. */
  since: number | null;
  /** Of the version. */
  expires_at: number | null;
};

export type VersionRow = {
  version: number;
  created_at: number;
  created_by: string;
  expires_at: number | null;
  comment: string | null;
};

/** Those of a `SecretRow`, with `CURRENT_VERSION` joined. */
export const SECRET_COLUMNS: string = `s.id, s.name, s.environment, s.last_version, s.fallback, s.created_at,
  s.updated_at, s.updated_by, s.deleted_at, s.purged_at, c.version, v.expires_at`;

/** Joins to a secret `s` its current version `v`, by its stage `c`. */
export const CURRENT_VERSION: string = `
  LEFT JOIN stages c ON c.secret_id = s.id AND c.stage = 'current'
  LEFT JOIN versions v ON v.secret_id = s.id AND v.version = c.version`;

/** The row of exactly this environment, in any state. */
export function findSecret(
  sql: SqlStorage,
  environment: string,
  name: string,
): SecretRow | undefined {
  return sql
    .exec<SecretRow>(
      `SELECT ${SECRET_COLUMNS} FROM secrets s ${CURRENT_VERSION}
       WHERE s.name = ? AND s.environment = ?`,
      name,
      environment,
    )
    .toArray()[0];
}

/** The rows of these names, in these environments; as one query however many they are. */
export function findSecrets(
  sql: SqlStorage,
  names: readonly string[],
  environments: readonly string[],
): SecretRow[] {
  return sql
    .exec<SecretRow>(
      `SELECT ${SECRET_COLUMNS} FROM json_each(?) n CROSS JOIN json_each(?) e
       CROSS JOIN secrets s ON s.name = n.value AND s.environment = e.value ${CURRENT_VERSION}`,
      JSON.stringify(names),
      JSON.stringify(environments),
    )
    .toArray();
}

export interface SecretFilter {
  readonly environment: string | undefined;
  /** Part of the name; case does not matter. */
  readonly search: string | undefined;
  /** Name and environment after which the page starts. */
  readonly after: readonly [name: string, environment: string];
  readonly limit: number;
}

/** A page of secrets by name, then environment; destroyed ones are left out. */
export function listSecrets(sql: SqlStorage, filter: SecretFilter): SecretRow[] {
  const conditions = ["s.purged_at IS NULL"];
  const bindings: (string | number)[] = [];
  if (filter.environment === undefined) {
    conditions.push("(s.name, s.environment) > (?, ?)");
    bindings.push(...filter.after);
  } else {
    conditions.push("s.environment = ? AND s.name > ?");
    bindings.push(filter.environment, filter.after[0]);
  }
  if (filter.search !== undefined && filter.search !== "") {
    // Not LIKE: its pattern is limited to 50 bytes and would need escapes.
    conditions.push("instr(lower(s.name), lower(?)) > 0");
    bindings.push(filter.search);
  }
  return sql
    .exec<SecretRow>(
      `SELECT ${SECRET_COLUMNS} FROM secrets s ${CURRENT_VERSION}
       WHERE ${conditions.join(" AND ")} ORDER BY s.name, s.environment LIMIT ?`,
      ...bindings,
      filter.limit,
    )
    .toArray();
}

/** The environments that have a row of their own for a name; `all` is among them where it has one. */
export function findEnvironmentsOf(sql: SqlStorage, name: string): Set<string> {
  const query = "SELECT environment FROM secrets WHERE name = ? AND purged_at IS NULL";
  return new Set(
    Array.from(sql.exec<{ environment: string }>(query, name), (row) => row.environment),
  );
}

/** The stages of these secrets. */
export function findStages(sql: SqlStorage, secretIds: readonly number[]): StageRow[] {
  return sql
    .exec<StageRow>(
      `SELECT t.secret_id, t.stage, t.version, t.until, t.since, v.expires_at FROM json_each(?) i
       CROSS JOIN stages t ON t.secret_id = i.value
       LEFT JOIN versions v ON v.secret_id = t.secret_id AND v.version = t.version`,
      JSON.stringify(secretIds),
    )
    .toArray();
}

/** Versions below `before`, newest first. */
export function listVersions(
  sql: SqlStorage,
  secretId: number,
  before: number,
  limit: number,
): VersionRow[] {
  return sql
    .exec<VersionRow>(
      `SELECT version, created_at, created_by, expires_at, comment FROM versions
       WHERE secret_id = ? AND version < ? ORDER BY version DESC LIMIT ?`,
      secretId,
      before,
      limit,
    )
    .toArray();
}

/** A version, or undefined where there is none of this number. */
export function findVersion(
  sql: SqlStorage,
  secretId: number,
  version: number,
): VersionRow | undefined {
  return listVersions(sql, secretId, version + 1, 1).find((row) => row.version === version);
}

/** The sealed bytes of a version, or undefined where they were destroyed. */
export function findSealed(
  sql: SqlStorage,
  secretId: number,
  version: number,
): Uint8Array<ArrayBuffer> | undefined {
  const row = sql
    .exec<{ sealed: ArrayBuffer }>(
      "SELECT sealed FROM versions WHERE secret_id = ? AND version = ?",
      secretId,
      version,
    )
    .toArray()[0];
  return row && new Uint8Array(row.sealed);
}

export interface NewVersion {
  readonly environment: string;
  readonly name: string;
  /** One more than `last_version` at the time of preparing. */
  readonly version: number;
  readonly sealed: Uint8Array<ArrayBuffer>;
  readonly fallback: FallbackColumn;
  readonly expiresAt: number | null;
  readonly comment: string | null;
  readonly at: number;
  readonly by: string;
}

/**
 * Writes a version and makes it the current one, the secret's row with it where it is the first.
 *
 * @throws Error where the row is not as it was when the version was prepared.
 */
export function insertVersion(sql: SqlStorage, made: NewVersion): void {
  const id = addVersion(sql, made);
  sql.exec(
    `INSERT OR REPLACE INTO stages (secret_id, stage, version, until, since)
     VALUES (?, 'current', ?, NULL, ?)`,
    id,
    made.version,
    made.at,
  );
  wakeCopiesOf(sql, id);
}

/** Writes a version without a stage. @returns the secret's id. @throws Error as `insertVersion`. */
export function addVersion(sql: SqlStorage, made: NewVersion): number {
  assertRowFits(made.sealed);
  const id = made.version === 1 ? insertSecret(sql, made) : advanceSecret(sql, made);
  sql.exec(
    `INSERT INTO versions (secret_id, version, created_at, created_by, expires_at, comment, sealed)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    id,
    made.version,
    made.at,
    made.by,
    made.expiresAt,
    made.comment,
    made.sealed,
  );
  return id;
}

function insertSecret(sql: SqlStorage, made: NewVersion): number {
  return sql
    .exec<{ id: number }>(
      `INSERT INTO secrets
         (name, environment, last_version, fallback, created_at, updated_at, updated_by)
       VALUES (?, ?, 1, ?, ?, ?, ?) RETURNING id`,
      made.name,
      made.environment,
      made.fallback,
      made.at,
      made.at,
      made.by,
    )
    .one().id;
}

function advanceSecret(sql: SqlStorage, made: NewVersion): number {
  // `one` throws unless the row is still at the version that this one was prepared for.
  return sql
    .exec<{ id: number }>(
      `UPDATE secrets SET last_version = ?, fallback = ?, updated_at = ?, updated_by = ?,
         deleted_at = NULL, purged_at = NULL
       WHERE name = ? AND environment = ? AND last_version = ? RETURNING id`,
      made.version,
      made.fallback,
      made.at,
      made.by,
      made.name,
      made.environment,
      made.version - 1,
    )
    .one().id;
}

/** Changes whether the Workers' own copies may serve. */
export function updateFallback(
  sql: SqlStorage,
  id: number,
  fallback: FallbackColumn,
  at: number,
  by: string,
): void {
  sql.exec(
    "UPDATE secrets SET fallback = ?, updated_at = ?, updated_by = ? WHERE id = ?",
    fallback,
    at,
    by,
    id,
  );
}

/** Numbers for `store.status`, which reads all of a table for them. Destroyed secrets are left out. */
export function countSecrets(sql: SqlStorage): { secrets: number; versions: number } {
  return {
    secrets: sql
      .exec<{ n: number }>("SELECT count(*) AS n FROM secrets WHERE purged_at IS NULL")
      .one().n,
    versions: sql.exec<{ n: number }>("SELECT count(*) AS n FROM versions").one().n,
  };
}
