/** SQL that removes rows whose time is over, from the three tables that hold such rows. */

const TABLES = ["idempotency", "nonces", "report_batches"] as const;

/** Removes expired rows, at most `limit` per table. Answers the largest number removed from one. */
export function deleteExpired(sql: SqlStorage, now: number, limit: number): number {
  let most = 0;
  for (const table of TABLES) {
    const removed = sql.exec(
      `DELETE FROM ${table} WHERE rowid IN
         (SELECT rowid FROM ${table} WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)
       RETURNING 1`,
      now,
      limit,
    );
    most = Math.max(most, removed.toArray().length);
  }
  return most;
}

/** Is there anything left that will expire? */
export function hasExpiring(sql: SqlStorage): boolean {
  return TABLES.some(
    (table) => sql.exec(`SELECT 1 FROM ${table} ORDER BY expires_at LIMIT 1`).toArray().length > 0,
  );
}
