/**
 * Changes of several secrets at one moment, all or none, and of one secret as a set of one. Everything
 * is read, checked and sealed before anything is written, in one transaction.
 */
import {
  type CommandOf,
  LIMITS,
  LunakeyError,
  type ResultOf,
  type Rotated,
} from "@lunakey/contract";
import { encodeUtf8 } from "../../../bytes.ts";
import { findStages } from "../../secrets/secret-rows.ts";
import { secretAt } from "../../secrets/stages-at.ts";
import { findConsumersOf } from "../../usage/consumers-of.ts";
import type { Plan } from "../../write-queue.ts";
import type { MutationContext } from "../mutation-context.ts";
import { getSecretRow } from "../secret-metadata.ts";
import {
  type AskedChange,
  lunakey,
  type Outcome,
  planOutcome,
  type Subject,
} from "./change-plan.ts";
import { promote, retire, rollback } from "./move-stages.ts";
import { assertRotatable, rotate } from "./rotate.ts";
import { assertNotThere, planBoundRotation } from "./rotate-bound.ts";

type OneChange = CommandOf<
  "secret.rotate" | "secret.promote" | "secret.rollback" | "secret.retire"
>;

const ACTIONS = {
  "secret.rotate": "rotate",
  "secret.promote": "promote",
  "secret.rollback": "rollback",
  "secret.retire": "retire",
} as const;

/** One secret. @throws LunakeyError as `planChangesApply`. */
export function planOneChange(
  context: MutationContext,
  { type, ...asked }: OneChange,
): Promise<Plan<Rotated>> {
  const whole: AskedChange = { ...asked, action: ACTIONS[type], at: "" };
  assertOverlapUseful(whole);
  if (whole.action === "rotate") assertRotatable(whole, context.at);
  return planChange(context, whole);
}

/**
 * @throws LunakeyError `not_found`, `already_deleted`, `protected_name`, `version_mismatch`,
 *   `rotation_pending`, `copies_held`, `conflict`, `too_large`, `invalid_input`.
 */
export async function planChangesApply(
  context: MutationContext,
  { changes, pending, overlapSeconds, copies }: CommandOf<"changes.apply">,
): Promise<Plan<ResultOf<"changes.apply">>> {
  const asked = changes.map((change, index): AskedChange => {
    return { ...change, pending, overlapSeconds, copies, at: `changes[${index}].` };
  });
  assertOverlapUseful({ pending, overlapSeconds });
  for (const change of asked) {
    if (change.action === "rotate") assertRotatable(change, context.at);
    else assertNothingOfRotate(change);
  }
  assertUnique(asked);
  assertSize(asked);
  const plans: Plan<Rotated>[] = [];
  for (const change of asked) plans.push(await planChange(context, change));
  return {
    answer: { changes: plans.map(({ answer }) => answer) },
    events: plans.flatMap(({ events }) => events),
    commit: () => {
      for (const plan of plans) plan.commit?.();
    },
    after: () => {
      for (const plan of plans) plan.after?.();
    },
  };
}

async function planChange(context: MutationContext, asked: AskedChange): Promise<Plan<Rotated>> {
  const { bound } = context.parts;
  if (bound !== undefined && asked.action === "rotate") {
    return planBoundRotation(context, bound, asked);
  }
  if (bound !== undefined && asked.action === "rollback") {
    await assertNotThere(context, bound, asked);
  }
  const subject = findSubject(context, asked);
  return planOutcome(context, asked, subject, await decide(context, asked, subject));
}

function decide(
  context: MutationContext,
  asked: AskedChange,
  subject: Subject,
): Outcome | Promise<Outcome> {
  switch (asked.action) {
    case "rotate":
      return rotate(context, asked, subject);
    case "promote":
      return promote(context, asked, subject);
    case "rollback":
      return rollback(context, asked, subject);
    case "retire":
      return retire(context, asked, subject);
  }
}

function findSubject({ parts, at }: MutationContext, asked: AskedChange): Subject {
  const { environment, name } = asked;
  const stored = getSecretRow(parts.sql, environment, name);
  if (stored.deleted_at !== null) {
    throw new LunakeyError({
      code: "already_deleted",
      message: `${name} is deleted in environment ${environment}.`,
      hint: `Bring it back first: ${lunakey("undelete", asked)}`,
    });
  }
  const { row, stages } = secretAt(stored, findStages(parts.sql, [stored.id]), at);
  return { row, stages, consumers: findConsumersOf(parts, row, at).consumers };
}

/** The overlap of what stays pending begins when it is promoted, and is given there. */
function assertOverlapUseful(asked: Pick<AskedChange, "pending" | "overlapSeconds">): void {
  if (asked.pending !== true || asked.overlapSeconds === undefined) return;
  const field = "overlapSeconds";
  const message = `${field} must be left out where pending is true: it is given with promote.`;
  throw new LunakeyError({ code: "invalid_input", field, message });
}

/** Fields that go with `rotate` only. */
const OF_ROTATE = ["value", "expiresAt", "comment"] as const;

function assertNothingOfRotate(asked: AskedChange): void {
  const surplus = OF_ROTATE.find((field) => asked[field] !== undefined);
  if (surplus === undefined) return;
  const field = `${asked.at}${surplus}`;
  const message = `${field} must be left out where the action is not rotate.`;
  throw new LunakeyError({ code: "invalid_input", field, message });
}

function assertUnique(changes: readonly AskedChange[]): void {
  const seen = new Set<string>();
  for (const { environment, name, at } of changes) {
    // Neither can hold a space.
    const key = `${environment} ${name}`;
    if (seen.has(key)) {
      const field = `${at}name`;
      const message = `${field} must not be the name of an earlier change in the same environment.`;
      throw new LunakeyError({ code: "invalid_input", field, message });
    }
    seen.add(key);
  }
}

function assertSize(changes: readonly AskedChange[]): void {
  const total = changes.reduce((sum, { value = "" }) => sum + encodeUtf8(value).byteLength, 0);
  if (total <= LIMITS.IMPORT_BYTES) return;
  throw new LunakeyError({
    code: "too_large",
    field: "changes",
    message: `changes must hold values of at most ${LIMITS.IMPORT_BYTES} bytes together.`,
  });
}
