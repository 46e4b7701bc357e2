/**
 * What takes the place of `process.env`: that one holds no bindings, so that the store can not be
 * reached through it. The Worker's own environment is imported; in a Next.js app it is asked for, if
 * its adapter does not put the bindings there itself. Where Node runs the code too, a function is asked.
 */
import ts from "typescript";
import { OPEN_NEXT } from "../references/next-app.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { WORKER_ENV } from "./environment-file.ts";
import type { HelperNames } from "./helper-names.ts";

const WORKERS = "cloudflare:workers";

export class ProcessEnv {
  readonly #names: HelperNames;
  readonly #index: ReferenceIndex;

  constructor(index: ReferenceIndex, names: HelperNames) {
    this.#index = index;
    this.#names = names;
  }

  /** An expression for the environment; what it needs is imported. */
  textIn(file: ts.SourceFile): string {
    if (this.#index.nextApp.isOnPages) return "process.env";
    if (this.#index.nodeEntries.leadingTo(file)) return `await ${this.#asked(file)}()`;
    if (!this.#index.nextApp.isOnOpenNext)
      return this.#names.useOf(file, WORKERS, "env", "workerEnv");
    const name = "getCloudflareContext";
    const called = this.#names.useOf(file, OPEN_NEXT, name, "getWorkerContext");
    return `(await ${called}({ async: true })).env`;
  }

  /** What the file calls the function that knows of Node, too. */
  #asked(file: ts.SourceFile): string {
    const path = this.#names.paths.environmentFor(file);
    return this.#names.useOfFile(file, path, WORKER_ENV, "askWorkerEnv");
  }

  /** What is known of its members in `file`; undefined where its type has any, or is missing. */
  typeIn(file: ts.SourceFile): ts.Type | undefined {
    const { checker, nextApp, nodeEntries } = this.#index;
    if (nextApp.isOnPages) return undefined;
    if (!nextApp.isOnOpenNext && nodeEntries.leadingTo(file)) return undefined;
    if (nextApp.isOnOpenNext) {
      const env = checker.resolveName("CloudflareEnv", undefined, ts.SymbolFlags.Type, false);
      return env && checker.getDeclaredTypeOfSymbol(env);
    }
    const module = checker.getAmbientModules().find(({ name }) => name === `"${WORKERS}"`);
    const env = module && checker.tryGetMemberInModuleExports("env", module);
    return env && checker.getTypeOfSymbol(env);
  }
}
