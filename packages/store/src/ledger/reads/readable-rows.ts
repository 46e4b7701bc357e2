/**
 * SQL on what a consumer may read: grants and the rows that they lead to, in one query, since a cold
 * read costs little more than its queries.
 */
import { ALL_ENVIRONMENTS, type Consumer } from "@lunakey/contract";
import { CURRENT_VERSION, type ServedRow } from "../secrets/secret-rows.ts";

/** A granted name's row in one environment, or all nulls where it has none. */
type ReadableRow = { [Column in keyof ServedRow]: ServedRow[Column] | null } & {
  name: string;
  /** 1 where it has another stage than `current`. */
  moves: 0 | 1;
};

/**
 * Those of the names that a consumer may read, each with its row of the consumer's own environment
 * first and then that of `all`: one query, whatever is asked for.
 */
export function findReadable(
  sql: SqlStorage,
  { worker, environment }: Consumer,
  names: readonly string[],
): ReadableRow[] {
  // CROSS, or SQLite may walk through all that the consumer was ever granted, name by name.
  return sql
    .exec<ReadableRow>(
      `SELECT g.name, s.id, s.environment, s.fallback, s.deleted_at, c.version, v.expires_at,
         EXISTS (SELECT 1 FROM stages o WHERE o.secret_id = s.id AND o.stage <> 'current') AS moves
       FROM json_each(?1) n CROSS JOIN json_each(?4) e
       CROSS JOIN grants g ON g.worker = ?2 AND g.environment = ?3 AND g.name = n.value
       LEFT JOIN secrets s ON s.name = g.name AND s.environment = e.value ${CURRENT_VERSION}`,
      JSON.stringify(names),
      worker,
      environment,
      JSON.stringify([environment, ALL_ENVIRONMENTS]),
    )
    .toArray();
}
