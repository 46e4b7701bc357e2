/** A copy that did not come about: when it is tried again, if by itself at all. Pure. */
import type { CopyTableRow } from "./copy-rows.ts";

const RETRY_FIRST_MS = 1_000;
const RETRY_LAST_MS = 3_600_000;

/** To be tried again after 1, 2, 4, … seconds, at most an hour. */
export function later(row: CopyTableRow, error: string, at: number): CopyTableRow {
  const wait = Math.min(RETRY_FIRST_MS * 2 ** row.attempts, RETRY_LAST_MS);
  return { ...row, error, attempts: row.attempts + 1, due_at: at + wait };
}

/** Not to be tried again until somebody asks for it, or the secret is changed. */
export function failed(row: CopyTableRow, error: string): CopyTableRow {
  return { ...row, error, attempts: row.attempts + 1, alone: 0, due_at: null };
}
