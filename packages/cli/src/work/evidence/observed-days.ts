/**
 * How whole a Worker's reports are: a day on which the store answered it and no report came is a gap,
 * since nobody knows what it read on that day. Pure.
 */
import type { EvidenceDay } from "@lunakey/contract";

export const DAY_MS = 86_400_000;
/** What a clean-up looks back on. */
const OBSERVED_DAYS = 30;
export const OBSERVED_MS: number = OBSERVED_DAYS * DAY_MS;

/** A Worker reports once a minute, and tries again for half an hour. */
const REPORT_LATE_MS = 3_600_000;

export interface ObservedDays {
  /** When the first report came that is known; null: none did. */
  readonly firstReportAt: number | null;
  /** First moments of days with reads and without a report. */
  readonly gaps: readonly number[];
  /** Days of the last 30 of which nothing is known: no read, no report. */
  readonly idleCount: number;
}

/** @param now of the store's clock. */
export function observeDays(days: readonly EvidenceDay[], now: number): ObservedDays {
  const since = now - OBSERVED_MS;
  const reported = days.flatMap(({ reportedAt }) => reportedAt ?? []);
  const recent = days.filter(({ day }) => day + DAY_MS > since);
  const gaps = recent.filter(
    ({ servedAt, reportedAt }) =>
      servedAt !== null &&
      servedAt > since &&
      servedAt < now - REPORT_LATE_MS &&
      reportedAt === null,
  );
  return {
    firstReportAt: reported.length === 0 ? null : Math.min(...reported),
    gaps: gaps.map(({ day }) => day),
    idleCount: Math.max(0, OBSERVED_DAYS - recent.length),
  };
}

/** Was there any sign of the Worker on the day of this moment? */
export function isObserved(days: readonly EvidenceDay[], at: number): boolean {
  const day = Math.floor(at / DAY_MS) * DAY_MS;
  return days.some((each) => each.day === day);
}
