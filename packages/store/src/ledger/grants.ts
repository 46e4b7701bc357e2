/** SQL on grants: which consumer may read which name. A grant is exact, without patterns. */
import type { Consumer } from "@lunakey/contract";
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

export interface GrantFilter {
  readonly worker: string | undefined;
  readonly environment: string | undefined;
  readonly name: string | undefined;
  readonly after: readonly [worker: string, environment: string, name: string];
  readonly limit: number;
}

/** A page of grants by Worker, environment and name. */
export function listGrants(sql: SqlStorage, filter: GrantFilter): GrantRow[] {
  const [worker, environment, name] = filter.after;
  // With a name and no Worker the other index leads; the order is the same as the name is one.
  const byName = filter.name !== undefined && filter.worker === undefined;
  const order = byName ? "name, worker, environment" : "worker, environment, name";
  const conditions = [`(${order}) > (?, ?, ?)`];
  const bindings = byName ? [name, worker, environment] : [worker, environment, name];
  for (const column of ["worker", "environment", "name"] as const) {
    const wanted = filter[column];
    if (wanted === undefined) continue;
    conditions.push(`${column} = ?`);
    bindings.push(wanted);
  }
  return sql
    .exec<GrantRow>(
      `SELECT worker, environment, name, created_at, created_by FROM grants
       WHERE ${conditions.join(" AND ")} ORDER BY ${order} LIMIT ?`,
      ...bindings,
      filter.limit,
    )
    .toArray();
}

/** The number of grants, for `store.status`, which reads all of an index for it. */
export function countGrants(sql: SqlStorage): number {
  return sql.exec<{ n: number }>("SELECT count(*) AS n FROM grants").one().n;
}
