/**
 * Whether a program holds a Next.js app, and through what it runs on Workers. Its bundler knows no
 * `cloudflare:workers`, so the environment has to be asked for in the adapter's own way: OpenNext has a
 * function for it, and next-on-pages lets `process.env` stand for all of a request's environment, bindings
 * too (its templates/_worker.js, and the same in `next dev`); while Node builds, it is Node's own. Vinext
 * bundles with Vite, and lets `cloudflare:workers` through (its README, "Cloudflare Bindings").
 */
import type ts from "typescript";

export const OPEN_NEXT = "@opennextjs/cloudflare";
export const NEXT_ON_PAGES = "@cloudflare/next-on-pages";
const VINEXT = "vinext";
const OF_NEXT = /\bfrom\s*["']next(?:\/[^"']*)?["']/;

export class NextApp {
  readonly #files: readonly ts.SourceFile[];
  readonly #packages: readonly string[];
  #isOnOpenNext: boolean | undefined;
  #isOnPages: boolean | undefined;
  #isOnOther: boolean | undefined;

  /** @param packages that its manifest names: next-on-pages is run, and need not be imported. */
  constructor(files: readonly ts.SourceFile[], packages: readonly string[]) {
    this.#files = files;
    this.#packages = packages;
  }

  get isOnOpenNext(): boolean {
    this.#isOnOpenNext ??= this.#files.some(({ text }) => text.includes(OPEN_NEXT));
    return this.#isOnOpenNext;
  }

  get isOnPages(): boolean {
    this.#isOnPages ??=
      !this.isOnOpenNext &&
      (this.#packages.includes(NEXT_ON_PAGES) ||
        this.#files.some(({ text }) => text.includes(NEXT_ON_PAGES)));
    return this.#isOnPages;
  }

  /** Of another adapter it is not known here how to ask it. */
  get isOnOther(): boolean {
    this.#isOnOther ??=
      !this.isOnOpenNext &&
      !this.isOnPages &&
      !this.#packages.includes(VINEXT) &&
      this.#files.some(({ text }) => OF_NEXT.test(text));
    return this.#isOnOther;
  }
}
