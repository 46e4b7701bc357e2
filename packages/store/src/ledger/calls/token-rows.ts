/**
 * SQL on tokens. A token's row stays for ever, revoked ones too: the first admin's token must not
 * come back because its row is gone.
 */
import type { Role } from "@lunakey/contract";

export type TokenRow = {
  id: string;
  label: string;
  role: Role;
  digest: ArrayBuffer;
  created_at: number;
  created_by: string;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
};

const COLUMNS =
  "id, label, role, digest, created_at, created_by, expires_at, revoked_at, last_used_at";

/** `last_used_at` is written at most this often; milliseconds. */
const LAST_USED_INTERVAL_MS = 60_000;

export function findToken(sql: SqlStorage, id: string): TokenRow | undefined {
  return sql.exec<TokenRow>(`SELECT ${COLUMNS} FROM tokens WHERE id = ?`, id).toArray()[0];
}

export interface NewToken {
  readonly id: string;
  readonly label: string;
  readonly role: Role;
  /** SHA-256 of the whole token. */
  readonly digest: Uint8Array<ArrayBuffer>;
  readonly expiresAt: number | null;
  readonly at: number;
  readonly by: string;
}

/** @throws Error where the id exists. */
export function insertToken(sql: SqlStorage, made: NewToken): void {
  sql.exec(
    `INSERT INTO tokens (id, label, role, digest, created_at, created_by, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    made.id,
    made.label,
    made.role,
    made.digest,
    made.at,
    made.by,
    made.expiresAt,
  );
}

export function revokeToken(sql: SqlStorage, id: string, at: number): void {
  sql.exec("UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", at, id);
}

/** Notes that the token was used, at most once a minute. */
export function touchToken(sql: SqlStorage, id: string, at: number): void {
  sql.exec(
    "UPDATE tokens SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at <= ?)",
    at,
    id,
    at - LAST_USED_INTERVAL_MS,
  );
}

/** Is this token neither revoked nor expired? The clock decides, not a job. */
export function isActive(row: TokenRow, now: number): boolean {
  return row.revoked_at === null && (row.expires_at === null || row.expires_at > now);
}

/** Is there an active admin's token beside this one? */
export function hasOtherAdmin(sql: SqlStorage, id: string, now: number): boolean {
  const query = `SELECT 1 AS found FROM tokens WHERE role = 'admin' AND id != ?
    AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?) LIMIT 1`;
  return sql.exec(query, id, now).toArray().length > 0;
}

/** Is there a token, of any state, beside those that a store starts with? */
export function hasMadeToken(sql: SqlStorage): boolean {
  const query = "SELECT 1 AS found FROM tokens WHERE created_by != 'system' LIMIT 1";
  return sql.exec(query).toArray().length > 0;
}

/** A page of tokens, oldest first. */
export function listTokens(
  sql: SqlStorage,
  after: readonly [createdAt: number, id: string],
  limit: number,
): TokenRow[] {
  return sql
    .exec<TokenRow>(
      `SELECT ${COLUMNS} FROM tokens WHERE (created_at, id) > (?, ?)
       ORDER BY created_at, id LIMIT ?`,
      ...after,
      limit,
    )
    .toArray();
}
