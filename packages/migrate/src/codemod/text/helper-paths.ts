/**
 * Where each file gets the helper from: a package of a monorepo does not reach into an application, so
 * that a package which reads secrets has the helper too.
 */
import type ts from "typescript";
import type { MigrationInput } from "../migration-plan.ts";
import { HELPER_FILES, isHelperText } from "./helper-text.ts";

type Input = Pick<MigrationInput, "root" | "host" | "helperFor">;

export class HelperPaths {
  readonly #input: Input;
  readonly #root: string;
  readonly #host: Input["host"];
  readonly #path: string;
  readonly #packages = new Map<string, string>();
  /** All that were asked for, relative to the root. */
  readonly used = new Set<string>();

  /** @param path of the Worker's own helper, relative to the root. */
  constructor(input: Input, path: string) {
    this.#input = input;
    this.#root = input.root;
    this.#host = input.host;
    this.#path = path;
  }

  /** @returns an absolute path. */
  of({ fileName }: ts.SourceFile): string {
    const given = this.#input.helperFor?.(fileName.slice(this.#root.length + 1));
    const path = given === undefined ? this.#inPackage(fileName) : `${this.#root}/${given}`;
    this.used.add(path.slice(this.#root.length + 1));
    return path;
  }

  #inPackage(fileName: string): string {
    const folder = this.packageOf(fileName);
    const isOwn = folder === this.packageOf(`${this.#root}/${this.#path}`);
    if (isOwn) return `${this.#root}/${this.#path}`;
    const inside = fileName.startsWith(`${folder}/src/`) ? `${folder}/src` : folder;
    return helperIn(inside, this.#host);
  }

  /** The nearest folder with a manifest; the root where there is none. */
  packageOf(path: string): string {
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (folder.length <= this.#root.length) return this.#root;
    const known = this.#packages.get(folder);
    if (known !== undefined) return known;
    const found = this.#host.fileExists(`${folder}/package.json`) ? folder : this.packageOf(folder);
    this.#packages.set(folder, found);
    return found;
  }
}

/** The helper's file in a folder, there or to be made; both absolute. */
export function helperIn(
  folder: string,
  { fileExists, readFile }: Pick<ts.CompilerHost, "fileExists" | "readFile">,
): string {
  const paths = HELPER_FILES.map((name) => `${folder}/${name}`);
  const own = paths.find((path) => fileExists(path) && isHelperText(readFile(path) ?? ""));
  const free = paths.find((path) => !fileExists(path));
  // Where both are somebody else's, the import is an error, and the proof takes the reads out.
  return own ?? free ?? `${folder}/${HELPER_FILES[0]}`;
}
