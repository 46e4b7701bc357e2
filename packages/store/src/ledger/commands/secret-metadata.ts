/** A secret's row as people see it. The clock decides what is expired and what is recoverable. */
import { LunakeyError, PERIODS, type SecretMetadata, type Stage } from "@lunakey/contract";
import { findSecret, type SecretRow, type StageRow } from "../secrets/secret-rows.ts";
import { findStage, secretAt } from "../secrets/stages-at.ts";

/**
 * The row of exactly this environment, deleted ones too.
 *
 * @throws LunakeyError `not_found`, also where its values were destroyed.
 */
export function getSecretRow(sql: SqlStorage, environment: string, name: string): SecretRow {
  const row = findSecret(sql, environment, name);
  if (row !== undefined && row.purged_at === null) return row;
  throw new LunakeyError({
    code: "not_found",
    message: `There is no secret ${name} in environment ${environment}.`,
    hint: "Environments do not inherit: name the one that holds it, or all. lunakey list shows them.",
  });
}

/** @param storedStages of this secret or of several; others are passed over. */
export function describeSecret(
  stored: SecretRow,
  storedStages: readonly StageRow[],
  now: number,
): SecretMetadata {
  const own = storedStages.filter((stage) => stage.secret_id === stored.id);
  const { row, stages } = secretAt(stored, own, now);
  const isDeleted = row.deleted_at !== null;
  const recoverableUntil = row.deleted_at === null ? null : row.deleted_at + PERIODS.RECOVERY_MS;
  return {
    environment: row.environment,
    name: row.name,
    version: isDeleted ? null : row.version,
    stages: isDeleted ? [] : describeStages(stages),
    fallback: row.fallback,
    state: findState(row, now),
    expiresAt: row.expires_at,
    recoverableUntil: recoverableUntil !== null && recoverableUntil > now ? recoverableUntil : null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  };
}

/** Stages as people see them: the current one lasts until the pending one takes its place. */
export function describeStages(stages: readonly StageRow[]): Stage[] {
  const pending = findStage(stages, "pending");
  return stages.map(({ stage, version, since, until }) => ({
    stage,
    version,
    since,
    until: stage === "current" ? (pending?.until ?? null) : until,
  }));
}

function findState(row: SecretRow, now: number): SecretMetadata["state"] {
  if (row.deleted_at !== null) return "deleted";
  return row.expires_at !== null && row.expires_at <= now ? "expired" : "active";
}
