/**
 * By which names the importers of a file can see what a plan changes. Of a module they see its
 * declarations: where these stay the same, there is nothing to see. Each name that changes is followed
 * through what is made of it, and through whoever imports that. What can not be said counts as all.
 */
import type ts from "typescript";
import { importedNames } from "../../source/imported-names.ts";
import {
  ALL,
  type DeclaredNames,
  type DeclaredStatement,
  type From,
  isSameDeclared,
  listDeclaredNames,
} from "./declared-names.ts";
import { emitDeclarations } from "./emitted-declarations.ts";
import { declaresForAll, wordOf } from "./global-reach.ts";
import { importedFiles, importersOf } from "./imported-files.ts";
import { privateMembers } from "./private-members.ts";
import { SpecifierTargets } from "./specifier-targets.ts";

/** `ALL` for every one. */
export type ShownNames = ReadonlySet<string>;

export interface ProgramChange {
  readonly before: ts.Program;
  readonly after: ts.Program;
  /** The repository's files in `after`. */
  readonly own: readonly ts.SourceFile[];
  /** Absolute names of what changed. */
  readonly paths: ReadonlySet<string>;
  /** Names that others see another thing in whatever is declared, with the files that have them. */
  readonly certain: ReadonlyMap<string, ReadonlySet<string>>;
  /** Of the paths, what is noticed by all that leads to it: it runs with them. */
  readonly atRuntime: ReadonlySet<string>;
  /** Absolute names of the files that are asked for: nothing is looked at that does not lead there. */
  readonly asked: ReadonlySet<string>;
}

/** @returns by the absolute name of a file; there may be more than was asked for. */
export function findShownNames(change: ProgramChange): ReadonlyMap<string, ShownNames> {
  const { after, own, paths, atRuntime } = change;
  const importers = importersOf(after, own);
  const changed = own.filter(({ fileName }) => paths.has(fileName));
  const following = new Following(change, importers);
  following.from(changed);
  const running = new Set(changed.filter(({ fileName }) => atRuntime.has(fileName)));
  // What is added is gone through, too.
  for (const file of running) for (const one of importers.get(file) ?? []) running.add(one);
  const all: ShownNames = new Set([ALL]);
  return new Map([
    ...[...following.shown].map(([file, names]) => [file.fileName, names] as const),
    ...[...running].map((file) => [file.fileName, all] as const),
  ]);
}

class Following {
  readonly shown = new Map<ts.SourceFile, Set<string>>();
  readonly #change: ProgramChange;
  readonly #importers: ReadonlyMap<ts.SourceFile, readonly ts.SourceFile[]>;
  readonly #targets: SpecifierTargets;
  readonly #relevant: ReadonlySet<ts.SourceFile>;
  /** Names inside of each file that are made of what changed. */
  readonly #locals = new Map<ts.SourceFile, Set<string>>();
  readonly #globals = new Set<string>();
  readonly #declared = new Map<ts.SourceFile, DeclaredNames | undefined>();
  /** To be looked at, with what is known by now. */
  readonly #todo = new Set<ts.SourceFile>();

  constructor(
    change: ProgramChange,
    importers: ReadonlyMap<ts.SourceFile, readonly ts.SourceFile[]>,
  ) {
    this.#change = change;
    this.#importers = importers;
    this.#targets = new SpecifierTargets(change.after, change.own);
    this.#relevant = leadingTo(change);
  }

