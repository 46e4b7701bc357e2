/**
 * SQL on the days of a consumer: whether the store answered it, and whether it reported. A day is the
 * number of whole days in UTC since 1970.
 */
import type { Consumer, EvidenceDay } from "@lunakey/contract";

export const DAY_MS = 24 * 3_600_000;

/** Kept this long: three times what a clean-up looks back on. */
const KEPT_DAYS = 100;

type Mark = "served_at" | "reported_at";

/** Notes that something happened at that moment. */
export function markDay(
  sql: SqlStorage,
  { worker, environment }: Consumer,
  mark: Mark,
  at: number,
): void {
  sql.exec(
    `INSERT INTO consumer_days (worker, environment, day, ${mark}) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET ${mark} = max(coalesce(${mark}, 0), excluded.${mark})`,
    worker,
    environment,
    Math.floor(at / DAY_MS),
    at,
  );
}

/** The days from a moment on, the first one first. */
export function listDays(
  sql: SqlStorage,
  { worker, environment }: Consumer,
  since: number,
): EvidenceDay[] {
  return sql
    .exec<{ day: number; served_at: number | null; reported_at: number | null }>(
      `SELECT day, served_at, reported_at FROM consumer_days
       WHERE worker = ? AND environment = ? AND day >= ? ORDER BY day LIMIT ${KEPT_DAYS}`,
      worker,
      environment,
      Math.floor(since / DAY_MS),
    )
    .toArray()
    .map(({ day, served_at, reported_at }) => ({
      day: day * DAY_MS,
      servedAt: served_at,
      reportedAt: reported_at,
    }));
}

/** Removes days that nobody looks back on any more, at most `limit`. @returns how many. */
export function deleteOldDays(sql: SqlStorage, now: number, limit: number): number {
  return sql
    .exec(
      `DELETE FROM consumer_days WHERE (worker, environment, day) IN
         (SELECT worker, environment, day FROM consumer_days WHERE day < ? ORDER BY day LIMIT ?)
       RETURNING 1`,
      Math.floor(now / DAY_MS) - KEPT_DAYS,
      limit,
    )
    .toArray().length;
}
