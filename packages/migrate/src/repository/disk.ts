/**
 * A repository's folder on the disk: the only file that touches it. Paths are relative to the root,
 * with `/`, and never lead out of it, not through a symbolic link either. Everything is synchronous:
 * a scan is bound by the processor, and a write has steps whose order matters.
 */
import * as fs from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { attempt, DiskError, errno, MAX_TEXT_BYTES } from "./disk-error.ts";

export { DiskError, type DiskErrorCode, describeDiskError, MAX_TEXT_BYTES } from "./disk-error.ts";

export type EntryKind = "file" | "folder" | "link" | "other";

export interface DiskEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

export interface DiskStat {
  readonly kind: Exclude<EntryKind, "link">;
  readonly bytes: number;
  /** The permission bits, for example 0o644. */
  readonly mode: number;
}

/** A `.gitignore` of a folder above the root, or the exclude file of the repository around it. */
export interface OuterIgnore {
  /** The root as seen from the folder that the rules are relative to, for example `apps/web`. */
  readonly rootFrom: string;
  readonly text: string;
}

/** How the repository at a commit differs from the folder. Paths are relative to the root. */
export interface TreeDifference {
  /** Files of the commit that the folder does not have, or has otherwise. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Files that the commit does not have. */
  readonly gone: ReadonlySet<string>;
}

export interface DiskReader {
  /** Absolute, without symbolic links. */
  readonly root: string;
  /** What a folder holds, sorted by name. `""` is the root. */
  list(folder: string): readonly DiskEntry[];
  /** Follows links; null where there is nothing. */
  stat(path: string): DiskStat | null;
  /** Where a path really is, relative to the root; null where that is nowhere or outside. */
  realPath(path: string): string | null;
  readBytes(path: string): Uint8Array;
  /** Every character of the file, a byte order mark too. @throws DiskError `not_text`, `too_large` */
  readText(path: string): string;
  /** The outermost first. Empty where the root is in no git repository, or is its top. */
  readOuterIgnores(): readonly OuterIgnore[];
  /** Where this is not the folder itself: a compiler, which reads for itself, has to know. */
  readonly difference?: TreeDifference;
}

export interface Disk extends DiskReader {
  /** Makes a folder and the ones above it; an existing one stays as it is. */
  makeFolder(path: string, mode?: number): void;
  /** Makes a file that is on the disk when this returns. @throws DiskError `exists` */
  writeNew(path: string, bytes: Uint8Array, mode: number): void;
  /** Replaces `to` at once, whatever it was. */
  rename(from: string, to: string): void;
  /** A file that is not there is no error. */
  remove(path: string): void;
  /** Removes an empty folder; one that holds something stays. */
  removeEmptyFolder(path: string): void;
  /** Has the names in a folder on the disk: what was renamed stays so after a power cut. */
  syncFolder(path: string): void;
}

/**
 * @param root a folder, absolute or relative to the working directory.
 * @throws DiskError `missing` or `not_a_folder`
 */
export function createDisk(root: string): Disk {
  const real = attempt(root, () => fs.realpathSync(root));
  if (!attempt(root, () => fs.statSync(real)).isDirectory()) {
    throw new DiskError("not_a_folder", root);
  }
  return { ...createReader(real), ...createWriter(real) };
}

/** As `readText`; null where there is no file. */
export function readTextIfThere(disk: DiskReader, path: string): string | null {
  try {
    return disk.readText(path);
  } catch (error) {
    if (error instanceof DiskError && error.code === "missing") return null;
    throw error;
  }
}

