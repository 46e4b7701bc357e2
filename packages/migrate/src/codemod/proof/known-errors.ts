/**
 * Type errors of programs that are each a little different from another: of a plan's rounds, with more
 * code and with less, of the Workers of one tsconfig. A file is checked again only where something is
 * different that it can see; of a large Worker that is a tenth of it.
 */
import type ts from "typescript";
import { affectedFiles } from "./changed-program.ts";
import { declaresForAll, namesForAll } from "./global-reach.ts";
import { importedFiles } from "./imported-files.ts";
import { type FoundError, typeErrors } from "./type-errors.ts";

interface Known {
  readonly text: string;
  /** Names of the files that its imports lead to. */
  readonly imports: string;
  /** What it declares for all; undefined where that is nothing. */
  readonly forAll: readonly string[] | undefined;
  errors: readonly FoundError[] | undefined;
}

/** A program, as far as it decides over errors. What two have in common is one. */
interface Seen {
  readonly files: ReadonlyMap<string, Known>;
  /** All other files, of packages: whether they declare something for all. */
  readonly others: ReadonlyMap<string, boolean>;
}

/** As many programs as are proved between one and the next that is like it. */
const SEEN_MAX = 6;

/** Keep one for programs with the same options over the same folder. */
export class KnownErrors {
  /** Only by it: kept, a program would keep all that was checked in it. */
  readonly #byProgram = new WeakMap<ts.Program, Seen>();
  /** The last one first. */
  readonly #seen: Seen[] = [];

  /**
   * @param own the repository's files in `program`, of which `files` are some.
   * @param onFile called before each of them.
   */
  of(
    program: ts.Program,
    own: readonly ts.SourceFile[],
    files: readonly ts.SourceFile[],
    onFile?: (done: number, total: number) => void,
  ): FoundError[] {
    const seen = this.#byProgram.get(program) ?? this.#look(program, own);
    return files.flatMap((file, done) => {
      onFile?.(done, files.length);
      const known = seen.files.get(file.fileName);
      if (known === undefined) return typeErrors(program, [file]);
      known.errors ??= typeErrors(program, [file]);
      return known.errors;
    });
  }

  /**
   * What can be the same as one of `after`: errors of the files that these are in. A file without an error
   * has no new one, so that a repository without errors is checked once and not twice. What is wrong in
   * a file that is added can be what the changed ones lacked, also where these no longer ask for it.
   * @param changed absolute names.
   */
  before(
    program: ts.Program,
    own: readonly ts.SourceFile[],
    after: readonly FoundError[],
    changed: Iterable<string>,
  ): FoundError[] {
    if (after.length === 0) return [];
    const names = new Set(after.map(({ file }) => file.fileName));
    const isThere = new Set(own.map(({ fileName }) => fileName));
    if ([...names].some((name) => !isThere.has(name))) for (const name of changed) names.add(name);
    const files = own.filter(({ fileName }) => names.has(fileName));
    return this.of(program, own, files);
  }

  #look(program: ts.Program, own: readonly ts.SourceFile[]): Seen {
    const checker = program.getTypeChecker();
    const files = new Map(own.map((file) => [file.fileName, describe(checker, file)]));
    const packages = program.getSourceFiles().filter(({ fileName }) => !files.has(fileName));
    const others = new Map(packages.map((file) => [file.fileName, declaresForAll(file)]));
    for (const earlier of this.#seen) {
      if (!declaresAsMuch(earlier, { files, others })) continue;
      for (const [name, known] of unaffected(earlier, files, program, own)) {
        if (files.get(name)?.errors === undefined) files.set(name, known);
      }
    }
    const seen = { files, others };
    this.#byProgram.set(program, seen);
    this.#seen.unshift(seen);
    this.#seen.splice(SEEN_MAX);
    return seen;
  }
}

/** Files of which all that they can see is as it was. */
function unaffected(
  earlier: Seen,
  files: ReadonlyMap<string, Known>,
  program: ts.Program,
  own: readonly ts.SourceFile[],
): [string, Known][] {
  const names = own.map(({ fileName }) => fileName);
  const changed = names.filter((name) => {
    const [before, now] = [earlier.files.get(name), files.get(name)];
    return before?.text !== now?.text || before?.imports !== now?.imports;
  });
  const gone = changed.flatMap((name) => {
    const now = files.get(name)?.forAll ?? [];
    return earlier.files.get(name)?.forAll?.filter((one) => !now.includes(one)) ?? [];
  });
  const affected = affectedFiles(program, new Set(changed), own, gone);
  const stale = new Set(affected.map(({ fileName }) => fileName));
  return names.flatMap((name): [string, Known][] => {
    const known = earlier.files.get(name);
    return known === undefined || stale.has(name) ? [] : [[name, known]];
  });
}

/**
 * Is each file there that others see without an import? Who imports one that is gone says so by its imports.
 * Of packages these have to be the same; of the repository's own files their names are looked for.
 */
function declaresAsMuch(before: Seen, now: Seen): boolean {
  const isIn = (a: Seen["others"], b: Seen["others"]) =>
    [...a].every(([name, isForAll]) => !isForAll || b.has(name));
  if (!isIn(before.others, now.others) || !isIn(now.others, before.others)) return false;
  return [...before.files].every(
    ([name, { forAll }]) => forAll === undefined || now.files.has(name),
  );
}

function describe(checker: ts.TypeChecker, file: ts.SourceFile): Known {
  const imports = importedFiles(checker, file).map(({ fileName }) => fileName);
  const forAll = declaresForAll(file) ? namesForAll(file) : undefined;
  return { text: file.text, imports: imports.join("\0"), forAll, errors: undefined };
}
