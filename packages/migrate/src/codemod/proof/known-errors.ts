/**
 * Type errors of programs that come one after the other, each a little different from the one before: of
 * a plan's rounds, and of the plan over it. A file is checked again only where something changed that it
 * can see; of a large Worker that is a tenth of it.
 */
import type ts from "typescript";
import type { MigrationInput } from "../migration-plan.ts";
import { affectedFiles } from "./changed-program.ts";
import { declaresForAll } from "./global-reach.ts";
import { importedFiles } from "./imported-files.ts";
import { type FoundError, typeErrors } from "./type-errors.ts";

interface Known {
  readonly text: string;
  /** Names of the files that its imports lead to. */
  readonly imports: string;
  readonly isForAll: boolean;
  errors: readonly FoundError[] | undefined;
}

/** Keep one for programs with the same options over the same folder. */
export class KnownErrors {
  readonly #onFile: MigrationInput["onFile"];
  /** Only to tell it from the next: kept, it would keep all that was checked in it. */
  #program: WeakRef<ts.Program> | undefined;
  #known: ReadonlyMap<string, Known> = new Map();
  /** Names of all other files: of packages, which declare what every file sees. */
  #others: ReadonlySet<string> = new Set();

  constructor(onFile?: MigrationInput["onFile"]) {
    this.#onFile = onFile;
  }

  /** @param own the repository's files in `program`, of which `files` are some. */
  of(
    program: ts.Program,
    own: readonly ts.SourceFile[],
    files: readonly ts.SourceFile[],
  ): FoundError[] {
    if (program !== this.#program?.deref()) this.#goOnWith(program, own);
    return files.flatMap((file, done) => {
      this.#onFile?.(done, files.length);
      const known = this.#known.get(file.fileName);
      if (known === undefined) return typeErrors(program, [file]);
      known.errors ??= typeErrors(program, [file]);
      return known.errors;
    });
  }

  #goOnWith(program: ts.Program, own: readonly ts.SourceFile[]): void {
    const checker = program.getTypeChecker();
    const next = new Map(own.map((file) => [file.fileName, describe(checker, file)]));
    const all = program.getSourceFiles().map(({ fileName }) => fileName);
    const others = new Set(all.filter((name) => !next.has(name)));
    if (isSame(others, this.#others) && !this.#lost(next)) {
      const changed = own.map(({ fileName }) => fileName).filter((name) => !this.#has(name, next));
      const affected = affectedFiles(program, new Set(changed), own);
      const stale = new Set(affected.map(({ fileName }) => fileName));
      for (const [name, file] of next) {
        if (!stale.has(name)) file.errors = this.#known.get(name)?.errors;
      }
    }
    this.#program = new WeakRef(program);
    this.#known = next;
    this.#others = others;
  }

  #has(name: string, next: ReadonlyMap<string, Known>): boolean {
    const [before, now] = [this.#known.get(name), next.get(name)];
    return before?.text === now?.text && before?.imports === now?.imports;
  }

  /** Is a file gone that others see without an import? Who imports one that is gone says so itself. */
  #lost(next: ReadonlyMap<string, Known>): boolean {
    return [...this.#known].some(([name, { isForAll }]) => isForAll && !next.has(name));
  }
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}

function describe(checker: ts.TypeChecker, file: ts.SourceFile): Known {
  const imports = importedFiles(checker, file).map(({ fileName }) => fileName);
  const isForAll = declaresForAll(file);
  return { text: file.text, imports: imports.join("\0"), isForAll, errors: undefined };
}
