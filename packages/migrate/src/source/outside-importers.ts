/**
 * Files that no Worker runs but that import what one does: scripts, configs of tools, other
 * applications. Their calls have to follow, too. Found by what imports say, without a program.
 */
import { posix } from "node:path";
import ts from "typescript";

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

export interface OutsideImportersOptions {
  /** All files of the repository, relative to its root, as the others. */
  readonly paths: readonly string[];
  /** What Workers run. */
  readonly sources: ReadonlySet<string>;
  readonly readText: (path: string) => string | undefined;
}

export class OutsideImporters {
  readonly #options: OutsideImportersOptions;
  #importers: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(options: OutsideImportersOptions) {
    this.#options = options;
  }

  /** Those that import one of `sources`, directly or through each other. */
  of(sources: Iterable<string>): string[] {
    this.#importers ??= this.#collect();
    const reached = new Set(sources);
    const found: string[] = [];
    for (const path of reached) {
      for (const importer of this.#importers.get(importKey(path)) ?? []) {
        if (!reached.has(importer)) found.push(importer);
        reached.add(importer);
      }
    }
    return found;
  }

  #collect(): ReadonlyMap<string, readonly string[]> {
    const { paths, sources, readText } = this.#options;
    const importers = new Map<string, string[]>();
    for (const path of paths) {
      if (sources.has(path) || !SOURCE.test(path)) continue;
      const text = readText(path) ?? "";
      const { importedFiles } = ts.preProcessFile(text, true, true);
      for (const key of importedFiles.flatMap(({ fileName }) => keysOf(fileName, path))) {
        importers.set(key, [...(importers.get(key) ?? []), path]);
      }
    }
    return importers;
  }
}

/** Without extension; of an `index`, its folder. */
const importKey = (path: string) => path.replace(SOURCE, "").replace(/\/index$/, "");

/** What a specifier can name. An alias is of a folder above, or of `src` in one. */
function keysOf(specifier: string, from: string): string[] {
  const folder = posix.dirname(from);
  if (specifier.startsWith(".")) return [importKey(posix.join(folder, specifier))];
  const alias = /^[@~#$]\/?(.*)$/.exec(specifier)?.[1];
  if (alias === undefined) return [];
  const keys: string[] = [];
  for (let above = folder; ; above = posix.dirname(above)) {
    keys.push(importKey(posix.join(above, alias)), importKey(posix.join(above, "src", alias)));
    if (above === ".") return keys;
  }
}
