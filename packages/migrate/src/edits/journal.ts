/**
 * The one file that says how far a run has come: `.lunakey/journal.json`. It is replaced as a whole
 * and is on the disk before the step that it announces.
 *
 * | phase     | what is there                                       | after an interruption |
 * |-----------|-----------------------------------------------------|-----------------------|
 * | `prepare` | perhaps new contents beside their files, no more    | taken back            |
 * | `commit`  | all new contents and the undo record, some in place | completed             |
 * | no file   | the old tree, or the new                            | nothing to do         |
 */
import { type Disk, DiskError, type DiskReader } from "../repository/disk.ts";
import { EditError } from "./edit-error.ts";
import { isObject, isRecordId, isStrings, STATE_FOLDER } from "./undo-record.ts";

const JOURNAL = `${STATE_FOLDER}/journal.json`;
const NEXT_JOURNAL = `${STATE_FOLDER}/journal.json.new`;

export interface Journal {
  readonly v: 1;
  readonly phase: "prepare" | "commit";
  /** The process that writes, and since when, in milliseconds since 1970. */
  readonly pid: number;
  readonly startedAt: number;
  /** Of the undo record, which says what changes. */
  readonly id: string;
  /** Where each of the record's files really is, in its order. */
  readonly targets: readonly string[];
  /** Undo records that are gone when this run is done. */
  readonly forget: readonly string[];
  /** Folders that are removed when this run is done, should they be empty then. */
  readonly emptied: readonly string[];
  /** Folders that this run makes, the outer ones first. */
  readonly folders: readonly string[];
}

export function replaceJournal(disk: Disk, journal: Journal): void {
  disk.remove(NEXT_JOURNAL);
  disk.writeNew(NEXT_JOURNAL, new TextEncoder().encode(`${JSON.stringify(journal)}\n`), 0o600);
  disk.rename(NEXT_JOURNAL, JOURNAL);
  disk.syncFolder(STATE_FOLDER);
}

export function removeJournal(disk: Disk): void {
  disk.remove(NEXT_JOURNAL);
  disk.remove(JOURNAL);
  disk.syncFolder(STATE_FOLDER);
}

/** null where no run was interrupted. @throws EditError `record_damaged` */
export function readJournal(disk: DiskReader): Journal | null {
  try {
    const journal: unknown = JSON.parse(new TextDecoder().decode(disk.readBytes(JOURNAL)));
    if (isJournal(journal)) return journal;
  } catch (error) {
    if (error instanceof DiskError && error.code === "missing") return null;
    if (error instanceof DiskError) throw error;
    // It was written by another hand: JSON.parse would quote it.
  }
  throw new EditError("record_damaged", [JOURNAL]);
}

/** A write takes well under a second; a process number may be another's after a restart. */
const LONGEST_RUN_MS = 60_000;

/** Whether another process is in the middle of this run. @param now milliseconds since 1970. */
export function isRunning({ pid, startedAt }: Journal, now: number): boolean {
  if (pid === process.pid || Math.abs(now - startedAt) > LONGEST_RUN_MS) return false;
  try {
    // Signal 0 asks whether the process is there, and does nothing to it.
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function isJournal(value: unknown): value is Journal {
  return (
    isObject(value) &&
    value.v === 1 &&
    (value.phase === "prepare" || value.phase === "commit") &&
    typeof value.pid === "number" &&
    typeof value.startedAt === "number" &&
    isRecordId(value.id) &&
    isStrings(value.targets) &&
    isStrings(value.forget) &&
    isStrings(value.emptied) &&
    isStrings(value.folders)
  );
}
