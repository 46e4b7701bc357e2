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

/** When the row expires that does so first, or undefined where there is none. */
export function findFirstExpiry(sql: SqlStorage): number | undefined {
  const firsts = TABLES.flatMap((table) =>
    sql
      .exec<{ expires_at: number }>(
        `SELECT expires_at FROM ${table} WHERE expires_at > 0 ORDER BY expires_at LIMIT 1`,
      )
      .toArray(),
  );
  return firsts.length === 0 ? undefined : Math.min(...firsts.map((row) => row.expires_at));
}
