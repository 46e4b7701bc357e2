/** Takes back what a run changed, and keeps what people changed since where the two are apart. */
import { type Disk, type DiskReader, readTextIfThere } from "../repository/disk.ts";
import { EditError } from "./edit-error.ts";
import { mergeLines } from "./merge-lines.ts";
import type { FileChange } from "./text-edit.ts";
import { listRecordIds, readRecord, type UndoRecord } from "./undo-record.ts";
import { recoverChanges, type WriteResult, writeChanges } from "./write-changes.ts";

export interface UndoPlan {
  readonly changes: readonly FileChange[];
  /** Files that were changed since, in the very lines. */
  readonly conflicts: readonly string[];
}

/** The latest run of a command that can be taken back; null where there is none. */
export function findLatestRecord(disk: DiskReader, operation: string): UndoRecord | null {
  for (const id of listRecordIds(disk)) {
    const record = readRecord(disk, id);
    if (record.operation === operation) return record;
  }
  return null;
}

/** @param readCurrent what a file holds now; null where it is not there. */
export function planUndo(
  { changes }: UndoRecord,
  readCurrent: (path: string) => string | null,
): UndoPlan {
  const undone: FileChange[] = [];
  const conflicts: string[] = [];
  for (const change of changes) {
    const current = readCurrent(change.path);
    const after = undoOne(change, current);
    if (after === undefined) conflicts.push(change.path);
    else if (after !== current) undone.push({ path: change.path, before: current, after });
  }
  return { changes: undone, conflicts };
}

/**
 * Undoes the latest run of a command.
 *
 * @param now milliseconds since 1970.
 * @throws EditError `undo_unknown`; `undo_conflict` with the files that nothing was done to
 */
export function undoLatest(disk: Disk, operation: string, now: number): WriteResult {
  recoverChanges(disk, now);
  const record = findLatestRecord(disk, operation);
  if (record === null) throw new EditError("undo_unknown");
  const { changes, conflicts } = planUndo(record, (path) => readTextIfThere(disk, path));
  if (conflicts.length > 0) throw new EditError("undo_conflict", conflicts);
  const forget = [record.id];
  return writeChanges(disk, changes, {
    operation: `undo ${operation}`,
    now,
    forget,
    emptied: record.folders,
  });
}

/** undefined where it can not be told what the file should be. */
function undoOne({ before, after }: FileChange, current: string | null): string | null | undefined {
  if (current === after) return before;
  if (current === before) return current;
  if (before === null || after === null || current === null) return undefined;
  return mergeLines(after, current, before) ?? undefined;
}
