/** When the job `copies` has something to do. */
import { findNote } from "../backup/notes.ts";
import { findFirstDue } from "./copy-rows.ts";

/** Not before a moment, and not while Cloudflare has asked to be left alone; null for never. */
export function findNextCopy(sql: SqlStorage, notBefore: number): number | null {
  const due = findFirstDue(sql);
  if (due === undefined) return null;
  return Math.max(due, notBefore, findNote(sql, "copiesHeld") ?? 0);
}
