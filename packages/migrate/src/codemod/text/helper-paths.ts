/**
 * Where each file gets the helper from: a package of a monorepo does not reach into an application, so
 * that a package which reads secrets has the helper too.
 */
import type ts from "typescript";

export class HelperPaths {
  readonly #root: string;
  readonly #host: Pick<ts.CompilerHost, "fileExists">;
  readonly #path: string;
  readonly #packages = new Map<string, string>();
  /** All that were asked for, relative to the root. */
  readonly used = new Set<string>();

  /** @param path of the Worker's own helper, relative to the root. */
  constructor(root: string, host: Pick<ts.CompilerHost, "fileExists">, path: string) {
    this.#root = root;
    this.#host = host;
    this.#path = path;
  }

  /** @returns an absolute path. */
  of({ fileName }: ts.SourceFile): string {
    const own = this.#packageOf(`${this.#root}/${this.#path}`);
    const folder = this.#packageOf(fileName);
    const name = this.#path.slice(this.#path.lastIndexOf("/") + 1);
    const isInSource = fileName.startsWith(`${folder}/src/`);
    const other = `${folder}${isInSource ? "/src" : ""}/${name}`;
    const path = folder === own ? `${this.#root}/${this.#path}` : other;
    this.used.add(path.slice(this.#root.length + 1));
    return path;
  }

  /** The nearest folder with a manifest; the root where there is none. */
  #packageOf(path: string): string {
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (folder.length <= this.#root.length) return this.#root;
    const known = this.#packages.get(folder);
    if (known !== undefined) return known;
    const found = this.#host.fileExists(`${folder}/package.json`)
      ? folder
      : this.#packageOf(folder);
    this.#packages.set(folder, found);
    return found;
  }
}
