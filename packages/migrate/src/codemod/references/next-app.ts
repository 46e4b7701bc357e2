/**
 * Whether a program holds a Next.js app, and through what it runs on Workers. Its bundler knows no
 * `cloudflare:workers`, so the environment has to be asked for in the adapter's own way.
 */
import type ts from "typescript";

export const OPEN_NEXT = "@opennextjs/cloudflare";
const OF_NEXT = /\bfrom\s*["']next(?:\/[^"']*)?["']/;

export class NextApp {
  readonly #files: readonly ts.SourceFile[];
  #isOnOpenNext: boolean | undefined;
  #isOnOther: boolean | undefined;

  constructor(files: readonly ts.SourceFile[]) {
    this.#files = files;
  }

  get isOnOpenNext(): boolean {
    this.#isOnOpenNext ??= this.#files.some(({ text }) => text.includes(OPEN_NEXT));
    return this.#isOnOpenNext;
  }

  /** Of another adapter it is not known here how to ask it. */
  get isOnOther(): boolean {
    this.#isOnOther ??= !this.isOnOpenNext && this.#files.some(({ text }) => OF_NEXT.test(text));
    return this.#isOnOther;
  }
}
