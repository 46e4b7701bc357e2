/**
 * Which packages of a Worker know a name that its own code does not read: `@clerk/astro` takes
 * CLERK_SECRET_KEY from the environment by itself, and whoever removes it as unused breaks sign-in.
 * Only what the Worker depends on directly is looked at, and of a large package its first files.
 */
import { posix } from "node:path";
import { type DiskEntry, DiskError, type DiskReader } from "../repository/disk.ts";

/** Of one package. Cost grows with the packages that the Worker asks for, and ends here for each. */
const MAX_FILES = 1500;
const MAX_FILE_BYTES = 2 * 1024 * 1024;
/** As npm takes them; none leads out of its folder. */
const PACKAGE_NAME = /^(?:@[\w~-][\w~.-]*\/)?[\w~-][\w~.-]*$/;

/**
 * @param folder where the Worker's code lies; its package is the nearest one above.
 * @returns for each name that one of the packages knows, those packages, sorted.
 */
export function findLibraryNames(
  disk: DiskReader,
  folder: string,
  names: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  // Another name is none that code takes from process.env.
  const plain = names.filter((name) => /^\w+$/.test(name));
  if (plain.length === 0) return found;
  const wanted = new RegExp(`\\b(?:${plain.join("|")})\\b`, "g");
  for (const library of dependenciesOf(disk, folder)) {
    for (const name of namesIn(disk, library.folder, wanted, plain.length)) {
      found.set(name, [...(found.get(name) ?? []), library.name]);
    }
  }
  return found;
}

function dependenciesOf(disk: DiskReader, folder: string): { name: string; folder: string }[] {
  const above = foldersAbove(folder);
  const manifest = above.map((at) => posix.join(at, "package.json")).find((at) => disk.stat(at));
  if (manifest === undefined) return [];
  return readDependencies(disk, manifest).flatMap((name) => {
    // What is installed outside of the repository is not looked at, like everything outside.
    const at = foldersAbove(posix.dirname(manifest))
      .map((one) => disk.realPath(posix.join(one, "node_modules", name)))
      .find((path) => path !== null);
    return at === undefined ? [] : [{ name, folder: at }];
  });
}

function foldersAbove(folder: string): string[] {
  const parts = folder.split("/").filter((part) => part !== "" && part !== ".");
  return [...parts.keys(), parts.length].reverse().map((count) => parts.slice(0, count).join("/"));
}

/** Not those of development: what they read, they read on the machine that builds. */
function readDependencies(disk: DiskReader, path: string): string[] {
  try {
    const { dependencies } = JSON.parse(disk.readText(path)) as { dependencies?: unknown };
    const names = typeof dependencies === "object" ? Object.keys(dependencies ?? {}) : [];
    return names.filter((name) => PACKAGE_NAME.test(name)).sort();
  } catch {
    // The scan has said already that this file can not be read, or does not parse.
    return [];
  }
}

function namesIn(disk: DiskReader, folder: string, wanted: RegExp, enough: number): Set<string> {
  const found = new Set<string>();
  let looked = 0;
  try {
    for (const path of scriptsOf(disk, folder)) {
      looked += 1;
      if (looked > MAX_FILES || found.size === enough) break;
      // Latin-1 keeps every byte of an identifier what it is, at a fraction of the cost of UTF-8.
      const text = Buffer.from(disk.readBytes(path)).toString("latin1");
      for (const [name] of text.matchAll(wanted)) found.add(name);
    }
  } catch (error) {
    // A package that can not be read takes nothing from what is true of the repository.
    if (!(error instanceof DiskError)) throw error;
  }
  return found;
}

/** The outer folders first: what a package reads at its start is rarely deep in it. */
function* scriptsOf(disk: DiskReader, folder: string): Generator<string> {
  const todo = [folder];
  for (let at = todo.shift(); at !== undefined; at = todo.shift()) {
    for (const entry of disk.list(at)) {
      const path = posix.join(at, entry.name);
      if (entry.kind === "folder" && entry.name !== "node_modules") todo.push(path);
      if (isScript(entry) && (disk.stat(path)?.bytes ?? 0) <= MAX_FILE_BYTES) yield path;
    }
  }
}

function isScript({ kind, name }: DiskEntry): boolean {
  return kind === "file" && /\.[cm]?[jt]s$/.test(name) && !/\.d\.[cm]?ts$/.test(name);
}
