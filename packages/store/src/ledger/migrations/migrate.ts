/**
 * Brings a database to the schema of this code, one migration after the other, each in a
 * transaction of its own. Never goes back: a database that newer code has written is refused.
 */

export interface Migration {
  /** Counts from 1, without gaps. */
  readonly version: number;
  /** SQL, several statements, without parameters. */
  readonly statements: string;
}

/** The database was written by newer code. Deploy that, or restore a copy from before. */
export class NewerDatabaseError extends Error {
  constructor(found: number, known: number) {
    super(`The ledger's schema is version ${found}; this code knows up to version ${known}.`);
    this.name = "NewerDatabaseError";
  }
}

/**
 * @param migrations all of them, in order.
 * @throws NewerDatabaseError, having changed nothing.
 */
export function migrate(storage: DurableObjectStorage, migrations: readonly Migration[]): void {
  const { sql } = storage;
  sql.exec("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID");
  const found = readSchemaVersion(sql);
  const known = migrations.at(-1)?.version ?? 0;
  if (found > known) throw new NewerDatabaseError(found, known);
  for (const migration of migrations) {
    if (migration.version <= found) continue;
    storage.transactionSync(() => {
      sql.exec(migration.statements);
      sql.exec(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('schema_version', ?)",
        migration.version,
      );
    });
  }
}

/** The schema's version; 0 for an empty database. */
export function readSchemaVersion(sql: SqlStorage): number {
  const query = "SELECT value FROM meta WHERE key = 'schema_version'";
  return sql.exec<{ value: number }>(query).toArray()[0]?.value ?? 0;
}
