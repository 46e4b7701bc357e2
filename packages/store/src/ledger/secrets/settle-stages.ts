/**
 * Writes down what the clock has decided: a pending version that has become current, an overlap that is
 * over. Readers do not wait for it (`stages-at.ts`); whoever writes does, so that every change begins
 * from rows that say what is.
 */
import type { AuditEvent } from "@lunakey/contract";
import type { AuditDraft } from "../audit/chain.ts";
import type { Plan } from "../write-queue.ts";
import { findStages, type StageRow, updateFallback } from "./secret-rows.ts";
import { type DueRow, dropUnstaged, listDue, replaceStages } from "./stage-rows.ts";
import { findStage, stagesAt } from "./stages-at.ts";

/** Secrets settled in one transaction. */
const BATCH_COUNT = 50;
/** Who wrote it down: `updated_by`, and the actor of the events. */
const SYSTEM = "system";
const ACTOR = { kind: "system", id: "rotation" } as const;

/** What settling has to know of its ledger. */
export interface SettleOptions {
  /** Drops opened values from memory. */
  readonly forget: (secretId: number) => void;
  /** Are versions kept once their stage is over? On backend `cloudflare` there is no going back to them. */
  readonly keepsHistory: boolean;
}

/** A batch of what is due; undefined where nothing is. */
export function planDueStages(
  sql: SqlStorage,
  at: number,
  { forget, keepsHistory }: SettleOptions,
): Plan<undefined> | undefined {
  const due = listDue(sql, at, BATCH_COUNT);
  if (due.length === 0) return undefined;
  const ids = due.map(({ id }) => id);
  const stored = Map.groupBy(findStages(sql, ids), (stage) => stage.secret_id);
  const settled = due.map((secret) => settle(secret, stored.get(secret.id) ?? [], at));
  return {
    answer: undefined,
    events: settled.flatMap(({ events }) => events),
    commit: () => {
      for (const { secret, stages, activatedAt } of settled) {
        replaceStages(sql, secret.id, stages);
        if (!keepsHistory) dropUnstaged(sql, secret.id);
        if (activatedAt !== null) updateFallback(sql, secret.id, "obsolete", activatedAt, SYSTEM);
      }
    },
    after: () => {
      for (const { secret } of settled) forget(secret.id);
    },
  };
}

function settle(secret: DueRow, stored: readonly StageRow[], at: number) {
  const stages = stagesAt(stored, at);
  const before = findStage(stored, "current")?.version;
  const current = findStage(stages, "current");
  const isActivated = current !== undefined && current.version !== before;
  const wasPrevious = isActivated ? before : findStage(stored, "previous")?.version;
  const isRetired = wasPrevious !== undefined && findStage(stages, "previous") === undefined;
  return {
    secret,
    stages,
    activatedAt: isActivated ? current.since : null,
    events: [
      ...(isActivated ? [draft("secret.activate", secret, stages)] : []),
      ...(isRetired ? [draft("secret.retire", secret, stages, { retired: wasPrevious })] : []),
    ],
  };
}

function draft(
  action: string,
  { environment, name }: DueRow,
  stages: readonly StageRow[],
  more: AuditEvent["details"] = {},
): AuditDraft {
  const details = { ...detailsOf(stages), ...more };
  return { actor: ACTOR, action, outcome: "ok", target: { environment, name }, details };
}

/** All stages after an event, for the audit: what is not among them is not accepted. */
export function detailsOf(stages: readonly StageRow[]): AuditEvent["details"] {
  const [current, pending, previous] = (["current", "pending", "previous"] as const).map((stage) =>
    findStage(stages, stage),
  );
  return {
    version: current?.version ?? null,
    expiresAt: current?.expires_at ?? null,
    versionUntil: current?.until ?? null,
    pending: pending?.version ?? null,
    pendingUntil: pending?.until ?? null,
    previous: previous?.version ?? null,
    previousUntil: previous?.until ?? null,
  };
}
