/**
 * What one secret's part in a change comes to: its stages afterwards, and how that is answered, written
 * and audited. The four actions differ in how they find the stages; from there on they are one.
 */
import type { Change, CommandOf, CopyHolder, Rotated } from "@lunakey/contract";
import { LunakeyError, PERIODS } from "@lunakey/contract";
import { type SecretRow, type StageRow, updateFallback } from "../../secrets/secret-rows.ts";
import { detailsOf } from "../../secrets/settle-stages.ts";
import { dropUnstaged, replaceStages } from "../../secrets/stage-rows.ts";
import { findStage, stagesAt } from "../../secrets/stages-at.ts";
import type { SecretConsumer } from "../../usage/consumers-of.ts";
import type { Plan } from "../../write-queue.ts";
import { draftDone, type MutationContext } from "../mutation-context.ts";

/** A change with the options of its set. */
export type AskedChange = Change &
  Pick<CommandOf<"changes.apply">, "pending" | "overlapSeconds" | "copies"> & {
    /** Of `rollback`: back to this version. */
    readonly version?: number | undefined;
    /** How an error names the change: empty, or `changes[3].`. */
    readonly at: string;
  };

/** The secret that is changed, as it is at the moment of the change. */
export interface Subject {
  readonly row: SecretRow;
  readonly stages: readonly StageRow[];
  readonly consumers: readonly SecretConsumer[];
}

/** What is to become of it. */
export interface Outcome {
  /** Null where it is so already. */
  readonly stages: readonly StageRow[] | null;
  /** Writes what else there is, before the stages. */
  readonly commit?: () => void;
  /** For the audit, beside the stages. */
  readonly details?: Readonly<Record<string, number | string>>;
}

/** Turns an outcome into a plan. */
export function planOutcome(
  context: MutationContext,
  asked: AskedChange,
  { row, stages: before, consumers }: Subject,
  { stages: wanted, commit, details = {} }: Outcome,
): Plan<Rotated> {
  const { parts, actor, at } = context;
  const { environment, name } = row;
  // What is due at this very moment is written as it is by then.
  const stages = stagesAt(wanted ?? before, at);
  const changed = wanted !== null;
  const moves = findStage(stages, "current")?.version !== row.version;
  return {
    answer: describeRotated(row, stages, changed, consumers),
    events: [
      draftDone(
        context,
        `secret.${asked.action}`,
        { environment, name },
        { ...detailsOf(stages), ...details, changed },
      ),
    ],
    commit: () => {
      commit?.();
      if (!changed) return;
      replaceStages(parts.sql, row.id, stages);
      if (parts.bound !== undefined) dropUnstaged(parts.sql, row.id);
      if (moves) updateFallback(parts.sql, row.id, "obsolete", at, actor.id);
    },
    after: () => parts.values.forget(row.id),
  };
}

export function describeRotated(
  { environment, name }: Pick<SecretRow, "environment" | "name">,
  stages: readonly StageRow[],
  changed: boolean,
  consumers: readonly SecretConsumer[],
): Rotated {
  const pending = findStage(stages, "pending");
  const current = findStage(stages, "current");
  const awaited = pending ?? current;
  const previous = pending === undefined ? findStage(stages, "previous") : current;
  const isScheduled = pending === undefined || pending.until !== null;
  return {
    environment,
    name,
    version: awaited?.version ?? 0,
    changed,
    currentFrom: pending === undefined ? (current?.since ?? null) : pending.until,
    previousVersion: isScheduled ? (previous?.version ?? null) : null,
    previousUntil: isScheduled ? (previous?.until ?? null) : null,
    copies: consumers.flatMap(describeCopy),
    unknownCopies: consumers
      .filter(({ reports }) => !reports)
      .map(({ worker, environment: where }) => ({ worker, environment: where })),
  };
}

function describeCopy({ worker, environment, copy, follows }: SecretConsumer): CopyHolder[] {
  if (copy === null) return [];
  return [{ worker, environment, lastAt: copy.lastAt, parity: copy.parity, follows }];
}

/** Milliseconds that the version before is accepted for. */
export function overlapOf({ overlapSeconds }: Pick<AskedChange, "overlapSeconds">): number {
  return overlapSeconds === undefined ? PERIODS.OVERLAP_DEFAULT_MS : overlapSeconds * 1_000;
}

/** @throws LunakeyError `version_mismatch` */
export function assertExpected({ name, expectVersion, at }: AskedChange, row: SecretRow): void {
  if (expectVersion === undefined || expectVersion === (row.version ?? 0)) return;
  throw new LunakeyError({
    code: "version_mismatch",
    field: `${at}expectVersion`,
    message: `${name} is at version ${row.version ?? 0}, not ${expectVersion}.`,
    hint: "Look at the history, then decide again.",
  });
}

/** The command to type, for hints. */
export function lunakey(verb: string, { name, environment }: AskedChange): string {
  return `lunakey ${verb} ${name} --env ${environment}`;
}

/**
 * There is one version before: a second one would end its overlap early.
 *
 * @param from when the second one would be there.
 * @throws LunakeyError `rotation_pending`
 */
export function assertPreviousOver(
  asked: AskedChange,
  stages: readonly StageRow[],
  from: number,
): void {
  const previous = findStage(stages, "previous");
  if (previous === undefined || (previous.until !== null && previous.until <= from)) return;
  const until = previous.until === null ? "" : ` until ${new Date(previous.until).toISOString()}`;
  throw new LunakeyError({
    code: "rotation_pending",
    message: `Version ${previous.version} of ${asked.name} is still accepted as the previous one${until}.`,
    hint: `Wait, or end that first: ${lunakey("retire", asked)}`,
  });
}