function createReader(root: string): DiskReader {
  const at = (path: string) => locate(root, path);
  return {
    root,
    list: (folder) =>
      attempt(folder, () => fs.readdirSync(at(folder), { withFileTypes: true }))
        .map((entry) => ({ name: entry.name, kind: entryKind(entry) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    stat: (path) => {
      const stats = attempt(path, () => fs.statSync(at(path), { throwIfNoEntry: false }));
      if (!stats) return null;
      return { kind: statKind(stats), bytes: stats.size, mode: stats.mode & 0o777 };
    },
    realPath: (path) => findRealPath(root, at(path)),
    readBytes: (path) => readRegularFile(path, inside(root, path)),
    readText: (path) => decode(path, readRegularFile(path, inside(root, path), MAX_TEXT_BYTES)),
    readOuterIgnores: () => readOuterIgnores(root),
  };
}

function createWriter(root: string): Omit<Disk, keyof DiskReader> {
  const at = (path: string) => parentInside(root, path);
  return {
    makeFolder: (path, mode = 0o777) => {
      nearestFolderInside(root, path);
      attempt(path, () => fs.mkdirSync(locate(root, path), { recursive: true, mode }));
    },
    writeNew: (path, bytes, mode) => attempt(path, () => writeSynced(at(path), bytes, mode)),
    rename: (from, to) => attempt(to, () => fs.renameSync(at(from), at(to))),
    remove: (path) => attempt(path, () => fs.rmSync(at(path), { force: true })),
    removeEmptyFolder: (path) => attempt(path, () => removeEmptyFolder(at(path))),
    syncFolder: (path) => attempt(path, () => syncFolder(inside(root, path))),
  };
}

/** The absolute path, by name only: links are not looked at. */
function locate(root: string, path: string): string {
  const absolute = resolve(root, path);
  if (absolute !== root && !isBelow(root, absolute)) throw new DiskError("outside", path);
  return absolute;
}

function inside(root: string, path: string): string {
  const absolute = locate(root, path);
  const real = attempt(path, () => fs.realpathSync(absolute));
  if (real !== root && !isBelow(root, real)) throw new DiskError("outside", path);
  return real;
}

/** For what replaces, makes or removes the path itself: a link there is not followed. */
function parentInside(root: string, path: string): string {
  const absolute = locate(root, path);
  return join(inside(root, dirname(absolute)), absolute.slice(dirname(absolute).length));
}

/** For what makes folders: the first one above the path that is there already may be a link. */
function nearestFolderInside(root: string, path: string): void {
  let folder = locate(root, path);
  while (folder !== root && !fs.existsSync(folder)) folder = dirname(folder);
  inside(root, folder);
}

function isBelow(root: string, absolute: string): boolean {
  return absolute.startsWith(root.endsWith(sep) ? root : root + sep);
}

function findRealPath(root: string, absolute: string): string | null {
  try {
    const real = fs.realpathSync(absolute);
    return real === root || isBelow(root, real) ? toSlashes(relative(root, real)) : null;
  } catch {
    // A link that leads nowhere, in a circle or into what may not be entered is nothing to follow.
    return null;
  }
}

function readRegularFile(path: string, absolute: string, maxBytes = Infinity): Uint8Array {
  return attempt(path, () => {
    // A pipe or a device would block, or never end.
    const stats = fs.statSync(absolute);
    if (!stats.isFile()) throw new DiskError("not_a_file", path);
    if (stats.size > maxBytes) throw new DiskError("too_large", path);
    return fs.readFileSync(absolute);
  });
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new DiskError("not_text", path, error);
  }
}

function writeSynced(absolute: string, bytes: Uint8Array, mode: number): void {
  const descriptor = fs.openSync(absolute, "wx", mode);
  try {
    // The process's umask must not take away what the file before it allowed.
    fs.fchmodSync(descriptor, mode);
    fs.writeFileSync(descriptor, bytes);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function removeEmptyFolder(absolute: string): void {
  try {
    fs.rmdirSync(absolute);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST", "ENOENT"].includes(errno(error))) throw error;
  }
}

function syncFolder(absolute: string): void {
  // Windows can not open a folder; its file system keeps the order of renames by itself.
  if (process.platform === "win32") return;
  const descriptor = fs.openSync(absolute, "r");
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function readOuterIgnores(root: string): OuterIgnore[] {
  const ignores: OuterIgnore[] = [];
  for (let folder = root; ; folder = dirname(folder)) {
    const rootFrom = toSlashes(relative(folder, root));
    const add = (path: string) => {
      const text = readIfThere(path);
      if (text !== null) ignores.unshift({ rootFrom, text });
    };
    if (folder !== root) add(join(folder, ".gitignore"));
    if (fs.existsSync(join(folder, ".git"))) {
      add(join(folder, ".git", "info", "exclude"));
      return ignores;
    }
    if (dirname(folder) === folder) return [];
  }
}

function readIfThere(absolute: string): string | null {
  try {
    return fs.readFileSync(absolute, "utf8");
  } catch {
    // Missing or unreadable: git itself goes on without it.
    return null;
  }
}

function entryKind(entry: fs.Dirent): EntryKind {
  return entry.isSymbolicLink() ? "link" : statKind(entry);
}

function statKind(stats: fs.Dirent | fs.Stats): Exclude<EntryKind, "link"> {
  if (stats.isFile()) return "file";
  return stats.isDirectory() ? "folder" : "other";
}

function toSlashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
