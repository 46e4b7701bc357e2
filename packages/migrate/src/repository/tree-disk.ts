/**
 * The repository as it was at a commit, over the folder as it is: files that differ come from a list,
 * everything else, packages and what git ignores included, from the disk.
 */
import { posix } from "node:path";
import {
  type DiskEntry,
  DiskError,
  type DiskReader,
  MAX_TEXT_BYTES,
  type TreeDifference,
} from "./disk.ts";

const FILE_MODE = 0o644;

export function createTreeDisk(disk: DiskReader, tree: TreeDifference): DiskReader {
  const { files, gone } = tree;
  const folders = foldersOf(files);
  const bytesOf = (path: string): Uint8Array => {
    const bytes = files.get(path);
    if (bytes) return bytes;
    if (gone.has(path)) throw new DiskError("missing", path);
    return disk.readBytes(path);
  };
  return {
    root: disk.root,
    difference: tree,
    list: (folder) => listOf(disk, tree, folders, folder),
    stat: (path) => {
      const bytes = files.get(path);
      if (bytes) return { kind: "file", bytes: bytes.length, mode: FILE_MODE };
      if (gone.has(path)) return null;
      const found = disk.stat(path);
      if (found !== null || !folders.has(path)) return found;
      return { kind: "folder", bytes: 0, mode: 0o755 };
    },
    realPath: (path) => {
      if (files.has(path) || folders.has(path)) return path;
      return gone.has(path) ? null : disk.realPath(path);
    },
    readBytes: bytesOf,
    readText: (path) => {
      if (!files.has(path) && !gone.has(path)) return disk.readText(path);
      const bytes = bytesOf(path);
      if (bytes.length > MAX_TEXT_BYTES) throw new DiskError("too_large", path);
      return decode(path, bytes);
    },
    readOuterIgnores: () => disk.readOuterIgnores(),
  };
}

function listOf(
  disk: DiskReader,
  { files, gone }: TreeDifference,
  folders: ReadonlySet<string>,
  folder: string,
): readonly DiskEntry[] {
  const at = (name: string) => (folder === "" ? name : `${folder}/${name}`);
  const entries = new Map<string, DiskEntry>();
  if (folder === "" || disk.stat(folder)?.kind === "folder") {
    for (const entry of disk.list(folder)) {
      if (!gone.has(at(entry.name))) entries.set(entry.name, entry);
    }
  }
  const add = (path: string, kind: DiskEntry["kind"]) => {
    const inside = posix.dirname(path) === (folder === "" ? "." : folder);
    if (inside) entries.set(posix.basename(path), { name: posix.basename(path), kind });
  };
  for (const path of files.keys()) add(path, "file");
  for (const path of folders) if (!entries.has(posix.basename(path))) add(path, "folder");
  return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function foldersOf(files: ReadonlyMap<string, Uint8Array>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    for (let folder = posix.dirname(path); folder !== "."; folder = posix.dirname(folder)) {
      folders.add(folder);
    }
  }
  return folders;
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new DiskError("not_text", path, error);
  }
}
