/** SQL on stages: writing a secret's, and finding those that the clock has ended. */
import { wakeCopiesOf } from "../copies/copy-rows.ts";
import type { SecretRow, StageRow } from "./secret-rows.ts";

/** Puts a secret's stages in place of those that it has; copies of it are to follow. */
export function replaceStages(
  sql: SqlStorage,
  secretId: number,
  stages: readonly Pick<StageRow, "stage" | "version" | "until" | "since">[],
): void {
  sql.exec("DELETE FROM stages WHERE secret_id = ?", secretId);
  for (const { stage, version, until, since } of stages) {
    sql.exec(
      "INSERT INTO stages (secret_id, stage, version, until, since) VALUES (?, ?, ?, ?, ?)",
      secretId,
      stage,
      version,
      until,
      since,
    );
  }
  wakeCopiesOf(sql, secretId);
}

/** Destroys the values of a secret's versions that have no stage. */
export function dropUnstaged(sql: SqlStorage, secretId: number): void {
  sql.exec(
    `DELETE FROM versions WHERE secret_id = ? AND version NOT IN
       (SELECT version FROM stages WHERE secret_id = ?)`,
    secretId,
    secretId,
  );
}

export type DueRow = Pick<SecretRow, "id" | "name" | "environment">;

/** Secrets with a pending or previous version whose time has come, those first that waited longest. */
export function listDue(sql: SqlStorage, at: number, limit: number): DueRow[] {
  const rows = sql
    .exec<DueRow>(
      `SELECT s.id, s.name, s.environment FROM stages t
       CROSS JOIN secrets s ON s.id = t.secret_id
       WHERE t.until IS NOT NULL AND t.until <= ? AND t.stage <> 'current'
       ORDER BY t.until LIMIT ?`,
      at,
      limit,
    )
    .toArray();
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** When the clock has something to end next; undefined where it has nothing. */
export function findFirstEnd(sql: SqlStorage): number | undefined {
  const query = `SELECT until FROM stages
    WHERE until IS NOT NULL AND stage <> 'current' ORDER BY until LIMIT 1`;
  return sql.exec<{ until: number }>(query).toArray()[0]?.until;
}
