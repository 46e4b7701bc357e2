/** `promote`, `rollback` and `retire`: versions change places, and no value is written. */
import { LunakeyError, READ_TIMING } from "@lunakey/contract";
import { findSealed, findVersion, type StageRow } from "../../secrets/secret-rows.ts";
import { findStage } from "../../secrets/stages-at.ts";
import type { MutationContext } from "../mutation-context.ts";
import {
  type AskedChange,
  assertExpected,
  assertPreviousOver,
  lunakey,
  type Outcome,
  overlapOf,
  type Subject,
} from "./change-plan.ts";

/** The pending version becomes current as soon as every isolate can have heard of it. */
export function promote(
  { at }: MutationContext,
  asked: AskedChange,
  { row, stages }: Subject,
): Outcome {
  const pending = findStage(stages, "pending");
  if (pending === undefined) throw refuseNothingPending(asked);
  // Decided already, and this asks for nothing else.
  if (pending.until !== null && asked.overlapSeconds === undefined) return { stages: null };
  assertExpected(asked, row);
  const from = pending.until ?? Math.max(at, (pending.since ?? at) + READ_TIMING.FRESH_MS);
  assertPreviousOver(asked, stages, from);
  return {
    stages: stages.map((stage) => {
      if (stage.stage === "pending") return { ...stage, until: from };
      return stage.stage === "current" ? { ...stage, until: from + overlapOf(asked) } : stage;
    }),
  };
}

/** Withdraws what is pending; where nothing is, the version before is current again. */
export function rollback(context: MutationContext, asked: AskedChange, subject: Subject): Outcome {
  const { row, stages } = subject;
  const pending = findStage(stages, "pending");
  // With a moment to become current, it is in Cloudflare's store already.
  const isChanged = pending === undefined || pending.until !== null;
  if (context.parts.bound !== undefined && isChanged) throw refuseBoundRollback(asked);
  if (pending === undefined) return goBack(context, asked, subject);
  assertExpected(asked, row);
  if (asked.version !== undefined && asked.version !== row.version) {
    throw new LunakeyError({
      code: "rotation_pending",
      message: `Version ${pending.version} of ${asked.name} is pending.`,
      hint: `Withdraw it first: ${lunakey("rollback", asked)}`,
    });
  }
  const kept = stages.filter((stage) => stage !== pending);
  return {
    stages: kept.map((stage) => (stage.stage === "current" ? { ...stage, until: null } : stage)),
    details: { withdrawn: pending.version },
  };
}

function goBack(
  { parts, at }: MutationContext,
  asked: AskedChange,
  { row, stages }: Subject,
): Outcome {
  const current = findStage(stages, "current");
  const previous = findStage(stages, "previous");
  if (current === undefined) throw refuseNoWayBack(asked);
  // A later version was withdrawn, or was gone back from: this is the same once more. Without a version
  // named it would go forward, or back to the one before as well.
  if (asked.version === undefined && row.last_version > current.version) return { stages: null };
  const target = asked.version ?? previous?.version;
  if (target === undefined) throw refuseNoWayBack(asked);
  if (target === current.version) return { stages: null };
  assertExpected(asked, row);
  if (previous?.version !== target) assertPreviousOver(asked, stages, at);
  const version = findVersion(parts.sql, row.id, target);
  if (version === undefined || findSealed(parts.sql, row.id, target) === undefined) {
    throw new LunakeyError({
      code: "not_found",
      message: `There is no version ${target} of ${asked.name}.`,
      hint: lunakey("history", asked),
    });
  }
  if (version.expires_at !== null && version.expires_at <= at) {
    const message = `Version ${target} of ${asked.name} has expired.`;
    throw new LunakeyError({ code: "conflict", message, hint: lunakey("history", asked) });
  }
  const back: StageRow = {
    ...{ secret_id: row.id, stage: "current", version: target, until: null, since: at },
    expires_at: version.expires_at,
  };
  const until = at + overlapOf(asked);
  return { stages: [back, { ...current, stage: "previous", until, since: at }] };
}

/** The previous version is not accepted any more. */
export function retire(_: MutationContext, asked: AskedChange, { row, stages }: Subject): Outcome {
  const previous = findStage(stages, "previous");
  if (previous === undefined) return { stages: null };
  assertExpected(asked, row);
  return {
    stages: stages.filter((stage) => stage !== previous),
    details: { retired: previous.version },
  };
}

function refuseNothingPending(asked: AskedChange): LunakeyError {
  return new LunakeyError({
    code: "conflict",
    message: `${asked.name} has no pending version in environment ${asked.environment}.`,
    hint: `Look at what it has: ${lunakey("history", asked)}`,
  });
}

/** The value is Cloudflare's to change, and what is sealed here does not leave but to Workers. */
function refuseBoundRollback({ name, environment }: AskedChange): LunakeyError {
  return new LunakeyError({
    code: "not_supported",
    message: "On backend cloudflare, only what its store does not have yet can be rolled back.",
    hint: `Rotate to the value from before: lunakey rotate ${name} --env ${environment}`,
  });
}

function refuseNoWayBack(asked: AskedChange): LunakeyError {
  return new LunakeyError({
    code: "conflict",
    message: `${asked.name} has no previous version that is still accepted.`,
    hint: `Name the version to go back to: ${lunakey("rollback", asked)} --to VERSION`,
  });
}
