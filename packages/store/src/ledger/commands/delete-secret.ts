/** `secret.delete` and `secret.undelete`. Recoverable for a while, which the clock decides. */
import { type CommandOf, LunakeyError, PERIODS, type ResultOf } from "@lunakey/contract";
import { updateDeleted } from "../secrets/deleted-secrets.ts";
import { findSecret, findStages, type SecretRow, type StageRow } from "../secrets/secret-rows.ts";
import { detailsOf } from "../secrets/settle-stages.ts";
import { replaceStages } from "../secrets/stage-rows.ts";
import { findConsumersOf } from "../usage/consumers-of.ts";
import type { Plan } from "../write-queue.ts";
import { draftDone, type MutationContext } from "./mutation-context.ts";
import { assertNotProtected } from "./plan-value.ts";
import { isInUse } from "./rotation/rollout.ts";
import { describeSecret, getSecretRow } from "./secret-metadata.ts";

export function planSecretDelete(
  context: MutationContext,
  { environment, name, force }: CommandOf<"secret.delete">,
): Plan<ResultOf<"secret.delete">> {
  const row = getSecretRow(context.parts.sql, environment, name);
  if (row.deleted_at !== null) {
    throw new LunakeyError({
      code: "already_deleted",
      message: `${name} is deleted already in environment ${environment}.`,
    });
  }
  assertNotProtected(name, "deleted");
  if (force !== true) assertUnused(context, row);
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
  const known = getSecretRow(context.parts.sql, environment, name);
  const plan = planMark(context, "secret.undelete", known, null);
  return { ...plan, answer: { ...plan.answer, changed: known.deleted_at !== null } };
}

/** Named in one message at most. */
const LISTED_COUNT = 10;

function assertUnused({ parts, at }: MutationContext, row: SecretRow): void {
  const users = findConsumersOf(parts, row, at).consumers.filter((each) => isInUse(each, at));
  if (users.length === 0) return;
  const named = users.slice(0, LISTED_COUNT).map(({ worker, environment, served }) => {
    const lastAt = new Date(served.at(-1)?.lastAt ?? 0).toISOString();
    return `${worker} in ${environment} (last ${lastAt.slice(0, 16)}Z)`;
  });
  const more = users.length > LISTED_COUNT ? ` and ${users.length - LISTED_COUNT} more` : "";
  throw new LunakeyError({
    code: "in_use",
    message: `Workers still read ${row.name}: ${named.join(", ")}${more}.`,
    hint: "Move them off it first, or delete it all the same with --force (force=true over REST).",
  });
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
  const before = findStages(parts.sql, [row.id]);
  const stages = changed ? withoutRotation(before) : before;
  return {
    answer: describeSecret(marked, stages, at),
    events: [draftDone(context, action, { environment, name }, { ...detailsOf(stages), changed })],
    commit: () => {
      if (!changed) return;
      updateDeleted(parts.sql, row.id, deletedAt, at, actor.id);
      replaceStages(parts.sql, row.id, stages);
    },
    after: () => parts.values.forget(row.id),
  };
}

/** What comes back is the current version alone: a rotation is not gone on with after a deletion. */
function withoutRotation(stages: readonly StageRow[]): StageRow[] {
  return stages
    .filter(({ stage }) => stage === "current")
    .map((stage) => ({ ...stage, until: null }));
}
