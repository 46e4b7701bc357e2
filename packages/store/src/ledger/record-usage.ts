/** Counts what a consumer was given or refused, and writes the counts down now and then. */
import { type Consumer, PERIODS } from "@lunakey/contract";
import type { LedgerParts } from "./parts.ts";
import { addUsages } from "./usage.ts";

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
  parts.storage.transactionSync(() => addUsages(parts.sql, parts.meter.pending()));
  parts.meter.clear();
}
