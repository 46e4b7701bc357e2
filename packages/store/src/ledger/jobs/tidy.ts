/**
 * The jobs of the alarm: writing counts down, removing what has run out, and writing down which
 * versions have changed places. That is tidying: whoever uses such a row looks at the clock. The job
 * `copies` alone asks somebody else for something.
 */
import { PERIODS } from "@lunakey/contract";
import { writeRepeats } from "../audit/denials.ts";
import { sendCopies } from "../copies/send-copies.ts";
import type { LedgerParts } from "../parts.ts";
import {
  type DeletedRow,
  findFirstDeletion,
  listDeleted,
  purgeSecret,
} from "../secrets/deleted-secrets.ts";
import { findFirstEnd } from "../secrets/stage-rows.ts";
import { deleteOldDays } from "../usage/consumer-days.ts";
import { flushUsage } from "../usage/record-usage.ts";
import { deleteExpired, findFirstExpiry } from "./expiry.ts";
import type { JobName } from "./job-rows.ts";

/** Repeats of a minute are known when it is over. */
const REPEATS_INTERVAL_MS = 60_000;
const TIDY_INTERVAL_MS = 600_000;
const TIDY_SOON_MS = 1_000;
/** Rows removed in one go, so that no transaction is long. */
const BATCH_COUNT = 1_000;
const PURGE_COUNT = 20;

/** Plans the tidying that whatever was just written will need. */
export function ensureTidy(parts: LedgerParts): void {
  parts.background(parts.scheduler.ensure("tidy", parts.now() + TIDY_INTERVAL_MS));
}

/** Does a job and answers when it is due again; null for not until something plans it. */
export async function runJob(
  parts: LedgerParts,
  name: JobName,
  now: number,
): Promise<number | null> {
  switch (name) {
    case "usage":
      flushUsage(parts);
      await writeRepeats(parts, now);
      return parts.refusals.hasPending ? now + REPEATS_INTERVAL_MS : null;
    case "tidy":
      return tidy(parts, now);
    case "rotation":
      // Every write is preceded by what is due; this one has nothing of its own.
      await parts.queue.write(() => ({ answer: undefined, events: [] }));
      return findFirstEnd(parts.sql) ?? null;
    case "copies":
      return sendCopies(parts, now);
  }
}

async function tidy(parts: LedgerParts, now: number): Promise<number | null> {
  const removed = parts.storage.transactionSync(() =>
    Math.max(
      deleteExpired(parts.sql, now, BATCH_COUNT),
      deleteOldDays(parts.sql, now, BATCH_COUNT),
    ),
  );
  const purged = await purge(parts, now);
  if (removed >= BATCH_COUNT || purged >= PURGE_COUNT) return now + TIDY_SOON_MS;
  const next = findNextDue(parts);
  return next === undefined ? null : Math.max(now + TIDY_INTERVAL_MS, next);
}

/** When there is something to remove or to destroy next. */
function findNextDue({ sql }: LedgerParts): number | undefined {
  const firstExpiry = findFirstExpiry(sql);
  const firstDeletion = findFirstDeletion(sql);
  if (firstDeletion === undefined) return firstExpiry;
  return Math.min(firstDeletion + PERIODS.RECOVERY_MS, firstExpiry ?? Number.POSITIVE_INFINITY);
}

/** Destroys the values of secrets whose time to be recovered is over. */
function purge(parts: LedgerParts, now: number): Promise<number> {
  return parts.queue.write((at) => {
    const rows = listDeleted(parts.sql, now - PERIODS.RECOVERY_MS, PURGE_COUNT);
    return {
      answer: rows.length,
      events: rows.map(draftPurge),
      commit: () => {
        for (const row of rows) purgeSecret(parts.sql, row.id, at);
      },
      after: () => {
        for (const row of rows) parts.values.forget(row.id);
      },
    };
  });
}

function draftPurge({ name, environment }: DeletedRow) {
  return {
    actor: { kind: "system" as const, id: "tidy" },
    action: "secret.purge",
    outcome: "ok" as const,
    target: { environment, name },
    details: {},
  };
}
