/**
 * What takes the place of `process.env`: that one holds no bindings, so that the store can not be
 * reached through it. The Worker's own environment is imported. Where Node or a browser runs the code too,
 * or may, where the platform's module has no types or the bundler does not know it, a function is asked.
 * The adapter next-on-pages puts the bindings into `process.env` itself.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { WORKER_ENV } from "./environment-file.ts";
import type { HelperNames } from "./helper-names.ts";

const WORKERS = "cloudflare:workers";
const TYPES = "@cloudflare/workers-types";
/** Shows that whatever runs the code knows the platform's module: of types alone nothing is left there. */
const FROM_WORKERS = /^import\s+(?!type\b)[^;"']*\bfrom\s*["']cloudflare:workers["']/m;
/** While people develop, these may run an app's server in Node, where Cloudflare's plugin is not in it. */
const SERVED_BY_NODE =
  /^(?:astro|nitro|nitropack|nuxt|vinxi|vite|@builder\.io\/qwik-city|@react-router\/dev|@remix-run\/dev|@solidjs\/start|@sveltejs\/kit|@tanstack\/[\w-]+-start)$/;

/** Can a file import the platform's module: `unknown` where Node may have to resolve it. */
type ImportOfWorkers = "known" | "unknown" | "untyped";

const isTyped = ({ fileName }: ts.SourceFile) => /\.[cm]?tsx?$/.test(fileName);

export class ProcessEnv {
  readonly #names: HelperNames;
  readonly #index: ReferenceIndex;
  #imports: ImportOfWorkers | undefined;

  constructor(index: ReferenceIndex, names: HelperNames) {
    this.#index = index;
    this.#names = names;
  }

  /** An expression for the environment; what it needs is imported. */
  textIn(file: ts.SourceFile): string {
    if (this.#index.nextApp.isOnPages) return "process.env";
    if (this.#isAsked(file)) return `await ${this.#asked(file)}()`;
    return this.#names.useOf(file, WORKERS, "env", "workerEnv");
  }

  #isAsked(file: ts.SourceFile): boolean {
    const { nextApp, nodeEntries, browserCode } = this.#index;
    if (nextApp.isOnOpenNext || nodeEntries.leadingTo(file)) return true;
    if (browserCode.has(file) && !FROM_WORKERS.test(file.text)) return true;
    this.#imports ??= this.#howToImport();
    return this.#imports === "unknown" || (this.#imports === "untyped" && isTyped(file));
  }

  #howToImport(): ImportOfWorkers {
    const { packages, files } = this.#index;
    const imports = (file: ts.SourceFile) =>
      !file.isDeclarationFile && !this.#index.isInTest(file) && FROM_WORKERS.test(file.text);
    if (files.some(imports)) return "known";
    if (packages.some((name) => SERVED_BY_NODE.test(name))) return "unknown";
    // It would be a type error here, once all packages are installed too.
    return packages.includes(TYPES) || this.#workers !== undefined ? "known" : "untyped";
  }

  get #workers(): ts.Symbol | undefined {
    const modules = this.#index.checker.getAmbientModules();
    return modules.find(({ name }) => name === `"${WORKERS}"`);
  }

  /** What the file calls the function that knows of Node, too. */
  #asked(file: ts.SourceFile): string {
    const path = this.#names.paths.environmentFor(file);
    return this.#names.useOfFile(file, path, WORKER_ENV, "askWorkerEnv");
  }

  /** What is known of its members in `file`; undefined where its type has any. */
  typeIn(file: ts.SourceFile): ts.Type | undefined {
    const { checker, nextApp } = this.#index;
    if (nextApp.isOnPages || this.#isAsked(file)) return undefined;
    const module = this.#workers;
    if (!module) return isTyped(file) ? this.#typeOnceInstalled() : undefined;
    const env = checker.tryGetMemberInModuleExports("env", module);
    return env && checker.getTypeOfSymbol(env);
  }

  /** What the platform's types will call it, as far as the repository adds to that; else nothing is known in it. */
  #typeOnceInstalled(): ts.Type {
    const { checker, files } = this.#index;
    const [file] = files;
    const platform = checker.resolveName("Cloudflare", file, ts.SymbolFlags.Namespace, false);
    const env = platform && checker.tryGetMemberInModuleExports("Env", platform);
    return env ? checker.getDeclaredTypeOfSymbol(env) : checker.getNeverType();
  }
}
