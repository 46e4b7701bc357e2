/**
 * Files that no Worker runs but that import what one does: scripts, configs of tools, other
 * applications. Their calls have to follow, too. Found by what imports say, without a program.
 */
import { posix } from "node:path";
import ts from "typescript";
import { type ImportedNames, importedNames } from "./imported-names.ts";
import type { WorkspacePackage } from "./program-files.ts";

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

export interface OutsideImportersOptions {
  /** All files of the repository, relative to its root, as the others. */
  readonly paths: readonly string[];
  /** What Workers run. */
  readonly sources: ReadonlySet<string>;
  /** Packages of the repository: an import of one can lead to any of its files. */
  readonly packages: readonly WorkspacePackage[];
  readonly readText: (path: string) => string | undefined;
}

export class OutsideImporters {
  readonly #options: OutsideImportersOptions;
  /** What each takes of what it imports. */
  readonly #taken = new Map<string, readonly ImportedNames[]>();
  #importers: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(options: OutsideImportersOptions) {
    this.#options = options;
  }

  /**
   * Those that import one of the names, and what imports these in any way.
   * @param shown by path; `*` for every name.
   */
  of(shown: ReadonlyMap<string, ReadonlySet<string>>): string[] {
    const reached = new Set<string>();
    for (const [path, names] of shown) {
      for (const importer of this.#importersOf(path)) {
        if (!shown.has(importer) && this.#takes(importer, path, names)) reached.add(importer);
      }
    }
    // What is added is gone through, too.
    for (const path of reached) {
      for (const one of this.#importersOf(path)) if (!shown.has(one)) reached.add(one);
    }
    return [...reached];
  }

  /** Those that import one of the files themselves, whatever they take of it. */
  importing(paths: readonly string[]): string[] {
    return paths.flatMap((path) => this.#importersOf(path));
  }

  /** Does what runs `importer` run the file, too: does it take more of it than types? */
  runs(importer: string, path: string): boolean {
    const around = this.#keysFor(path);
    return this.#takenBy(importer).some(({ specifier, isForTypes }) => {
      return !isForTypes && this.#keysOf(specifier, importer).some((key) => around.includes(key));
    });
  }

  #importersOf(path: string): readonly string[] {
    this.#importers ??= this.#collect();
    const importers = this.#importers;
    return this.#keysFor(path).flatMap((key) => importers.get(key) ?? []);
  }

  /** What an import of the file can be known by. */
  #keysFor(path: string): string[] {
    const around = this.#options.packages.filter(({ folder }) => path.startsWith(`${folder}/`));
    return [importKey(path), ...around.map(({ name }) => packageKey(name))];
  }

  #takes(importer: string, path: string, names: ReadonlySet<string>): boolean {
    if (names.size === 0) return false;
    return this.#takenBy(importer).some(({ specifier, names: taken }) => {
      if (taken === "all" || names.has("*")) return true;
      const keys = this.#keysOf(specifier, importer);
      const isOfPackage = keys.some((key) => key.startsWith(PACKAGE_KEY));
      // What a package calls a name of one of its files is not known here.
      return (
        isOfPackage || (keys.includes(importKey(path)) && [...taken].some((one) => names.has(one)))
      );
    });
  }

  #takenBy(importer: string): readonly ImportedNames[] {
    const known = this.#taken.get(importer);
    if (known) return known;
    const text = this.#options.readText(importer) ?? "";
    const taken = importedNames(ts.createSourceFile(importer, text, ts.ScriptTarget.ESNext));
    this.#taken.set(importer, taken);
    return taken;
  }

  #collect(): ReadonlyMap<string, readonly string[]> {
    const { paths, sources, readText } = this.#options;
    const importers = new Map<string, string[]>();
    for (const path of paths) {
      if (sources.has(path) || !SOURCE.test(path)) continue;
      const text = readText(path) ?? "";
      const { importedFiles } = ts.preProcessFile(text, true, true);
      for (const key of importedFiles.flatMap(({ fileName }) => this.#keysOf(fileName, path))) {
        importers.set(key, [...(importers.get(key) ?? []), path]);
      }
    }
    return importers;
  }

  #keysOf(specifier: string, from: string): string[] {
    const named = this.#options.packages.filter(
      ({ name }) => specifier === name || specifier.startsWith(`${name}/`),
    );
    return [...keysOf(specifier, from), ...named.map(({ name }) => packageKey(name))];
  }
}

const PACKAGE_KEY = "package ";
const packageKey = (name: string) => `${PACKAGE_KEY}${name}`;

/** Without extension; of an `index`, its folder. */
const importKey = (path: string) => path.replace(SOURCE, "").replace(/\/index$/, "");

/** What a specifier can name. An alias, or a bare path, is of a folder above, or of `src` in one. */
function keysOf(specifier: string, from: string): string[] {
  const folder = posix.dirname(from);
  if (specifier.startsWith(".")) return [importKey(posix.join(folder, specifier))];
  const alias = /^[@~#$]\/?(.*)$/.exec(specifier)?.[1] ?? specifier;
  if (alias === specifier && !/^[^:]+\//.test(specifier)) return [];
  const keys: string[] = [];
  for (let above = folder; ; above = posix.dirname(above)) {
    keys.push(importKey(posix.join(above, alias)), importKey(posix.join(above, "src", alias)));
    if (above === ".") return keys;
  }
}
