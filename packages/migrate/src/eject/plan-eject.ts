/**
 * Plans the way back: bindings and code as they were before Lunakey's first change, with everything
 * that people changed since. Writes nothing.
 */
import { posix } from "node:path";
import type { FileChange } from "../edits/text-edit.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { withoutMarks } from "../marks/mark.ts";
import { type DiskReader, readTextIfThere } from "../repository/disk.ts";
import { walkRepository } from "../repository/walk-repository.ts";
import type { ParsedFiles } from "../source/parsed-files.ts";
import {
  dropHelperImports,
  type HelperUse,
  importsHelper,
  keepHelperImports,
  listHelperUses,
} from "./helper-imports.ts";
import { type EjectProof, proveEject, type Stays } from "./prove-eject.ts";
import { type SettledConfig, settleConfig } from "./settle-config.ts";
import {
  type FileHistory,
  type TakenBack,
  takeBackBackward,
  takeBackForward,
} from "./take-back.ts";

export interface EjectRequest {
  /** The files as they are. */
  readonly disk: DiskReader;
  readonly inventory: Inventory;
  /** Paths of the Workers' configs. */
  readonly configs: readonly string[];
  /** Of the files that Lunakey changed. */
  readonly files: readonly FileHistory[];
  /** Does each of Lunakey's commits come from the one before it? */
  readonly isLinear: boolean;
  /** Bindings of these alone go; null: of all, and with them the code. */
  readonly environments: ReadonlySet<string> | null;
  /** Copies of the helper, by path. */
  readonly helpers: readonly string[];
  /** What was parsed of the same folder already. */
  readonly parsed?: ParsedFiles;
}

export interface EjectPlan {
  readonly changes: readonly FileChange[];
  /** Files in which something could not be told apart from what people changed. */
  readonly unmerged: readonly string[];
  /** Files that stay as they are, since taking them back would break something. */
  readonly stays: readonly Stays[];
  /** Calls of the helper that stay: they read the individual secret once there is no store. */
  readonly uses: readonly HelperUse[];
  readonly configs: readonly { readonly path: string; readonly how: SettledConfig["how"] }[];
  readonly proof: Pick<EjectProof, "errorsBefore" | "errorsAfter">;
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|astro)$/;

export function planEject(request: EjectRequest): EjectPlan {
  const { disk, configs, files } = request;
  const read = (path: string) => readTextIfThere(disk, path);
  const taken = new Map(
    [...files, ...markedFiles(request)].map((file) => {
      const current = read(file.path);
      return [file.path, takeBack(request, file, current && withoutMarks(current))];
    }),
  );
  const settled = configs.map((path) => ({ path, ...settle(request, path, taken.get(path)) }));
  const code = [...taken]
    .filter(([path]) => SOURCE.test(path) && !request.helpers.includes(path))
    .flatMap(([path, { text }]) => changeOf(path, read(path), text));
  const helpers = request.helpers.map(
    (path): FileChange => ({ path, before: read(path), after: null }),
  );
  const proof = proveEject(request, withoutNeeded(disk, code, helpers));
  const changes = [
    ...settled.flatMap(({ path, text }) => changeOf(path, read(path), text)),
    ...withoutNeeded(
      disk,
      proof.changes.filter(({ path }) => !request.helpers.includes(path)),
      helpers,
    ),
  ];
  const unclean = [...taken].filter(([, { isClean }]) => !isClean).map(([path]) => path);
  return {
    changes: changes.sort((a, b) => (a.path < b.path ? -1 : 1)),
    unmerged: unclean
      .filter((path) => !configs.includes(path) && !request.helpers.includes(path))
      .sort(),
    stays: proof.stays,
    uses: listUses(disk, changes),
    configs: settled.map(({ path, how }) => ({ path, how })),
    proof,
  };
}

/** Files that Lunakey changed nothing in but for the marks over what it left. */
function markedFiles({ disk, files, environments }: EjectRequest): FileHistory[] {
  if (environments !== null) return [];
  const known = new Set(files.map(({ path }) => path));
  return [...textsAfter(disk, [])]
    .filter(([path, text]) => !known.has(path) && withoutMarks(text) !== text)
    .map(([path, text]) => ({ path, first: withoutMarks(text), steps: [] }));
}

/** Whichever way leaves less of Lunakey. */
function takeBack(
  { isLinear }: EjectRequest,
  file: FileHistory,
  current: string | null,
): TakenBack {
  const backward = takeBackBackward(file, current);
  if (!isLinear) return backward;
  const forward = takeBackForward(file, current);
  const rest = ({ text, isClean }: TakenBack) =>
    (text === null ? 0 : listHelperUses(file.path, text).length) + (isClean ? 0 : 1);
  return rest(forward) <= rest(backward) ? forward : backward;
}

function settle(
  { environments, files, disk }: EjectRequest,
  path: string,
  taken: TakenBack | undefined,
): SettledConfig {
  const current = readTextIfThere(disk, path) ?? "";
  const first = files.find((file) => file.path === path)?.first ?? null;
  return settleConfig({ path, current, merged: taken?.text ?? current, first, environments });
}

function changeOf(path: string, before: string | null, after: string | null): FileChange[] {
  if (before === null || before === after) return [];
  if (after === null) return [{ path, before, after }];
  const kept = dropHelperImports(path, keepHelperImports(path, after, before), before);
  return kept === before ? [] : [{ path, before, after: kept }];
}

/** Copies of the helper go where nobody imports them any more. */
function withoutNeeded(
  disk: DiskReader,
  code: readonly FileChange[],
  helpers: readonly FileChange[],
): FileChange[] {
  const after = textsAfter(disk, code);
  const importing = [...after].filter(([path, text]) => importsHelper(path, text));
  const needs = ({ path }: FileChange) =>
    importing.some(([from, text]) => leadsTo(from, text, path));
  return [...code, ...helpers.filter((helper) => helper.before !== null && !needs(helper))];
}

/** By what the import says: `./secrets`, `../secrets.ts`, an alias that ends so. */
function leadsTo(from: string, text: string, helper: string): boolean {
  const bare = helper.replace(/\.[cm]?[jt]s$/, "");
  return [...text.matchAll(/from\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']/g)].some(
    (match) => {
      const said = (match[1] ?? match[2] ?? "").replace(/\.[cm]?[jt]s$/, "");
      if (said.startsWith(".")) return posix.join(posix.dirname(from), said) === bare;
      return bare.endsWith(said.replace(/^[@~#]?\/?/, "")) && said.endsWith(posix.basename(bare));
    },
  );
}

function textsAfter(disk: DiskReader, changes: readonly FileChange[]): ReadonlyMap<string, string> {
  const changed = new Map(changes.map(({ path, after }) => [path, after]));
  const texts = new Map<string, string>();
  for (const { path, linkTo } of walkRepository(disk).files) {
    if (linkTo !== null || !SOURCE.test(path)) continue;
    const text = changed.has(path) ? changed.get(path) : readTextIfThere(disk, path);
    if (text) texts.set(path, text);
  }
  return texts;
}

function listUses(disk: DiskReader, changes: readonly FileChange[]): HelperUse[] {
  return [...textsAfter(disk, changes)].flatMap(([path, text]) => listHelperUses(path, text));
}
