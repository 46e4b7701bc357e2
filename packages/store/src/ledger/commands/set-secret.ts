/** `secret.set`: writes a value as the new current version, unless it is the current one. */
import { type CommandOf, LunakeyError, type ResultOf } from "@lunakey/contract";
import { findSecret, type SecretRow, updateFallback } from "../secrets/secret-rows.ts";
import type { Plan } from "../write-queue.ts";
import { draftDone, type MutationContext } from "./mutation-context.ts";
import {
  assertNotProtected,
  currentVersion,
  planValue,
  sealPlanned,
  type ValuePlan,
} from "./plan-value.ts";
import { assertNothingPending } from "./rotation/assert-settled.ts";

export async function planSecretSet(
  context: MutationContext,
  asked: CommandOf<"secret.set">,
): Promise<Plan<ResultOf<"secret.set">>> {
  const { environment, name } = asked;
  assertInFuture(asked.expiresAt, context.at);
  const row = findSecret(context.parts.sql, environment, name);
  assertVersion(asked, currentVersion(row) ?? 0);
  const planned = await planValue(context, row, asked);
  if (planned.status === "different") assertNotProtected(name, "changed");
  if (planned.changed && row !== undefined) assertNothingPending(context.parts.sql, [row]);
  const { changed, version, fallback } = planned;
  const { expiresAt } = asked;
  // Written down too: `audit.verify` compares it with the row.
  const expiry = changed && expiresAt !== undefined ? { expiresAt } : {};
  const details = { version, changed, fallback, ...expiry };
  return {
    answer: { environment, name, version, changed, fallback },
    events: [draftDone(context, "secret.set", { environment, name }, details)],
    commit: changed
      ? await sealPlanned(context, asked, planned)
      : () => keepVersion(context, row, planned),
    after: () => row && context.parts.values.forget(row.id),
  };
}

/** @throws LunakeyError `invalid_input`: a moment that is over would make the value useless. */
export function assertInFuture(expiresAt: number | undefined, now: number): void {
  if (expiresAt === undefined || expiresAt > now) return;
  throw new LunakeyError({
    code: "invalid_input",
    field: "expiresAt",
    message: "expiresAt must be in the future.",
  });
}

function assertVersion({ name, expectVersion }: CommandOf<"secret.set">, current: number): void {
  if (expectVersion === undefined || expectVersion === current) return;
  throw new LunakeyError({
    code: "version_mismatch",
    message: `${name} is at version ${current}, not ${expectVersion}.`,
    hint: "Look at the history, then decide again.",
  });
}

function keepVersion(
  { parts, actor, at }: MutationContext,
  row: SecretRow | undefined,
  { fallback }: ValuePlan,
): void {
  if (row === undefined || row.fallback === fallback) return;
  updateFallback(parts.sql, row.id, fallback, at, actor.id);
}
