/** `secret.delete` and `secret.undelete`. Recoverable for a while, which the clock decides. */
import { type CommandOf, LunakeyError, PERIODS, type ResultOf } from "@lunakey/contract";
import { updateDeleted } from "../deleted-secrets.ts";
import { findSecret, findStages, type SecretRow } from "../secrets.ts";
import type { Plan } from "../write-queue.ts";
import { draftDone, type MutationContext } from "./mutation-context.ts";
import { assertNotProtected } from "./plan-value.ts";
import { describeSecret, getSecretRow } from "./secret-metadata.ts";

export function planSecretDelete(
  context: MutationContext,
  { environment, name }: CommandOf<"secret.delete">,
): Plan<ResultOf<"secret.delete">> {
  const row = getSecretRow(context.parts.sql, environment, name);
  if (row.deleted_at !== null) {
    throw new LunakeyError({
      code: "already_deleted",
      message: `${name} is deleted already in environment ${environment}.`,
    });
  }
  assertNotProtected(name, "deleted");
  return planMark(context, "secret.delete", row, context.at);
}

export function planSecretUndelete(
  context: MutationContext,
  { environment, name }: CommandOf<"secret.undelete">,
): Plan<ResultOf<"secret.undelete">> {
  const row = findSecret(context.parts.sql, environment, name);
  if (row !== undefined && isGone(row, context.at)) {
    throw new LunakeyError({
      code: "already_deleted",
      message: `${name} was deleted too long ago to be recovered in environment ${environment}.`,
      hint: "Set its value again.",
    });
  }
  return planMark(
    context,
    "secret.undelete",
    getSecretRow(context.parts.sql, environment, name),
    null,
  );
}

/** Is the time to recover over? Whether or not the values were destroyed yet. */
function isGone(row: SecretRow, now: number): boolean {
  if (row.purged_at !== null) return true;
  return row.deleted_at !== null && row.deleted_at + PERIODS.RECOVERY_MS <= now;
}

function planMark(
  context: MutationContext,
  action: "secret.delete" | "secret.undelete",
  row: SecretRow,
  deletedAt: number | null,
): Plan<ResultOf<"secret.delete">> {
  const { parts, actor, at } = context;
  const { environment, name } = row;
  const changed = row.deleted_at !== deletedAt;
  const marked = changed
    ? { ...row, deleted_at: deletedAt, updated_at: at, updated_by: actor.id }
    : row;
  const stages = findStages(parts.sql, [row.id]);
  return {
    answer: describeSecret(marked, stages, at),
    events: [draftDone(context, action, { environment, name }, { changed })],
    commit: () => {
      if (changed) updateDeleted(parts.sql, row.id, deletedAt, at, actor.id);
    },
    after: () => parts.values.forget(row.id),
  };
}
