/**
 * Which files of a program are one Worker's code. What the entry leads to is, whatever its path says; where a
 * framework makes the entry, or there is none, everything in the folder is that no path says otherwise of, and
 * what that imports from elsewhere. A Worker with Durable Objects beside such an app, with a config and an
 * entry of its own, is no part of it.
 */
import type ts from "typescript";
import type { LoadedProgram } from "../source/load-program.ts";
import type { Framework } from "../source/reach/file-routes.ts";
import { relativeTo } from "../source/syntax.ts";
import { leadToApp, reachableFiles, runningWith } from "../source/worker-files.ts";
import type { WranglerConfig } from "../wrangler-config/wrangler-config.ts";
import { type CodeContext, contextOfPath } from "./code-context.ts";
import { isInOne } from "./worker-configs.ts";

export interface WorkerCodeOptions {
  readonly loaded: LoadedProgram;
  readonly config: WranglerConfig;
  readonly folder: string;
  readonly frameworks: ReadonlySet<Framework>;
  /** Is the app of the folder another config's? */
  readonly isBesideApp: boolean;
  /** Folders below that are other Workers'. */
  readonly innerFolders: readonly string[];
  /** For each package of the repository by name, the path of its first file. */
  readonly sources: ReadonlyMap<string, string>;
}

export class WorkerCode {
  /** Is the Worker no part of the app in its folder? */
  readonly isAlone: boolean;
  readonly #options: WorkerCodeOptions;
  /** Is all of the folder its code? */
  readonly #isApp: boolean;
  /** A Pages project without a framework runs its functions, and not what else is in the folder. */
  readonly #isOfFunctions: boolean;
  /** With what only types are taken from. */
  readonly #reached: ReadonlySet<ts.SourceFile>;
  readonly #running: ReadonlySet<ts.SourceFile>;
  /** What the app runs of other folders, too: of packages, and of other Workers. */
  readonly #joined: ReadonlySet<ts.SourceFile>;

  constructor(options: WorkerCodeOptions) {
    this.#options = options;
    const { loaded, config, folder, frameworks, isBesideApp, innerFolders } = options;
    const { program, root } = loaded;
    const packages = new Map(
      [...options.sources].map(([name, path]) => [name, `${root}/${path}`] as const),
    );
    const entries = [config.entry, ...config.environments.map(({ entry }) => entry)];
    const paths = new Set(entries.flatMap((entry) => (entry === null ? [] : `${root}/${entry}`)));
    const reached = new Set(
      [...paths].flatMap((entry) => [...(reachableFiles(program, entry, packages) ?? [])]),
    );
    const entered = [...reached].filter(({ fileName }) => paths.has(fileName));
    const isOwnApp = () => leadToApp(reached, program.getTypeChecker());
    this.isAlone = isBesideApp && reached.size > 0 && !isOwnApp();
    this.#isApp = reached.size === 0 || (frameworks.size > 0 && !this.isAlone);
    this.#reached = reached;
    this.#running = runningWith(program, entered, packages);
    const all = program.getSourceFiles().filter((file) => this.#isOfApp(file));
    const functions = all.filter((file) => this.#isFunction(file));
    this.#isOfFunctions = frameworks.size === 1 && functions.length > 0;
    const own = this.#isOfFunctions ? functions : all;
    const hasOther =
      this.#isApp && (folder !== "" || innerFolders.length > 0 || this.#isOfFunctions);
    this.#joined = hasOther ? runningWith(program, own, packages) : reached;
  }

  /** What only types are taken from does not run: what it reads is another Worker's. */
  contextOf(file: ts.SourceFile): CodeContext {
    if (this.#running.has(file)) return "worker";
    const path = this.#innerPath(file);
    const context = contextOfPath(path ?? this.#pathOf(file));
    if (context !== "worker") return context;
    const isOwn =
      path !== undefined &&
      !this.#isInner(file) &&
      (!this.#isOfFunctions || this.#isFunction(file));
    return this.#isApp && (isOwn || this.#joined.has(file)) ? "worker" : "script";
  }

  /** Is the file one that the Worker is compiled from, for its types too? */
  isSource(file: ts.SourceFile): boolean {
    return this.#reached.has(file) || this.contextOf(file) === "worker";
  }

  /** Is the file one whose types can be those of the Worker's environment? */
  isTypeOf(file: ts.SourceFile): boolean {
    if (this.#reached.has(file) || this.#joined.has(file)) return true;
    const path = this.#innerPath(file)?.replace(/\.d\.(?=[cm]?ts$)/, ".");
    return !this.#isInner(file) && path !== undefined && contextOfPath(path) === "worker";
  }

  #pathOf({ fileName }: ts.SourceFile): string {
    return relativeTo(this.#options.loaded.root, fileName);
  }

  /** Relative to the Worker's folder; undefined for what is not in it. */
  #innerPath(file: ts.SourceFile): string | undefined {
    const { folder } = this.#options;
    const path = this.#pathOf(file);
    if (folder === "") return path;
    return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
  }

  /** What is below another config is that Worker's, unless the app runs it too. */
  #isInner(file: ts.SourceFile): boolean {
    return isInOne(this.#pathOf(file), this.#options.innerFolders);
  }

  #isFunction(file: ts.SourceFile): boolean {
    const { config } = this.#options;
    return config.kind === "pages" && !!this.#innerPath(file)?.startsWith("functions/");
  }

  #isOfApp(file: ts.SourceFile): boolean {
    const path = this.#innerPath(file);
    return path !== undefined && contextOfPath(path) === "worker" && !this.#isInner(file);
  }
}
