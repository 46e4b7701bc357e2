/**
 * Writes down what came of a request: for each copy of it, whatever else was written meanwhile, and with
 * the event in the same transaction.
 */
import type { AccountRefusal } from "../../account/account-refusal.ts";
import { putNote } from "../backup/notes.ts";
import type { LedgerParts } from "../parts.ts";
import type { Plan } from "../write-queue.ts";
import { draftBatch } from "./audit-batch.ts";
import {
  type CopyTableRow,
  deleteCopy,
  failAllDue,
  findCopies,
  findTarget,
  updateCopy,
} from "./copy-rows.ts";
import { findWanted, judgeCopy } from "./judge-copy.ts";
import type { OpenedChange, UnopenedChange } from "./open-copies.ts";
import { failed, later } from "./retry-copy.ts";
import { type Batch, type CopyChange, settled } from "./take-batch.ts";

/** Cloudflare has taken all of it. */
export function planSent(
  parts: LedgerParts,
  batch: Batch,
  changes: readonly CopyChange[],
  at: number,
): Plan<void> {
  const commit = () => {
    const wanted = findWanted(parts, batch, namesOf(changes), at);
    settleEach(parts.sql, batch, changes, (row, { wanted: sent }, index) => {
      if (sent === null) return null;
      const { secretId, version } = sent;
      const now = { ...row, secret_id: secretId, version, sent_at: at };
      // By now it may be behind again.
      const need = judgeCopy(now, wanted[index] ?? "no_value", at);
      return settled(now, need.do === "nothing" ? need.until : at);
    });
  };
  return { answer: undefined, events: draftBatch(batch, changes, null), commit };
}

/** The values of these could not be had: nothing was asked of Cloudflare. */
export function planUnopened(
  parts: LedgerParts,
  batch: Batch,
  changes: readonly UnopenedChange[],
  at: number,
): Plan<void> {
  const kinds = [...new Set(changes.map(({ error }) => error))];
  const of = (kind: string) => changes.filter(({ error }) => error === kind);
  return {
    answer: undefined,
    events: kinds.flatMap((kind) => draftBatch(batch, of(kind), kind)),
    commit: () =>
      settleEach(parts.sql, batch, changes, (row, { error }) =>
        error === "store_unreachable" ? later(row, error, at) : failed(row, error),
      ),
  };
}

/** Cloudflare has taken nothing of it, or nobody knows. */
export function planRefused(
  { sql }: LedgerParts,
  batch: Batch,
  changes: readonly OpenedChange[],
  refusal: AccountRefusal,
  at: number,
): Plan<void> {
  const { kind, code } = refusal;
  const commit = () => {
    if (kind === "limited") putNote(sql, "copiesHeld", at + refusal.waitMs);
    else if (kind === "denied") failAllDue(sql, at, code);
    else if (kind === "refused") settleRefused(sql, batch, changes, refusal, at);
    else {
      settleEach(sql, batch, changes, (row) =>
        kind === "no_script" ? failed(row, code) : later(row, code, at),
      );
    }
  };
  return { answer: undefined, events: draftBatch(batch, changes, code), commit };
}

/** One secret that Cloudflare does not take must not keep the others of its request from it. */
function settleRefused(
  sql: SqlStorage,
  batch: Batch,
  changes: readonly OpenedChange[],
  { code, names }: Extract<AccountRefusal, { kind: "refused" }>,
  at: number,
): void {
  const isNamed = changes.some(({ row }) => names.includes(row.name));
  settleEach(sql, batch, changes, (row, { value }) => {
    const isGuilty = changes.length === 1 || names.includes(row.name);
    if (!isGuilty) return { ...row, alone: isNamed ? 0 : 1, due_at: at };
    // Deleting what is not there has come to what was wanted.
    return value === null && code === BINDING_NOT_FOUND ? null : failed(row, code);
  });
}

const BINDING_NOT_FOUND = "10056";

/** @param settle the row as it is to be; null where it is done with. */
function settleEach<Change extends CopyChange>(
  sql: SqlStorage,
  batch: Batch,
  changes: readonly Change[],
  settle: (row: CopyTableRow, change: Change, index: number) => CopyTableRow | null,
): void {
  // Another script by now: what this one answered says nothing of that.
  if (findTarget(sql, batch)?.script !== batch.script) return;
  const rows = new Map(findCopies(sql, batch, namesOf(changes)).map((row) => [row.name, row]));
  for (const [index, change] of changes.entries()) {
    const row = rows.get(change.row.name);
    if (row === undefined) continue;
    const next = settle(row, change, index);
    // Asked for anew while the request was under way: that is still to be done.
    const isAsked = row.due_at !== change.row.due_at;
    if (next === null && !isAsked) deleteCopy(sql, row);
    else if (!isAsked) updateCopy(sql, next ?? row);
    else
      updateCopy(sql, { ...(next ?? withoutSent(row)), removes: row.removes, due_at: row.due_at });
  }
}

function withoutSent(row: CopyTableRow): CopyTableRow {
  return { ...row, secret_id: 0, version: 0, sent_at: null };
}

function namesOf(changes: readonly CopyChange[]): string[] {
  return changes.map(({ row }) => row.name);
}
