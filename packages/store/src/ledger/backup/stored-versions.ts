/**
 * SQL on versions as a whole, by their number in the table: for backups, restores and rewrapping.
 * Sealed bytes go in and out as they are.
 */
import { assertRowFits } from "../sqlite-limits.ts";

export type StoredVersionRow = {
  id: number;
  secret_id: number;
  version: number;
  created_at: number;
  created_by: string;
  expires_at: number | null;
  comment: string | null;
  sealed: ArrayBuffer;
};

const COLUMNS = "id, secret_id, version, created_at, created_by, expires_at, comment, sealed";

/** Versions after one number and up to another; to be read no further than needed. */
export function listStoredVersions(
  sql: SqlStorage,
  after: number,
  upTo: number,
): SqlStorageCursor<StoredVersionRow> {
  return sql.exec<StoredVersionRow>(
    `SELECT ${COLUMNS} FROM versions WHERE id > ? AND id <= ? ORDER BY id`,
    after,
    upTo,
  );
}

/** The highest number that was given; 0 for none. */
export function findLastVersionId(sql: SqlStorage): number {
  return sql.exec<{ id: number | null }>("SELECT max(id) AS id FROM versions").one().id ?? 0;
}

/** @throws Error where the number is taken. */
export function insertStoredVersion(
  sql: SqlStorage,
  row: Omit<StoredVersionRow, "sealed"> & { readonly sealed: Uint8Array<ArrayBuffer> },
): void {
  assertRowFits(row.sealed);
  sql.exec(
    `INSERT INTO versions (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.secret_id,
    row.version,
    row.created_at,
    row.created_by,
    row.expires_at,
    row.comment,
    row.sealed,
  );
}

/** Where a version belongs, and its bytes. */
export type PlacedVersionRow = {
  id: number;
  version: number;
  name: string;
  environment: string;
  sealed: ArrayBuffer;
};

/** Sealed bytes held at a time: far below what a Durable Object has (128 MB). */
const BATCH_BYTES = 4_000_000;

/** A batch of versions after a number, in order, and whether there may be more. */
export function listPlacedVersions(
  sql: SqlStorage,
  after: number,
  limit: number,
): { readonly rows: PlacedVersionRow[]; readonly hasMore: boolean } {
  const cursor = sql.exec<PlacedVersionRow>(
    `SELECT v.id, v.version, s.name, s.environment, v.sealed FROM versions v
     CROSS JOIN secrets s ON s.id = v.secret_id WHERE v.id > ? ORDER BY v.id LIMIT ?`,
    after,
    limit,
  );
  const rows: PlacedVersionRow[] = [];
  let bytes = 0;
  for (const row of cursor) {
    rows.push(row);
    bytes += row.sealed.byteLength;
    if (bytes >= BATCH_BYTES) return { rows, hasMore: true };
  }
  return { rows, hasMore: rows.length === limit };
}

/** Writes the same version wrapped anew. @throws Error where it is gone. */
export function replaceSealed(sql: SqlStorage, id: number, sealed: Uint8Array<ArrayBuffer>): void {
  assertRowFits(sealed);
  sql.exec("UPDATE versions SET sealed = ? WHERE id = ? RETURNING id", sealed, id).one();
}

/** The column's bytes 1 to 4, as the index `versions_by_root_key` has them. */
const ROOT_KEY = "substr(sealed, 2, 4)";

/** The root keys that versions are under, lowest first; one look-up for each. */
export function listRootKeys(sql: SqlStorage): number[] {
  const found: number[] = [];
  for (let after: ArrayBuffer = new ArrayBuffer(0); ; ) {
    const row = sql
      .exec<{ key: ArrayBuffer }>(
        `SELECT ${ROOT_KEY} AS key FROM versions WHERE ${ROOT_KEY} > ? ORDER BY ${ROOT_KEY} LIMIT 1`,
        after,
      )
      .toArray()[0];
    if (row === undefined) return found;
    after = row.key;
    // Shorter bytes were altered: they are under no key.
    if (after.byteLength === 4) found.push(new DataView(after).getUint32(0));
  }
}

/** How many versions are under a root key; goes through its part of the index. */
export function countUnderRootKey(sql: SqlStorage, version: number): number {
  const key = new Uint8Array(4);
  new DataView(key.buffer).setUint32(0, version);
  const query = `SELECT count(*) AS count FROM versions WHERE ${ROOT_KEY} = ?`;
  return sql.exec<{ count: number }>(query, key).one().count;
}

export function deleteAllVersions(sql: SqlStorage): void {
  sql.exec("DELETE FROM versions");
}
