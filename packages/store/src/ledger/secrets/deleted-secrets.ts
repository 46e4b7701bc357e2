/**
 * SQL on deleting: marking, recovering, and destroying values once the time to recover is over. The
 * row stays for ever, so that no version number is given twice.
 */

/** Marks as deleted, or as not deleted where `deletedAt` is null. */
export function updateDeleted(
  sql: SqlStorage,
  id: number,
  deletedAt: number | null,
  at: number,
  by: string,
): void {
  sql.exec(
    "UPDATE secrets SET deleted_at = ?, updated_at = ?, updated_by = ? WHERE id = ?",
    deletedAt,
    at,
    by,
    id,
  );
}

export type DeletedRow = { id: number; name: string; environment: string; deleted_at: number };

/** Secrets that were deleted at or before a moment and still have their values. */
export function listDeleted(sql: SqlStorage, until: number, limit: number): DeletedRow[] {
  return sql
    .exec<DeletedRow>(
      `SELECT id, name, environment, deleted_at FROM secrets
       WHERE deleted_at IS NOT NULL AND purged_at IS NULL AND deleted_at <= ?
       ORDER BY deleted_at LIMIT ?`,
      until,
      limit,
    )
    .toArray();
}

/** When the secret was deleted that has waited longest to be purged. */
export function findFirstDeletion(sql: SqlStorage): number | undefined {
  const query = `SELECT deleted_at FROM secrets
    WHERE deleted_at IS NOT NULL AND purged_at IS NULL ORDER BY deleted_at LIMIT 1`;
  return sql.exec<{ deleted_at: number }>(query).toArray()[0]?.deleted_at;
}

/** Destroys all values of a deleted secret. The row stays, for its last version number. */
export function purgeSecret(sql: SqlStorage, id: number, at: number): void {
  sql.exec("DELETE FROM versions WHERE secret_id = ?", id);
  sql.exec("DELETE FROM stages WHERE secret_id = ?", id);
  sql.exec("UPDATE secrets SET purged_at = ? WHERE id = ?", at, id);
}
