/**
 * Writes several files as one: whatever happens, power cuts included, the tree is the old one or,
 * once the next command has looked, the new one. What was changed meanwhile is never overwritten.
 */
import { posix } from "node:path";
import { type Disk, type DiskReader, readTextIfThere } from "../repository/disk.ts";
import { EditError } from "./edit-error.ts";
import { isRunning, type Journal, readJournal, removeJournal, replaceJournal } from "./journal.ts";
import type { FileChange } from "./text-edit.ts";
import {
  createRecordId,
  listRecordIds,
  prepareStateFolder,
  readRecord,
  removeRecord,
  type UndoRecord,
  writeRecord,
} from "./undo-record.ts";

const NEW_FILE_MODE = 0o644;

export interface WriteOptions {
  /** The command, for example `bind`: `--undo` looks for it. */
  readonly operation: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Undo records that this run makes void. */
  readonly forget?: readonly string[];
  /** Folders to remove afterwards where nothing is left in them. */
  readonly emptied?: readonly string[];
}

export interface WriteResult {
  /** null where there was nothing to change. */
  readonly record: UndoRecord | null;
  /** Files that somebody changed in the moment of writing: they were left as they are. */
  readonly kept: readonly string[];
}

/**
 * @throws EditError `changed_meanwhile` where a file is not as the plan read it; DiskError where one
 * can not be written. Nothing has changed then.
 */
export function writeChanges(
  disk: Disk,
  changes: readonly FileChange[],
  options: WriteOptions,
): WriteResult {
  recoverChanges(disk, options.now);
  const real = changes.filter(({ before, after }) => before !== after);
  refuseStale(disk, real);
  if (real.length === 0 && !options.forget?.length) return { record: null, kept: [] };
  const { operation, now, forget = [], emptied = [] } = options;
  const folders = findMissingFolders(disk, real);
  const record: UndoRecord = { v: 1, id: createRecordId(now), operation, changes: real, folders };
  const journal: Journal = {
    v: 1,
    phase: "prepare",
    pid: process.pid,
    startedAt: now,
    id: record.id,
    targets: real.map(({ path }) => disk.realPath(path) ?? path),
    forget,
    emptied,
    folders,
  };
  prepareStateFolder(disk);
  try {
    replaceJournal(disk, journal);
    // Whoever began in the same moment may have been the later one.
    if (readJournal(disk)?.id !== record.id) throw new EditError("busy");
    prepare(disk, record, journal);
    replaceJournal(disk, { ...journal, phase: "commit" });
    return { record, kept: complete(disk, journal, record) };
  } catch (error) {
    recoverQuietly(disk, now);
    throw error;
  }
}

export interface Recovery {
  readonly outcome: "nothing" | "taken_back" | "completed";
  /** Files changed between the interruption and now: they were left as they are. */
  readonly kept: readonly string[];
}

/**
 * Ends what an interrupted run began. Every command that writes calls it first.
 *
 * @param now milliseconds since 1970.
 * @throws EditError `busy` where that run is still going on
 */
export function recoverChanges(disk: Disk, now: number): Recovery {
  const journal = readJournal(disk);
  if (journal === null) return { outcome: "nothing", kept: [] };
  if (isRunning(journal, now)) throw new EditError("busy");
  if (journal.phase === "commit") {
    return { outcome: "completed", kept: completeLater(disk, journal) };
  }
  takeBack(disk, journal);
  return { outcome: "taken_back", kept: [] };
}

function recoverQuietly(disk: Disk, now: number): void {
  try {
    recoverChanges(disk, now);
  } catch {
    // The error that led here is the one to tell; the journal stays for the next command.
  }
}

function refuseStale(disk: DiskReader, changes: readonly FileChange[]): void {
  const stale = changes.filter(({ path, before }) => readTextIfThere(disk, path) !== before);
  if (stale.length > 0)
    throw new EditError(
      "changed_meanwhile",
      stale.map(({ path }) => path),
    );
}

function findMissingFolders(disk: DiskReader, changes: readonly FileChange[]): string[] {
  const missing = new Set<string>();
  for (const { path, after } of changes) {
    if (after === null) continue;
    for (let folder = posix.dirname(path); folder !== "."; folder = posix.dirname(folder)) {
      if (disk.stat(folder) === null) missing.add(folder);
    }
  }
  return [...missing].sort();
}

/** Puts the new contents beside their files. Until the journal says `commit` they count for nothing. */
function prepare(disk: Disk, record: UndoRecord, { targets }: Journal): void {
  writeRecord(disk, record);
  for (const folder of record.folders) disk.makeFolder(folder);
  record.changes.forEach(({ path, after }, index) => {
    if (after === null) return;
    const target = targets[index] ?? path;
    const mode = disk.stat(target)?.mode ?? NEW_FILE_MODE;
    disk.writeNew(besideOf(target, record.id), new TextEncoder().encode(after), mode);
  });
  syncFolders(disk, targets);
}

function completeLater(disk: Disk, journal: Journal): readonly string[] {
  if (journal.forget.length > 0 && !listRecordIds(disk).includes(journal.id)) {
    // Nothing but the journal was left to remove.
    removeJournal(disk);
    return [];
  }
  return complete(disk, journal, readRecord(disk, journal.id));
}

/** Puts each file in place and tidies up. Can be repeated from any point. */
function complete(disk: Disk, journal: Journal, record: UndoRecord): string[] {
  const kept = record.changes.filter((change, index) => {
    const target = journal.targets[index] ?? change.path;
    return !putInPlace(disk, change, target, record.id);
  });
  syncFolders(disk, journal.targets);
  for (const folder of [...journal.emptied].reverse()) removeFolderIfEmpty(disk, folder);
  for (const id of journal.forget) removeRecord(disk, id);
  // Taking back a taking back is what the command itself is for.
  if (journal.forget.length > 0) removeRecord(disk, record.id);
  removeJournal(disk);
  return kept.map(({ path }) => path);
}

/** False where the file is neither as it was nor as it shall be. */
function putInPlace(disk: Disk, change: FileChange, target: string, id: string): boolean {
  const beside = besideOf(target, id);
  const waits = change.after === null ? disk.stat(target) !== null : disk.stat(beside) !== null;
  if (!waits) return true;
  const now = readTextIfThere(disk, target);
  if (now !== change.before) {
    disk.remove(beside);
    return now === change.after;
  }
  if (change.after === null) disk.remove(target);
  else disk.rename(beside, target);
  return true;
}

function takeBack(disk: Disk, journal: Journal): void {
  for (const target of journal.targets) {
    if (disk.stat(posix.dirname(target)) !== null) disk.remove(besideOf(target, journal.id));
  }
  for (const folder of [...journal.folders].reverse()) removeFolderIfEmpty(disk, folder);
  removeRecord(disk, journal.id);
  removeJournal(disk);
}

function removeFolderIfEmpty(disk: Disk, folder: string): void {
  if (disk.stat(folder) !== null) disk.removeEmptyFolder(folder);
}

/** In the same folder, since a rename can not cross from one file system to another. */
function besideOf(target: string, id: string): string {
  return posix.join(posix.dirname(target), `.${posix.basename(target)}.lunakey-${id}`);
}

function syncFolders(disk: Disk, targets: readonly string[]): void {
  for (const folder of new Set(targets.map((target) => posix.dirname(target)))) {
    if (disk.stat(folder) !== null) disk.syncFolder(folder);
  }
}
