/** SQL on grants: which consumer may read which name. A grant is exact, without patterns. */
import type { Consumer } from "@lunakey/contract";
import { type ConsumerFilter, selectConsumerPage } from "./consumer-page.ts";
import { wakeCopy } from "./copies/copy-rows.ts";

export type GrantRow = {
  worker: string;
  environment: string;
  name: string;
  created_at: number;
  created_by: string;
};

/** Those of the names that the consumer may read. */
export function findGranted(
  sql: SqlStorage,
  consumer: Consumer,
  names: readonly string[],
): Set<string> {
  // CROSS, or SQLite may walk through all that the consumer was ever granted, name by name.
  const rows = sql.exec<{ name: string }>(
    `SELECT g.name FROM json_each(?) n
     CROSS JOIN grants g ON g.worker = ? AND g.environment = ? AND g.name = n.value`,
    JSON.stringify(names),
    consumer.worker,
    consumer.environment,
  );
  return new Set(Array.from(rows, (row) => row.name));
}

/** @throws Error where the grant exists. */
export function insertGrant(
  sql: SqlStorage,
  consumer: Consumer,
  name: string,
  at: number,
  by: string,
): void {
  sql.exec(
    "INSERT INTO grants (worker, environment, name, created_at, created_by) VALUES (?, ?, ?, ?, ?)",
    consumer.worker,
    consumer.environment,
    name,
    at,
    by,
  );
  wakeCopy(sql, consumer, name);
}

export function deleteGrant(sql: SqlStorage, consumer: Consumer, name: string): void {
  sql.exec(
    "DELETE FROM grants WHERE worker = ? AND environment = ? AND name = ?",
    consumer.worker,
    consumer.environment,
    name,
  );
}

/** A page of grants by Worker, environment and name. */
export function listGrants(sql: SqlStorage, filter: ConsumerFilter): GrantRow[] {
  const columns = "worker, environment, name, created_at, created_by";
  return selectConsumerPage<GrantRow>(sql, "grants", columns, filter);
}

/** The number of grants, for `store.status`, which reads all of an index for it. */
export function countGrants(sql: SqlStorage): number {
  return sql.exec<{ n: number }>("SELECT count(*) AS n FROM grants").one().n;
}
