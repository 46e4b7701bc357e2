/** `copies.list`: each copy that the store writes, and how far it is. */
import { type CommandOf, type CopyRow, LIMITS, type ResultOf } from "@lunakey/contract";
import { findNote } from "../../backup/notes.ts";
import { type CopyTableRow, findTarget, listCopies } from "../../copies/copy-rows.ts";
import { findWanted, isSent, type Wanted } from "../../copies/judge-copy.ts";
import { parseCursor, renderCursor } from "../../cursor.ts";
import type { LedgerParts } from "../../parts.ts";
import { findLatestParity } from "../../usage/consumers-of.ts";
import { flushUsage } from "../../usage/record-usage.ts";
import { listParityOf } from "../../usage/usage-rows.ts";

export function pageOfCopies(
  parts: LedgerParts,
  asked: CommandOf<"copies.list">,
): ResultOf<"copies.list"> {
  const { type, worker, environment, name, limit = LIMITS.PAGE_SIZE_DEFAULT } = asked;
  const after = parseCursor(type, asked.cursor, ["", "", ""] as [string, string, string]);
  // So that what a Worker reported a moment ago is in the answer.
  flushUsage(parts);
  const rows = listCopies(parts.sql, { worker, environment, name, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const now = parts.now();
  const held = findNote(parts.sql, "copiesHeld") ?? 0;
  return {
    copies: page.map((row) => describe(parts, row, now)),
    heldUntil: held > now ? held : null,
    nextCursor:
      last === undefined ? null : renderCursor(type, [last.worker, last.environment, last.name]),
  };
}

function describe(parts: LedgerParts, row: CopyTableRow, now: number): CopyRow {
  const { worker, environment, name, sent_at: sentAt, error, attempts, due_at: dueAt } = row;
  const [wanted = "no_value"] = findWanted(parts, row, [name], now);
  return {
    ...{ worker, environment, name, sentAt, error, attempts },
    script: findTarget(parts.sql, row)?.script ?? "",
    state: stateOf(parts, row, wanted),
    version: row.version || null,
    wanted: typeof wanted === "string" ? null : wanted.version || null,
    nextAt: dueAt === null ? null : Math.max(dueAt, now),
  };
}

function stateOf(parts: LedgerParts, row: CopyTableRow, wanted: Wanted): CopyRow["state"] {
  if (row.error !== null) return "failed";
  if (typeof wanted === "string") return row.removes === 1 ? "removing" : "left";
  if (isSent(row, wanted)) return isVerified(parts, row) ? "verified" : "sent";
  return row.due_at === null ? "unsent" : "queued";
}

/** Has the Worker compared it since, with this very version, and found it equal? */
function isVerified({ sql, bound }: LedgerParts, row: CopyTableRow): boolean {
  const found = findLatestParity(listParityOf(sql, row.worker, row.environment, row.name));
  if (found?.parity !== "same" || found.last_at <= (row.sent_at ?? 0)) return false;
  // Bound values have no versions: what it was equal to is what the binding gave.
  return found.version === row.version || (bound !== undefined && found.version === 0);
}
