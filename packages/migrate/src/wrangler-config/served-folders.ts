/**
 * Which folders hold what a build made of the code, or files for browsers: what `pages_build_output_dir` and
 * `assets.directory` name. Nothing there is a Worker's source, unless nothing says that it was built.
 */
import { posix } from "node:path";
import type { RepositoryFile } from "../repository/walk-repository.ts";
import { isBuildOutput } from "./config-kind.ts";
import { type ConfigTable, findNode, findString } from "./config-tree.ts";
import type { WranglerConfig } from "./wrangler-config.ts";

/**
 * As paths relative to the repository's root, without those that the config itself is in.
 *
 * @param path of the config.
 */
export function readServed(root: ConfigTable, path: string): readonly string[] {
  const named = findNode(root, "env");
  const tables = [root, ...(named?.kind === "table" ? named.members.values() : [])];
  const folders = tables.flatMap((table) => {
    if (table.kind !== "table") return [];
    return [
      findString(table, "pages_build_output_dir"),
      findString(table, "assets", "directory"),
    ].flatMap((one) => one ?? []);
  });
  const own = posix.dirname(path);
  return [...new Set(folders.map((one) => folderFrom(own, one)))].filter(
    (folder) => folder !== "." && !folder.startsWith("..") && !`${own}/`.startsWith(`${folder}/`),
  );
}

function folderFrom(own: string, written: string): string {
  return posix.join(own, written.replaceAll("\\", "/")).replace(/\/$/, "");
}

/** The repository's own files, links aside, without what only is served or was built. */
export function listOwnFiles(
  files: readonly RepositoryFile[],
  configs: readonly WranglerConfig[],
): string[] {
  const paths = files.filter(({ linkTo }) => linkTo === null).map(({ path }) => path);
  const entries = configs.flatMap(({ entry, environments }) => [
    entry,
    ...environments.map((environment) => environment.entry),
  ]);
  const folders = new Set(configs.flatMap(({ served = [] }) => served));
  const left = [...folders].filter(
    (folder) =>
      !entries.some((entry) => entry !== null && isBelow(entry, folder)) &&
      !isWritten(folder, paths),
  );
  return left.length === 0
    ? paths
    : paths.filter((path) => !left.some((one) => isBelow(path, one)));
}

const CODE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
/** Of TypeScript browsers know nothing, and `_worker.js` is what Pages runs. */
const WRITTEN = /\.(?:[cm]?ts|tsx)$|(?:^|\/)_worker\.js$/;

/** Do people write what is there? In a folder with a build's name only where there is nothing to build. */
function isWritten(folder: string, paths: readonly string[]): boolean {
  const code = paths.filter((path) => CODE.test(path));
  const around = posix.dirname(folder);
  const isBuilt =
    isBuildOutput(folder) &&
    code.some((path) => (around === "." || isBelow(path, around)) && !isBelow(path, folder));
  return !isBuilt && code.some((path) => isBelow(path, folder) && WRITTEN.test(path));
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}
