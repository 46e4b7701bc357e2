/**
 * The files that a compiler sees: the repository's through its disk, everything else (the compiler's
 * own declarations, packages above the root) through the compiler's own access. Packages of a
 * workspace that nobody has linked yet are shown as if they were in `node_modules`, and code that a build
 * made is not there: an import of it leads nowhere, as before the first build.
 */
import ts from "typescript";
import { isBuiltCode } from "../repository/build-folders.ts";
import { type DiskReader, describeDiskError } from "../repository/disk.ts";
import type { Problem } from "../repository/place.ts";
import { createTreeSystem } from "./tree-system.ts";

export interface ProgramFiles {
  /** Of the repository, absolute, with `/` and none at the end. */
  readonly root: string;
  /** Every character of the file, a byte order mark too; undefined where it can not be read. */
  readText(path: string): string | undefined;
  fileExists(path: string): boolean;
  directoryExists(path: string): boolean;
  getDirectories(path: string): string[];
  realpath(path: string): string;
  readDirectory: ts.ParseConfigHost["readDirectory"];
  /** Files of the repository that are there and could not be read. */
  readonly problems: readonly Problem[];
}

/** A workspace's package: its name, and its folder relative to the root. */
export interface WorkspacePackage {
  readonly name: string;
  readonly folder: string;
}

export function createProgramFiles(
  disk: DiskReader,
  workspace: readonly WorkspacePackage[],
  system: ts.System = ts.sys,
): ProgramFiles {
  const { difference } = disk;
  const outside = difference ? createTreeSystem(disk, difference, system) : system;
  const root = disk.root.replaceAll("\\", "/").replace(/\/$/, "");
  const problems = new Map<string, Problem>();
  const links = linkPackages(root, workspace, outside);
  const real = (path: string) => followLink(path, root, links, outside);
  const readOwn = (file: string): string | undefined => {
    try {
      return disk.readText(file);
    } catch (error) {
      const place = { file, line: 1, column: 1 };
      problems.set(file, { code: "unreadable", place, detail: describeDiskError(error) });
      return undefined;
    }
  };
  const ownPath = (file: string): string | undefined => {
    const isOwn = file.startsWith(`${root}/`) && !file.includes("/node_modules/");
    return isOwn ? file.slice(root.length + 1) : undefined;
  };
  const isThere = (file: string) => !isBuiltCode(ownPath(file) ?? "") && outside.fileExists(file);
  return {
    root,
    readText: (path) => {
      const file = real(path);
      if (!isThere(file)) return undefined;
      const own = ownPath(file);
      return own === undefined ? outside.readFile(file) : readOwn(own);
    },
    fileExists: (path) => isThere(real(path)),
    directoryExists: (path) =>
      (links.size > 0 && path === `${root}/node_modules`) || outside.directoryExists(real(path)),
    getDirectories: (path) => (outside.directoryExists(path) ? outside.getDirectories(path) : []),
    realpath: (path) => outside.realpath?.(real(path)) ?? real(path),
    readDirectory: (...given) =>
      outside.readDirectory(...given).filter((path) => !isBuiltCode(ownPath(path) ?? "")),
    get problems() {
      return [...problems.values()];
    },
  };
}

/** The same files with other texts, by absolute path: a file that is only there is one more. */
export function overlayTexts(
  files: ProgramFiles,
  texts: ReadonlyMap<string, string>,
): ProgramFiles {
  return {
    ...files,
    readText: (path) => texts.get(path) ?? files.readText(path),
    fileExists: (path) => texts.has(path) || files.fileExists(path),
    get problems() {
      return files.problems;
    },
  };
}

/** Only packages that no install has put there: what is installed wins. */
function linkPackages(
  root: string,
  workspace: readonly WorkspacePackage[],
  outside: ts.System,
): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  for (const { name, folder } of workspace) {
    const target = folder === "" ? root : `${root}/${folder}`;
    if (!outside.directoryExists(`${root}/node_modules/${name}`)) links.set(name, target);
  }
  return links;
}

function followLink(
  path: string,
  root: string,
  links: ReadonlyMap<string, string>,
  outside: ts.System,
): string {
  const prefix = `${root}/node_modules/`;
  if (links.size === 0 || !path.startsWith(prefix)) return path;
  const parts = path.slice(prefix.length).split("/");
  const count = parts[0]?.startsWith("@") ? 2 : 1;
  const target = links.get(parts.slice(0, count).join("/"));
  if (target === undefined) return path;
  const rest = parts.slice(count).join("/");
  const linked = rest === "" ? target : `${target}/${rest}`;
  // What a package says that it builds is not there before it was built: its source is.
  const isThere = outside.fileExists(linked) || outside.directoryExists(linked);
  return isThere ? linked : linked.replace(/\/dist(?=\/|$)/, "/src");
}
