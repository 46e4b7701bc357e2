/**
 * Where code of several Workers has the helper: in its own package. Where it is in one package with
 * Workers, beside itself, unless that is where they all have theirs: shared code does not reach into
 * one of those that share it. What is in `functions` of a Pages project has that project's, where it is in
 * there too: two copies in one Worker would ask the store twice.
 */
import { posix } from "node:path";
import type ts from "typescript";
import { helperIn } from "../text/helper-paths.ts";
import { folderOf } from "./code-owners.ts";
import type { WorkerPrograms } from "./worker-programs.ts";

interface SharedHelperOptions {
  readonly programs: WorkerPrograms;
  readonly root: string;
  readonly host: Pick<ts.CompilerHost, "fileExists" | "readFile">;
  /** The helper's file of a Worker by its config; null where it imports the package. */
  readonly helperOf: (config: string) => string | null;
}

/** @returns for a path relative to the root; undefined where its package's is the right one. */
export function createSharedHelper(
  options: SharedHelperOptions,
): (path: string) => string | undefined {
  const { programs, root, host, helperOf } = options;
  const all = [...programs.workers.values()];
  const entries = all.flatMap(({ entry }) => entry ?? []);
  const functions = all
    .filter(({ kind }) => kind === "pages")
    .map((worker) => posix.join(folderOf(worker), "functions"));
  const reachOf = (helper: string) =>
    functions.find((each) => isIn(helper, each)) ?? posix.dirname(helper);
  return (path) => {
    const folder = programs.packageOf(path);
    const workers = all.filter(({ config }) => programs.packageOf(config) === folder);
    const helpers = new Set(workers.flatMap(({ config }) => helperOf(config) ?? []));
    if (helpers.size === 0 && folder !== "") return undefined;
    const around = [...helpers].filter((helper) => isIn(path, reachOf(helper)));
    const [nearest] = around.sort((a, b) => b.length - a.length);
    if (helpers.size === 1 || nearest !== undefined) return nearest ?? [...helpers][0];
    const taken = [...helpers, ...entries];
    const apart = foldersOf(path, folder).find((one) => !taken.some((each) => isIn(each, one)));
    const home = apart ?? posix.dirname(path);
    const inside = path.startsWith(`${home}/src/`) ? `${home}/src` : home;
    return helperIn(`${root}/${inside}`, host).slice(root.length + 1);
  };
}

/** Below `top`, the outermost first. */
function foldersOf(path: string, top: string): string[] {
  const parts = posix.dirname(path).split("/");
  const depth = top === "" ? 0 : top.split("/").length;
  return parts.slice(depth).map((_, index) => parts.slice(0, depth + index + 1).join("/"));
}

function isIn(path: string, folder: string): boolean {
  return folder === "." || path.startsWith(`${folder}/`);
}
