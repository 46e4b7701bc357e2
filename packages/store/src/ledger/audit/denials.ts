/**
 * Writes refusals of reads, reports and calls to the audit: the first of a kind in a minute, the
 * rest as numbers. Nobody waits for it: a refused caller learns nothing from the time it takes.
 */
import { type Consumer, PERIODS, secretName } from "@lunakey/contract";
import type { CallActor, RefusalReason } from "../../signed-call.ts";
import type { LedgerParts } from "../parts.ts";
import { recordUsage } from "../usage/record-usage.ts";
import type { AuditDraft } from "./chain.ts";

/** Reads that were denied: no grant, or nobody that we know. */
export function auditDenials(parts: LedgerParts, actor: CallActor, names: readonly string[]): void {
  const now = parts.now();
  const drafts: AuditDraft[] = [];
  for (const name of names) {
    const draft = draftDenial(actor, name);
    if (actor.kind === "consumer") {
      recordUsage(parts, actor, name, "denied", 0, now);
      if (parts.denials.admit(`${consumerId(actor)} ${name}`, draft, now)) drafts.push(draft);
    } else {
      auditRefusal(parts, `read ${draft.details.reason} ${draft.target.name}`, draft);
    }
  }
  append(parts, drafts);
}

/** A report from a binding that names no consumer. */
export function auditRefusedReport(parts: LedgerParts, actor: CallActor): void {
  const draft: AuditDraft = {
    actor: { kind: "unknown", id: "" },
    action: "usage.report",
    outcome: "denied",
    target: {},
    details: { reason: actor.kind === "unknown" ? actor.reason : "no_consumer" },
  };
  auditRefusal(parts, `report ${draft.details.reason}`, draft);
}

/** A call that does not prove where it is from. */
export function auditRefusedCall(parts: LedgerParts, call: string, reason: RefusalReason): void {
  const draft: AuditDraft = {
    actor: { kind: "unknown", id: "" },
    action: "call.refused",
    outcome: "denied",
    target: { call },
    details: { reason },
  };
  auditRefusal(parts, `call ${call} ${reason}`, draft);
}

/** Writes a refusal where it is the first of its kind in this minute, else counts it. */
export function auditRefusal(parts: LedgerParts, key: string, draft: AuditDraft): void {
  const now = parts.now();
  if (parts.refusals.admit(key, draft, now)) append(parts, [draft]);
  else parts.background(parts.scheduler.ensure("usage", now + PERIODS.USAGE_FLUSH_MS));
}

/** Writes what was only counted in the minutes that are over. */
export async function writeRepeats(parts: LedgerParts, now: number): Promise<void> {
  const drafts = parts.refusals.drain(now);
  if (drafts.length > 0) await parts.queue.write(() => ({ answer: undefined, events: drafts }));
}

function draftDenial(actor: CallActor, name: string): AuditDraft {
  const isConsumer = actor.kind === "consumer";
  return {
    actor: isConsumer ? { kind: "consumer", id: consumerId(actor) } : { kind: "unknown", id: "" },
    action: "secret.read",
    outcome: "denied",
    target: {
      // A name that is none may be anything, even a value that was pasted in the wrong place.
      ...(secretName.safeParse(name).success ? { name } : {}),
      ...(isConsumer ? { worker: actor.worker, environment: actor.environment } : {}),
    },
    details: { reason: actor.kind === "unknown" ? actor.reason : "no_grant" },
  };
}

function append(parts: LedgerParts, drafts: readonly AuditDraft[]): void {
  if (drafts.length === 0) return;
  parts.background(parts.queue.write(() => ({ answer: undefined, events: drafts })));
}

function consumerId(consumer: Consumer): string {
  return `${consumer.worker}/${consumer.environment}`;
}
