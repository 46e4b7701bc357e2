/** SQL on secrets as a whole, by their number in the table: for comparing them with the audit. */
import { CURRENT_VERSION, SECRET_COLUMNS, type SecretRow } from "./secret-rows.ts";

/** A page of all rows, destroyed ones too, by their number. */
export function listSecretRows(sql: SqlStorage, after: number, limit: number): SecretRow[] {
  return sql
    .exec<SecretRow>(
      `SELECT ${SECRET_COLUMNS} FROM secrets s ${CURRENT_VERSION} WHERE s.id > ? ORDER BY s.id LIMIT ?`,
      after,
      limit,
    )
    .toArray();
}
