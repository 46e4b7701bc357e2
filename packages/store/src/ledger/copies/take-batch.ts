/**
 * The next request to Cloudflare: what of one script is due, as far as it fits. What turns out to need
 * nothing is settled on the way.
 */
import { LIMITS } from "@lunakey/contract";
import type { LedgerParts } from "../parts.ts";
import { type CopyTableRow, findDue, findTarget, listDueOf, updateCopy } from "./copy-rows.ts";
import { findWanted, judgeCopy, type WantedValue } from "./judge-copy.ts";

/** A copy that is to be written or deleted. */
export interface CopyChange {
  readonly row: CopyTableRow;
  /** Null where it is to be deleted. */
  readonly wanted: WantedValue | null;
}

export interface Batch {
  readonly worker: string;
  readonly environment: string;
  readonly script: string;
  readonly changes: readonly CopyChange[];
}

/** Undefined where nothing is due. May be without changes. */
export function takeBatch(parts: LedgerParts, now: number): Batch | undefined {
  const { sql } = parts;
  const first = findDue(sql, now);
  if (first === undefined) return undefined;
  const rows = first.alone === 1 ? [first] : listDueOf(sql, first, now, LIMITS.COPIES_PER_REQUEST);
  const names = rows.map(({ name }) => name);
  const wanted = findWanted(parts, first, names, now);
  const changes: CopyChange[] = [];
  parts.storage.transactionSync(() => {
    for (const [index, row] of rows.entries()) {
      const need = judgeCopy(row, wanted[index] ?? "no_value", now);
      if (need.do === "nothing") {
        updateCopy(sql, settled(row, need.until));
        continue;
      }
      // Still due, should this be the end; and at another time, should it be asked for meanwhile.
      const inHand = { ...row, due_at: now };
      updateCopy(sql, inHand);
      changes.push({ row: inHand, wanted: need.do === "send" ? need.wanted : null });
    }
  });
  const { worker, environment } = first;
  const script = findTarget(sql, first)?.script ?? "";
  return { worker, environment, script, changes };
}

/** A row that needs nothing until then. */
export function settled(row: CopyTableRow, until: number | null): CopyTableRow {
  return { ...row, removes: 0, error: null, attempts: 0, alone: 0, due_at: until };
}
