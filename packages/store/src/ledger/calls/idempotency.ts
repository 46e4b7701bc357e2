/**
 * SQL on the answers of commands that may be repeated. A record holds what the command was without
 * its values, and its answer; never a value, a token, or a hash of either.
 */
import type { CommandType } from "@lunakey/contract";
import { assertRowFits } from "../sqlite-limits.ts";

export type IdempotencyRow = {
  command: CommandType;
  /** SHA-256 of the command's canonical form without values; 64 hexadecimal digits. */
  fingerprint: string;
  /** The answer as JSON. */
  answer: string;
};

/** The record of a key, unless it has expired. Keys of one token are unknown to others. */
export function findAnswer(
  sql: SqlStorage,
  tokenId: string,
  key: string,
  now: number,
): IdempotencyRow | undefined {
  return sql
    .exec<IdempotencyRow>(
      `SELECT command, fingerprint, answer FROM idempotency
       WHERE token_id = ? AND key = ? AND expires_at > ?`,
      tokenId,
      key,
      now,
    )
    .toArray()[0];
}

/** Keeps an answer; an expired record under the same key is replaced. */
export function insertAnswer(
  sql: SqlStorage,
  tokenId: string,
  key: string,
  row: IdempotencyRow,
  expiresAt: number,
): void {
  assertRowFits(row.answer);
  sql.exec(
    `INSERT OR REPLACE INTO idempotency (token_id, key, command, fingerprint, answer, expires_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    tokenId,
    key,
    row.command,
    row.fingerprint,
    row.answer,
    expiresAt,
  );
}
