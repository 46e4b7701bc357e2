/** Takes in what a Worker reports of its own reads: counted once per batch, for itself only. */
import { PERIODS, type ReportRequest, type ReportResponse } from "@lunakey/contract";
import type { VerifiedCall } from "../../signed-call.ts";
import { auditRefusedReport } from "../audit/denials.ts";
import { ensureTidy } from "../jobs/tidy.ts";
import type { LedgerParts } from "../parts.ts";
import { DAY_MS, markDay } from "./consumer-days.ts";
import { addUsages, insertBatch } from "./usage-rows.ts";

/** A report is tried again for half an hour; of days long past nobody is told anything. */
const LATEST_DAYS_MS = 2 * DAY_MS;

/** A report that no consumer can be found for. One message for every reason. */
export class RefusedReport extends Error {
  constructor() {
    super("The store takes no report from this binding: its props name no consumer.");
    this.name = "RefusedReport";
  }
}

/**
 * Counts what a Worker says of its own reads, once per batch.
 *
 * @param call proved, with a `ReportRequest` as its payload.
 * @throws RefusedReport
 */
export function countReport(parts: LedgerParts, call: VerifiedCall): ReportResponse {
  const { actor } = call;
  if (actor.kind !== "consumer") {
    auditRefusedReport(parts, actor);
    throw new RefusedReport();
  }
  const report = call.payload as ReportRequest;
  const { worker, environment } = actor;
  const now = parts.now();
  const expiresAt = now + PERIODS.IDEMPOTENCY_MS;
  const isNew = parts.storage.transactionSync(() => {
    if (!insertBatch(parts.sql, actor, report.batchId, expiresAt)) return false;
    const counts = report.counts.map(({ name, source, version, parity, count }) => ({
      worker,
      environment,
      name,
      kind: "reported" as const,
      source,
      version: version ?? 0,
      parity: parity ?? ("" as const),
      // A Worker's word is not taken for what is to come: it would be the latest for ever.
      firstAt: Math.min(report.from, now),
      lastAt: Math.min(report.to, now),
      count,
    }));
    addUsages(parts.sql, counts);
    // Both ends, since a period can go over midnight; not the days between, of other isolates too.
    for (const at of [report.from, report.to].map((each) => Math.min(each, now))) {
      if (at > now - LATEST_DAYS_MS) markDay(parts.sql, actor, "reported_at", at);
    }
    return true;
  });
  ensureTidy(parts);
  return { v: 1, status: isNew ? "counted" : "duplicate" };
}
