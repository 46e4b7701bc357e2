/**
 * SQL of a page of what is kept by Worker, environment and name: grants, and copies. Both tables have
 * that as their key, and an index that begins with the name.
 */

export interface ConsumerFilter {
  readonly worker: string | undefined;
  readonly environment: string | undefined;
  readonly name: string | undefined;
  readonly after: readonly [worker: string, environment: string, name: string];
  readonly limit: number;
}

/** By Worker, environment and name. @param columns as they stand after `SELECT`. */
export function selectConsumerPage<Row extends Record<string, SqlStorageValue>>(
  sql: SqlStorage,
  table: "copies" | "grants",
  columns: string,
  filter: ConsumerFilter,
): Row[] {
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
    .exec<Row>(
      `SELECT ${columns} FROM ${table}
       WHERE ${conditions.join(" AND ")} ORDER BY ${order} LIMIT ?`,
      ...bindings,
      filter.limit,
    )
    .toArray();
}
