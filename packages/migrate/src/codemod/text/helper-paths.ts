/**
 * Where each file gets the helper from: a package of a monorepo does not reach into an application, so
 * that a package which reads secrets has the helper too.
 */
import { posix } from "node:path";
import type ts from "typescript";
import type { MigrationInput } from "../migration-plan.ts";
import { environmentFileIn } from "./environment-file.ts";
import { HELPER_FILES, isHelperText } from "./helper-text.ts";

type Input = Pick<MigrationInput, "root" | "host" | "helper" | "helperFor">;

export class HelperPaths {
  readonly #input: Input;
  readonly #root: string;
  readonly #host: Input["host"];
  readonly #path: string;
  readonly #packages = new Map<string, string>();
  /** All that were asked for, absolute. */
  readonly #used = new Set<string>();
  readonly #environments = new Set<string>();

  constructor(input: Input) {
    this.#input = input;
    this.#root = input.root;
    this.#host = input.host;
    this.#path = input.helper.kind === "file" ? input.helper.path : "";
  }

  /** @returns an absolute path. */
  of({ fileName }: ts.SourceFile): string {
    const given = this.#input.helperFor?.(fileName.slice(this.#root.length + 1));
    const path = given === undefined ? this.#inPackage(fileName) : `${this.#root}/${given}`;
    this.#used.add(path);
    return path;
  }

  /** The file that `file` has its environment from where Node runs it too; absolute. */
  environmentFor(file: ts.SourceFile): string {
    const isBeside = this.#input.helper.kind === "file";
    const folder = isBeside ? posix.dirname(this.of(file)) : this.#homeOf(file.fileName);
    const path = environmentFileIn(folder, this.#host);
    this.#environments.add(path);
    return path;
  }

  /** Files that were asked for and are not there: by their paths relative to the root, their texts. */
  missing(environmentText: string): ReadonlyMap<string, string> {
    const { helper } = this.#input;
    const text = helper.kind === "file" ? helper.text : "";
    const helpers = helper.kind === "file" ? [...this.#used] : [];
    const asked = [
      ...helpers.map((path) => [path, text] as const),
      ...[...this.#environments].map((path) => [path, environmentText] as const),
    ];
    const gone = asked.filter(([path]) => !this.#host.fileExists(path));
    return new Map(gone.map(([path, content]) => [path.slice(this.#root.length + 1), content]));
  }

  #inPackage(fileName: string): string {
    const folder = this.packageOf(fileName);
    const isOwn = folder === this.packageOf(`${this.#root}/${this.#path}`);
    return isOwn ? `${this.#root}/${this.#path}` : helperIn(this.#homeOf(fileName), this.#host);
  }

  /** The folder of a package that its code is in. */
  #homeOf(fileName: string): string {
    const folder = this.packageOf(fileName);
    return fileName.startsWith(`${folder}/src/`) ? `${folder}/src` : folder;
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
