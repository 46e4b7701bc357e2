/** `rotate`: seals a new value as the pending version, and plans when it becomes current. */
import { LunakeyError, READ_TIMING } from "@lunakey/contract";
import { equalText } from "../../../bytes.ts";
import { addVersion, type SecretRow, type StageRow } from "../../secrets/secret-rows.ts";
import { findStage } from "../../secrets/stages-at.ts";
import type { MutationContext } from "../mutation-context.ts";
import { assertNotProtected } from "../plan-value.ts";
import {
  type AskedChange,
  assertExpected,
  assertPreviousOver,
  lunakey,
  type Outcome,
  overlapOf,
  type Subject,
} from "./change-plan.ts";

export async function rotate(
  context: MutationContext,
  asked: AskedChange,
  subject: Subject,
): Promise<Outcome> {
  const { row, stages } = subject;
  const { value = "" } = asked;
  assertNotProtected(asked.name, "changed");
  const pending = findStage(stages, "pending");
  const same = await findSame(context, row, stages, value);
  // The same command once more, after its answer was lost.
  if (same !== undefined && (pending === undefined || same.stage === "pending")) {
    return { stages: null };
  }
  assertExpected(asked, row);
  if (pending !== undefined) throw refuseSecond(asked, pending);
  const from = context.at + READ_TIMING.FRESH_MS;
  if (asked.pending !== true) assertPreviousOver(asked, stages, from);
  assertNoCopies(asked, subject);
  return plan(context, asked, row, stages, asked.pending === true ? null : from);
}

async function plan(
  context: MutationContext,
  asked: AskedChange,
  row: SecretRow,
  stages: readonly StageRow[],
  from: number | null,
): Promise<Outcome> {
  const { parts, actor, at } = context;
  const { environment, name, value = "" } = asked;
  const version = row.last_version + 1;
  const expiresAt = asked.expiresAt ?? null;
  const made = {
    ...{ environment, name, version, expiresAt, at, by: actor.id, fallback: row.fallback },
    sealed: await parts.values.seal(environment, name, version, value),
    comment: asked.comment ?? null,
  };
  const isWaiting = from === null;
  return {
    commit: () => void addVersion(parts.sql, made),
    stages: [
      ...stages.map((stage) =>
        stage.stage === "current" && !isWaiting
          ? { ...stage, until: from + overlapOf(asked) }
          : stage,
      ),
      {
        ...{ secret_id: row.id, stage: "pending", version, expires_at: expiresAt },
        ...{ until: from, since: at },
      },
    ],
    details: { last: version },
  };
}

/**
 * What can be said of a rotation without looking at the secret.
 *
 * @throws LunakeyError `invalid_input`
 */
export function assertRotatable({ value, expiresAt, at }: AskedChange, now: number): void {
  if (value === undefined) {
    const field = `${at}value`;
    const message = `${field} is missing: it must be a string.`;
    throw new LunakeyError({ code: "invalid_input", field, message });
  }
  if (expiresAt !== undefined && expiresAt <= now) {
    const field = `${at}expiresAt`;
    const message = `${field} must be in the future.`;
    throw new LunakeyError({ code: "invalid_input", field, message });
  }
}

/** The stage, of those that count, that has this value already: the pending one first. */
export async function findSame(
  { parts }: MutationContext,
  { id: secretId, environment, name }: SecretRow,
  stages: readonly StageRow[],
  value: string,
): Promise<StageRow | undefined> {
  for (const stage of [findStage(stages, "pending"), findStage(stages, "current")]) {
    if (stage === undefined) continue;
    const { version } = stage;
    try {
      const stored = await parts.values.open({ secretId, environment, name, version });
      if (equalText(stored, value)) return stage;
    } catch {
      // What does not open, for a lost root key perhaps, must still be possible to rotate away.
    }
  }
  return undefined;
}

export function refuseSecond(asked: AskedChange, pending: StageRow): LunakeyError {
  const until =
    pending.until === null
      ? ""
      : `, and becomes current at ${new Date(pending.until).toISOString()}`;
  return new LunakeyError({
    code: "rotation_pending",
    message: `Version ${pending.version} of ${asked.name} is pending${until}.`,
    hint: `Finish that first: ${lunakey("promote", asked)}\nOr withdraw it: ${lunakey("rollback", asked)}`,
  });
}

/** Named in one message at most. */
const LISTED_COUNT = 10;

/** @throws LunakeyError `copies_held` */
export function assertNoCopies(
  { name, copies = "refuse" }: AskedChange,
  { consumers }: Pick<Subject, "consumers">,
): void {
  const holders = consumers.filter(({ copy, follows }) => copy !== null && !follows);
  if (copies !== "refuse" || holders.length === 0) return;
  const named = holders
    .slice(0, LISTED_COUNT)
    .map(({ worker, environment }) => `${worker} in ${environment}`);
  const more = holders.length > LISTED_COUNT ? ` and ${holders.length - LISTED_COUNT} more` : "";
  throw new LunakeyError({
    code: "copies_held",
    message: `Workers that hold a copy of ${name} of their own would keep the old value: ${named.join(", ")}${more}.`,
    hint: "Update the copies too (--sync), or rotate and leave them as they are (--leave-copies).",
  });
}