  from(changed: readonly ts.SourceFile[]): void {
    for (const file of changed) this.#todo.add(file);
    for (let [file] = this.#todo; file; [file] = this.#todo) {
      this.#todo.delete(file);
      if (this.#look(file)) this.#showOthers(file);
    }
  }

  /** What the file shows by what is known now. @returns whether that is more than before. */
  #look(file: ts.SourceFile): boolean {
    if (!this.#relevant.has(file)) return false;
    const names = this.shown.get(file) ?? new Set<string>();
    const count = names.size;
    const declared = this.#declaredBy(file);
    for (const name of declared ? this.#namesShown(file, declared) : [ALL]) names.add(name);
    this.shown.set(file, names);
    return names.size > count;
  }

  #showOthers(file: ts.SourceFile): void {
    for (const one of this.#importers.get(file) ?? [])
      if (this.#takes(one, file)) this.#todo.add(one);
    // A declaration may have a type of it that its file does not import.
    for (const one of this.shown.keys()) {
      const types = this.#declaredBy(one)?.statements.flatMap((statement) => statement.types) ?? [];
      if (types.some(({ specifier }) => this.#targets.of(specifier, one).includes(file))) {
        this.#todo.add(one);
      }
    }
  }

  /** Does it import one of the names that another file shows? */
  #takes(file: ts.SourceFile, from: ts.SourceFile): boolean {
    if (!/\.[cm]?tsx?$/.test(file.fileName)) return true;
    return importedNames(file).some(
      ({ specifier, names }) =>
        this.#targets.of(specifier, file).includes(from) &&
        (names === "all" || [...names].some((name) => this.#isShown(from, name))),
    );
  }

  #isShown(file: ts.SourceFile, name: string): boolean {
    const names = this.shown.get(file);
    if (!names || names.size === 0) return false;
    return name === ALL || names.has(ALL) || names.has(name);
  }

  #isFromShown({ specifier, name }: From, file: ts.SourceFile): boolean {
    return this.#targets.of(specifier, file).some((one) => this.#isShown(one, name));
  }

  #namesShown(file: ts.SourceFile, declared: DeclaredNames): string[] {
    const locals = this.#localsOf(file, declared);
    const own = declared.exports.filter(({ local }) => locals.has(local) || locals.has(ALL));
    const passed = declared.passedOn.flatMap((one) => {
      if (!this.#isFromShown(one, file)) return [];
      if (one.as !== ALL) return [one.as];
      return this.#targets
        .of(one.specifier, file)
        .flatMap((from) => [...(this.shown.get(from) ?? [])]);
    });
    return [...own.map(({ name }) => name), ...passed, ...(locals.has(ALL) ? [ALL] : [])];
  }

  #localsOf(file: ts.SourceFile, declared: DeclaredNames): ReadonlySet<string> {
    const locals = this.#locals.get(file) ?? this.#changedIn(file, declared);
    this.#locals.set(file, locals);
    for (const one of declared.imports) if (this.#isFromShown(one, file)) locals.add(one.local);
    for (let known = -1; known < locals.size; ) {
      known = locals.size;
      const made = declared.statements.filter((one) => this.#isMadeOf(one, locals, file));
      for (const name of made.flatMap(({ names }) => names)) locals.add(name);
      this.#declareForAll(made.filter(({ isForAll }) => isForAll).flatMap(({ names }) => names));
    }
    return locals;
  }

  #isMadeOf(
    { names, words, types }: DeclaredStatement,
    locals: ReadonlySet<string>,
    file: ts.SourceFile,
  ): boolean {
    if (locals.has(ALL) || names.some((name) => locals.has(name))) return true;
    if (types.some((type) => this.#isFromShown(type, file))) return true;
    return [...words].some((word) => locals.has(word) || this.#globals.has(word));
  }

  #declareForAll(names: readonly string[]): void {
    const added = names.filter((name) => !this.#globals.has(name));
    if (added.length === 0) return;
    for (const name of added) this.#globals.add(name);
    const word = wordOf(new Set(added));
    for (const file of this.#change.own) if (word.test(file.text)) this.#todo.add(file);
  }

  #declaredBy(file: ts.SourceFile): DeclaredNames | undefined {
    if (!this.#declared.has(file)) {
      const emitted = emitDeclarations(this.#change.after, file);
      this.#declared.set(file, emitted && listDeclaredNames(emitted));
    }
    return this.#declared.get(file);
  }

  #changedIn(file: ts.SourceFile, declared: DeclaredNames): Set<string> {
    const old = this.#change.before.getSourceFile(file.fileName);
    const certain = [...this.#change.certain].filter(([, files]) => files.has(file.fileName));
    const names = new Set(certain.map(([name]) => name));
    const seen = namesMadeOf(declared, names);
    // What is no more than declarations is made of nothing else.
    if (file.isDeclarationFile && old?.text === file.text) return new Set(seen);
    const emitted = old && emitDeclarations(this.#change.before, old);
    if (!old || !emitted) return new Set([ALL]);
    return new Set([
      ...differentNames(listDeclaredNames(emitted), declared),
      ...seen,
      ...differentKeys(privateMembers(old), privateMembers(file)),
    ]);
  }
}

/** What the files that are asked for are made of: what they import, and what declares for all. */
function leadingTo({ after, own, asked }: ProgramChange): ReadonlySet<ts.SourceFile> {
  const checker = after.getTypeChecker();
  const isFirst = (file: ts.SourceFile) => asked.has(file.fileName) || declaresForAll(file);
  const found = new Set(own.filter(isFirst));
  // What is added is gone through, too.
  for (const file of found) for (const one of importedFiles(checker, file)) found.add(one);
  return found;
}

function namesMadeOf({ statements }: DeclaredNames, names: ReadonlySet<string>): string[] {
  if (names.size === 0) return [];
  const made = statements.filter(({ words, members }) =>
    [...words, ...members].some((one) => names.has(one)),
  );
  return made.flatMap((one) => one.names);
}

function differentNames(before: DeclaredNames, after: DeclaredNames): string[] {
  const rest = (of: DeclaredNames) => JSON.stringify([of.exports, of.passedOn]);
  if (rest(before) !== rest(after)) return [ALL];
  const [old, now] = [textsByName(before), textsByName(after)];
  return [
    ...[...new Set([...old.keys(), ...now.keys()])].filter(
      (name) => !areSame(old.get(name) ?? [], now.get(name) ?? []),
    ),
    ...differentKeys(importsByName(before), importsByName(after)),
  ];
}

function differentKeys(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
}

/** Overloads, and what is merged, have one name. */
function textsByName({ statements }: DeclaredNames): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const { names, text } of statements) {
    for (const name of names) {
      const known = texts.get(name);
      if (known) known.push(text);
      else texts.set(name, [text]);
    }
  }
  return texts;
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => isSameDeclared(text, b[index] ?? ""));
}

/** An import is what it leads to. */
function importsByName({ imports }: DeclaredNames): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { local, specifier, name } of imports) {
    texts.set(local, `${texts.get(local) ?? ""}${specifier}\n${name}\n`);
  }
  return texts;
}
