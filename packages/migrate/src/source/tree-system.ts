/**
 * What the compiler sees of the repository as it was at a commit: files that differ come from a list,
 * everything else from the compiler's own access. Paths are absolute, with `/`.
 */
import ts from "typescript";
import type { DiskReader, TreeDifference } from "../repository/disk.ts";

interface FileSystemEntries {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

/** The compiler's own match of `include` and `exclude`, which its declarations leave out. */
interface WithMatchFiles {
  matchFiles(
    path: string,
    extensions: readonly string[] | undefined,
    excludes: readonly string[] | undefined,
    includes: readonly string[] | undefined,
    isCaseSensitive: boolean,
    currentDirectory: string,
    depth: number | undefined,
    getEntries: (path: string) => FileSystemEntries,
    realpath: (path: string) => string,
  ): string[];
}

/** @param disk of the commit, with what differs. */
export function createTreeSystem(
  disk: DiskReader,
  { files, gone }: TreeDifference,
  outside: ts.System,
): ts.System {
  const root = disk.root.replaceAll("\\", "/").replace(/\/$/, "");
  const own = (path: string) => ownPath(path, root);
  const differs = (path: string) => files.has(own(path) ?? "/") || gone.has(own(path) ?? "/");
  const entriesOf = (path: string) => listEntries(disk, own(path));
  const isFolder = (path: string) => isFolderOf(disk, own(path));
  const realpath = (path: string) => {
    const isOnlyThere = !outside.fileExists(path) && !outside.directoryExists(path);
    return isOnlyThere ? path : (outside.realpath?.(path) ?? path);
  };
  return {
    ...outside,
    fileExists: (path) => (differs(path) ? files.has(own(path) ?? "/") : outside.fileExists(path)),
    readFile: (path, encoding) => {
      if (!differs(path)) return outside.readFile(path, encoding);
      const bytes = files.get(own(path) ?? "/");
      return bytes && new TextDecoder().decode(bytes);
    },
    directoryExists: (path) => outside.directoryExists(path) || isFolder(path),
    getDirectories: (path) =>
      isFolder(path) ? [...entriesOf(path).directories] : outside.getDirectories(path),
    realpath,
    readDirectory: (path, extensions, excludes, includes, depth) =>
      (ts as unknown as WithMatchFiles).matchFiles(
        ...([path, extensions, excludes, includes] as const),
        ...([outside.useCaseSensitiveFileNames, root, depth] as const),
        ...([entriesOf, realpath] as const),
      ),
  };
}

/** Relative to the root; null outside of it. */
function ownPath(path: string, root: string): string | null {
  if (path === root) return "";
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : null;
}

function isFolderOf(disk: DiskReader, folder: string | null): folder is string {
  return folder !== null && disk.stat(folder)?.kind === "folder";
}

/** A link is what it leads to. */
function listEntries(disk: DiskReader, folder: string | null): FileSystemEntries {
  if (!isFolderOf(disk, folder)) return { files: [], directories: [] };
  const entries = disk.list(folder).map(({ name, kind }) => {
    const at = folder === "" ? name : `${folder}/${name}`;
    return { name, kind: kind === "link" ? disk.stat(at)?.kind : kind };
  });
  const named = (wanted: "file" | "folder") =>
    entries.filter(({ kind }) => kind === wanted).map(({ name }) => name);
  return { files: named("file"), directories: named("folder") };
}
