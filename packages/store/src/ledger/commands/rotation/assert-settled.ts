/** `set` and `import` write the current version: not while another one waits to become it. */
import { LunakeyError } from "@lunakey/contract";
import { findStages, type SecretRow } from "../../secrets/secret-rows.ts";

/** @throws LunakeyError `rotation_pending` */
export function assertNothingPending(sql: SqlStorage, rows: readonly SecretRow[]): void {
  const kept = rows.filter((row) => row.deleted_at === null);
  const stages = findStages(
    sql,
    kept.map(({ id }) => id),
  );
  const pending = stages.find(({ stage }) => stage === "pending");
  const row = kept.find(({ id }) => id === pending?.secret_id);
  if (pending === undefined || row === undefined) return;
  const where = `${row.name} --env ${row.environment}`;
  throw new LunakeyError({
    code: "rotation_pending",
    message: `Version ${pending.version} of ${row.name} is pending in environment ${row.environment}.`,
    hint: `Finish that first: lunakey promote ${where}\nOr withdraw it: lunakey rollback ${where}`,
  });
}
