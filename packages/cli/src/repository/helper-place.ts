/** Where a Worker has its copy of the helper, or shall have it. */
import { posix } from "node:path";
import {
  type ConfigKind,
  type DiskReader,
  HELPER_FILES,
  isHelperText,
  readTextIfThere,
  type WranglerConfig,
} from "@lunakey/migrate";

export interface HelperPlace {
  /** Relative to the root. */
  readonly path: string;
  /** What is there; null: nothing yet. */
  readonly text: string | null;
}

/** The Worker's folder and entry, relative to the root. */
export interface WorkerPlace {
  readonly config: string;
  readonly kind: ConfigKind;
  readonly entry: string | null;
  /** Files that are to import the helper, as far as they are known. */
  readonly readers?: readonly string[];
}

export function placeOf({ path, kind, entry }: WranglerConfig): WorkerPlace {
  return { config: path, kind, entry };
}

/** The copy that is there, else where one would be made. */
export function findHelper(disk: DiskReader, worker: WorkerPlace): HelperPlace {
  const places = listFolders(disk, worker).flatMap((folder) =>
    HELPER_FILES.map((name) => {
      const path = posix.join(folder, name);
      return { path, text: readIfText(disk, path) };
    }),
  );
  const own = places.find(({ text }) => text !== null && isHelperText(text));
  const free = places.find(({ text }) => text === null);
  return (
    own ??
    free ?? { path: posix.join(posix.dirname(worker.config), "lunakey-secrets.ts"), text: null }
  );
}

/** The module that the platform starts, where people write it; null where a build makes it. */
export function findOwnEntry(
  disk: DiskReader,
  { entry }: Pick<WorkerPlace, "entry">,
): string | null {
  const isOwn = entry !== null && !isMade(entry) && disk.stat(entry)?.kind === "file";
  return isOwn ? entry : null;
}

/**
 * Beside the entry, unless that is made by a build; else `src`, else the Worker's folder. `src` comes
 * first where only the entry is above it: a module of a few lines that starts an app. Of a Pages project
 * it is mostly the frontend's, which comes last where most is read in `functions`.
 */
function listFolders(disk: DiskReader, worker: WorkerPlace): string[] {
  const { config, entry, readers = [] } = worker;
  const folder = posix.dirname(config);
  const beside = entry === null || isMade(entry) ? [] : [posix.dirname(entry)];
  const src = posix.join(folder, "src");
  const inside = readers.filter((path) => path.startsWith(`${src}/`));
  const isAbove = beside.includes(folder) && inside.length > readers.length / 2;
  const others = isAbove ? [src, folder] : [...beside, src, folder];
  const ofPages = listFoldersOfPages(disk, worker);
  const [functions] = ofPages.slice(-1);
  const called = readers.filter((path) => path.startsWith(`${functions}/`));
  const isOfPages = called.length >= readers.length / 2;
  const folders = isOfPages ? [...ofPages, ...others] : [...others, ...ofPages];
  return [...new Set(folders.filter((one) => one !== src || disk.stat(src)?.kind === "folder"))];
}

/** Folders for tests, and what tools put beside code, such as `__mocks__`. */
const NO_CODE = /^__|test|mock|fixture/;

/**
 * `functions`, and before it the folders right below whose names say that they hold no routes: that with
 * the most readers first. The helper would be no route in `functions` either: Pages makes one only of a
 * file that exports `onRequest` or one of its forms.
 */
function listFoldersOfPages(disk: DiskReader, { config, kind, readers = [] }: WorkerPlace) {
  const functions = posix.join(posix.dirname(config), "functions");
  if (kind !== "pages" || disk.stat(functions)?.kind !== "folder") return [];
  const held = (folder: string) => readers.filter((path) => path.startsWith(`${folder}/`)).length;
  const apart = disk
    .list(functions)
    .filter(({ name, kind }) => kind === "folder" && name.startsWith("_") && !NO_CODE.test(name))
    .map(({ name }) => posix.join(functions, name));
  return [...apart.sort((a, b) => held(b) - held(a)), functions];
}

/** Folders that frameworks build into begin with a dot, or are named so. */
function isMade(entry: string): boolean {
  return entry.split("/").some((part) => /^(\.[^.].*|dist|build|out)$/.test(part));
}

function readIfText(disk: DiskReader, path: string): string | null {
  try {
    return readTextIfThere(disk, path);
  } catch {
    // There is something that is no text: it is not ours, and is not to be replaced.
    return "";
  }
}
