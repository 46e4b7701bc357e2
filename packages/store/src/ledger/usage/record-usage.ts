/** Counts what a consumer was given or refused, and writes the counts down now and then. */
import { type Consumer, PERIODS } from "@lunakey/contract";
import type { LedgerParts } from "../parts.ts";
import { DAY_MS, markDay } from "./consumer-days.ts";
import { addUsages, type UsageCount } from "./usage-rows.ts";

/** Counts one read, in memory. */
export function recordUsage(
  parts: LedgerParts,
  consumer: Consumer,
  name: string,
  kind: "served" | "denied",
  version: number,
  now: number,
): void {
  const { worker, environment } = consumer;
  const source = kind === "served" ? "store" : "none";
  parts.meter.record({ worker, environment, name, kind, source, version, parity: "" }, now);
  const dueAt = now + PERIODS.USAGE_FLUSH_MS;
  if (parts.meter.isFull) flushUsage(parts);
  // Asked first, since work in the background costs more than a read.
  else if (!parts.scheduler.isPlanned("usage", dueAt)) {
    parts.background(parts.scheduler.ensure("usage", dueAt));
  }
}

/** Writes what was counted. Without a wait inside: nothing is counted between. */
export function flushUsage(parts: LedgerParts): void {
  parts.storage.transactionSync(() => {
    const counts = parts.meter.pending();
    addUsages(parts.sql, counts);
    for (const [consumer, at] of servedMoments(counts)) {
      markDay(parts.sql, consumer, "served_at", at);
    }
  });
  parts.meter.clear();
}

/** Each consumer's days, with the last moment of each: counts in memory can go over midnight. */
function servedMoments(counts: readonly UsageCount[]): [UsageCount, number][] {
  const last = new Map<string, [UsageCount, number]>();
  for (const count of counts.filter(({ kind }) => kind === "served")) {
    for (const at of [count.firstAt, count.lastAt]) {
      const key = `${count.worker} ${count.environment} ${Math.floor(at / DAY_MS)}`;
      if ((last.get(key)?.[1] ?? 0) < at) last.set(key, [count, at]);
    }
  }
  return [...last.values()];
}
