/**
 * Files that a browser may run, too: what a page begins with, and all that it imports. A bundle for browsers
 * that imports a module of the platform does not build, or does not start.
 */
import type ts from "typescript";
import { type Reached, reachedFrom } from "./reached-files.ts";

/** What only a page's own code does, or says. */
const PAGE =
  /\bfrom\s*["']react-dom(?:\/client)?["']|\b(?:createRoot|hydrateRoot)\(|^(?:const\s.*=\s*)?(?:document|customElements)\.|^["']use client["']/m;

export class BrowserCode {
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  readonly #runElsewhere: ReadonlySet<string>;
  #reached: Reached | undefined;

  /** @param runElsewhere absolute paths of files that code outside of the program imports. */
  constructor(
    checker: ts.TypeChecker,
    files: readonly ts.SourceFile[],
    runElsewhere: ReadonlySet<string> = new Set(),
  ) {
    this.#checker = checker;
    this.#files = files;
    this.#runElsewhere = runElsewhere;
  }

  has(file: ts.SourceFile): boolean {
    this.#reached ??= reachedFrom(
      this.#checker,
      this.#files.filter((one) => this.#begins(one)),
    );
    return this.#reached.has(file);
  }

  #begins({ fileName, isDeclarationFile, text }: ts.SourceFile): boolean {
    return !isDeclarationFile && (this.#runElsewhere.has(fileName) || PAGE.test(text));
  }
}
