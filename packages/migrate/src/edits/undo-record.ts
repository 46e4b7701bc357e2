/**
 * What a run changed, kept so that it can be taken back: `.lunakey/undo/<id>.json`, readable by its
 * owner alone. Its texts are files of the repository, so that they may hold what those hold.
 */
import type { Disk, DiskReader } from "../repository/disk.ts";
import { DiskError } from "../repository/disk.ts";
import { EditError } from "./edit-error.ts";
import type { FileChange } from "./text-edit.ts";

export const STATE_FOLDER = ".lunakey";
const UNDO_FOLDER = `${STATE_FOLDER}/undo`;
const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

export interface UndoRecord {
  readonly v: 1;
  /** Sorts by time. */
  readonly id: string;
  /** The command that made the change, for example `bind`. */
  readonly operation: string;
  readonly changes: readonly FileChange[];
  /** Folders that had to be made, the outer ones first. */
  readonly folders: readonly string[];
}

const ID_PATTERN = /^\d{8}T\d{9}Z-[0-9a-f]{8}$/;

/** @param now milliseconds since 1970. */
export function createRecordId(now: number): string {
  const moment = new Date(now).toISOString().replace(/[-:.]/g, "");
  const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `${moment}-${random.toString(16).padStart(8, "0")}`;
}

export function isRecordId(text: unknown): text is string {
  return typeof text === "string" && ID_PATTERN.test(text);
}

/** When the run of this record was, in milliseconds since 1970. */
export function findRecordTime({ id }: UndoRecord): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/.exec(id) ?? [];
  const [year = 0, month = 1, day, hour, minute, second, millisecond] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

/** Makes the folder of our own files, which git ignores whatever the repository says. */
export function prepareStateFolder(disk: Disk): void {
  disk.makeFolder(STATE_FOLDER, OWNER_ONLY_FOLDER);
  if (disk.stat(`${STATE_FOLDER}/.gitignore`) === null) {
    disk.writeNew(`${STATE_FOLDER}/.gitignore`, encode("*\n"), 0o644);
  }
}

export function writeRecord(disk: Disk, record: UndoRecord): void {
  disk.makeFolder(UNDO_FOLDER, OWNER_ONLY_FOLDER);
  disk.writeNew(pathOf(record.id), encode(`${JSON.stringify(record)}\n`), OWNER_ONLY_FILE);
  disk.syncFolder(UNDO_FOLDER);
}

export function removeRecord(disk: Disk, id: string): void {
  if (disk.stat(UNDO_FOLDER) === null) return;
  disk.remove(pathOf(id));
}

/** The newest first. */
export function listRecordIds(disk: DiskReader): string[] {
  if (disk.stat(UNDO_FOLDER) === null) return [];
  return disk
    .list(UNDO_FOLDER)
    .flatMap(({ name, kind }) => {
      const id = name.replace(/\.json$/, "");
      return kind === "file" && name.endsWith(".json") && isRecordId(id) ? [id] : [];
    })
    .reverse();
}

/** @throws EditError `undo_unknown`, `record_damaged` */
export function readRecord(disk: DiskReader, id: string): UndoRecord {
  const path = pathOf(id);
  try {
    const record: unknown = JSON.parse(new TextDecoder().decode(disk.readBytes(path)));
    if (isRecord(record) && record.id === id) return record;
  } catch (error) {
    if (error instanceof DiskError && error.code === "missing") throw new EditError("undo_unknown");
    if (error instanceof DiskError) throw error;
    // What JSON.parse says quotes the text, which is a file of the repository.
  }
  throw new EditError("record_damaged", [path]);
}

function pathOf(id: string): string {
  if (!isRecordId(id)) throw new EditError("undo_unknown");
  return `${UNDO_FOLDER}/${id}.json`;
}

function isRecord(value: unknown): value is UndoRecord {
  return (
    isObject(value) &&
    value.v === 1 &&
    isRecordId(value.id) &&
    typeof value.operation === "string" &&
    Array.isArray(value.changes) &&
    value.changes.every(isChange) &&
    isStrings(value.folders)
  );
}

function isChange(value: unknown): value is FileChange {
  return (
    isObject(value) &&
    typeof value.path === "string" &&
    isTextOrNull(value.before) &&
    isTextOrNull(value.after)
  );
}

export function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
