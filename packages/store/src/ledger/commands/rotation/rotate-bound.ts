/**
 * `rotate` on backend `cloudflare`. The value that serves is in Cloudflare's store, which keeps no
 * versions and which nothing here can write: so the ledger seals the value that the binding has, for the
 * overlap, and the new one, for verifiers, before whoever asks changes it there. `promote` then says
 * that it was changed. Killed between any two of the steps, the same command goes on where it was.
 */
import { LunakeyError, type Rotated } from "@lunakey/contract";
import { type BoundSecrets, findBinding } from "../../../backend/bound-secrets.ts";
import { getWithin } from "../../../backend/cloudflare.ts";
import { equalText } from "../../../bytes.ts";
import {
  addVersion,
  findSecret,
  findStages,
  type NewVersion,
  type SecretRow,
  type StageRow,
} from "../../secrets/secret-rows.ts";
import { detailsOf } from "../../secrets/settle-stages.ts";
import { dropUnstaged, replaceStages } from "../../secrets/stage-rows.ts";
import { findStage, secretAt } from "../../secrets/stages-at.ts";
import { findConsumersOf } from "../../usage/consumers-of.ts";
import type { Plan } from "../../write-queue.ts";
import { explainCreating } from "../cloudflare-commands.ts";
import { draftDone, type MutationContext } from "../mutation-context.ts";
import { assertNotProtected } from "../plan-value.ts";
import {
  type AskedChange,
  assertExpected,
  assertPreviousOver,
  describeRotated,
  lunakey,
} from "./change-plan.ts";
import { assertNoCopies, findSame, refuseSecond } from "./rotate.ts";

/** What the ledger has of the secret; nothing before its first rotation. */
interface Known {
  readonly row: SecretRow | undefined;
  readonly stages: readonly StageRow[];
}

export async function planBoundRotation(
  context: MutationContext,
  bound: BoundSecrets,
  asked: AskedChange,
): Promise<Plan<Rotated>> {
  const { parts, at } = context;
  const { environment, name, value = "" } = asked;
  assertNotProtected(name, "changed");
  const actual = await readBinding(context, bound, name);
  const { row, stages } = findKnown(context, environment, name);
  const { consumers } = findConsumersOf(parts, { environment, name }, at);
  const pending = findStage(stages, "pending");
  const same = row && (await findSame(context, row, stages, value));
  const isThere = pending === undefined && equalText(actual, value);
  if (isThere || (same !== undefined && (pending === undefined || same === pending))) {
    return { answer: describeRotated(asked, stages, false, consumers), events: [] };
  }
  assertCanRotate(asked, { row, stages }, at);
  assertNoCopies(asked, { consumers });
  const { made, current } = await sealBefore(context, asked, row, stages, actual);
  const next = await seal(context, asked, (made?.version ?? row?.last_version ?? 0) + 1, value);
  const after: StageRow[] = [current, stageOf("pending", next)];
  return {
    answer: describeRotated(asked, after, true, consumers),
    events: [
      draftDone(
        context,
        "secret.rotate",
        { environment, name },
        { ...detailsOf(after), last: next.version, fallback: next.fallback, changed: true },
      ),
    ],
    commit: () => {
      if (made !== undefined) addVersion(parts.sql, made);
      const id = addVersion(parts.sql, next);
      replaceStages(parts.sql, id, after);
      dropUnstaged(parts.sql, id);
    },
  };
}

/** @throws LunakeyError where another change came first, or a rotation is not over. */
function assertCanRotate(asked: AskedChange, { row, stages }: Known, at: number): void {
  if (row !== undefined) assertExpected(asked, row);
  const pending = findStage(stages, "pending");
  if (pending !== undefined) throw refuseSecond(asked, pending);
  assertPreviousOver(asked, stages, at);
}

/**
 * Withdrawing what Cloudflare's store has already would have verifiers refuse what is signed with it.
 *
 * @throws LunakeyError `conflict`
 */
export async function assertNotThere(
  context: MutationContext,
  bound: BoundSecrets,
  asked: AskedChange,
): Promise<void> {
  const { row, stages } = findKnown(context, asked.environment, asked.name);
  const pending = findStage(stages, "pending");
  if (row === undefined || pending === undefined) return;
  const actual = await readBinding(context, bound, asked.name);
  if ((await findSame(context, row, [pending], actual)) === undefined) return;
  throw new LunakeyError({
    code: "conflict",
    message: `Cloudflare's store has the pending value of ${asked.name} already.`,
    hint: `Finish it: ${lunakey("promote", asked)}`,
  });
}

/** The value that Workers are given now. @throws LunakeyError `not_found`, `store_unavailable` */
async function readBinding(
  { parts }: MutationContext,
  bound: BoundSecrets,
  name: string,
): Promise<string> {
  const value = bound.has(name) ? await getWithin(findBinding(parts.env, name)) : null;
  if (typeof value === "string") return value;
  if (value === undefined) {
    const message = `Cloudflare's Secrets Store can not be asked for ${name} just now.`;
    throw new LunakeyError({ code: "store_unavailable", message });
  }
  throw new LunakeyError({
    code: "not_found",
    message: `Cloudflare's Secrets Store has no value of ${name} for this gateway.`,
    hint: explainCreating(parts.env, name),
  });
}

function findKnown({ parts, at }: MutationContext, environment: string, name: string): Known {
  const stored = findSecret(parts.sql, environment, name);
  if (stored === undefined) return { row: undefined, stages: [] };
  return secretAt(stored, findStages(parts.sql, [stored.id]), at);
}

/** The version that stands for the present value: the one that is known, where it is still that. */
async function sealBefore(
  context: MutationContext,
  asked: AskedChange,
  row: SecretRow | undefined,
  stages: readonly StageRow[],
  actual: string,
): Promise<{ made?: NewVersion; current: StageRow }> {
  const known = findStage(stages, "current");
  const same = row && (await findSame(context, row, stages, actual));
  if (known !== undefined && same === known) return { current: { ...known, until: null } };
  // Changed by other means than this, or never rotated before.
  const version = (row?.last_version ?? 0) + 1;
  const made = await seal(
    context,
    { ...asked, comment: undefined },
    version,
    actual,
    row?.fallback,
  );
  return { made, current: stageOf("current", made) };
}

async function seal(
  { parts, actor, at }: MutationContext,
  { environment, name, comment }: AskedChange,
  version: number,
  value: string,
  fallback: SecretRow["fallback"] = "allowed",
): Promise<NewVersion> {
  const sealed = await parts.values.seal(environment, name, version, value);
  const fields = { environment, name, version, sealed, fallback, at, by: actor.id };
  return { ...fields, expiresAt: null, comment: comment ?? null };
}

function stageOf(stage: "current" | "pending", { version, at }: NewVersion): StageRow {
  return { secret_id: 0, stage, version, until: null, since: at, expires_at: null };
}
