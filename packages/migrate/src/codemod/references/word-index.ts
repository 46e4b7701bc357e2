/**
 * Which files have a word in their text: one pass over all of them, where a search for each name
 * would go through every text again. What it says is a superset; the tree decides.
 */
import type ts from "typescript";

/** A name as nearly all are; others are searched for. */
const WORD = /[A-Za-z_$][\w$]*/g;
const IS_WORD = /^[A-Za-z_$][\w$]*$/;

/** Programs that come one after the other share most of their files. */
const KNOWN = new WeakMap<ts.SourceFile, readonly string[]>();

export class WordIndex {
  readonly #files: readonly ts.SourceFile[];
  #byWord: ReadonlyMap<string, readonly ts.SourceFile[]> | undefined;

  constructor(files: readonly ts.SourceFile[]) {
    this.#files = files;
  }

  /** @param name also a private one, with its `#`. */
  filesWith(name: string): readonly ts.SourceFile[] {
    const word = name.startsWith("#") ? name.slice(1) : name;
    if (!IS_WORD.test(word)) return this.#files.filter(({ text }) => text.includes(name));
    this.#byWord ??= indexWords(this.#files);
    return this.#byWord.get(word) ?? [];
  }
}

function indexWords(files: readonly ts.SourceFile[]): Map<string, ts.SourceFile[]> {
  const byWord = new Map<string, ts.SourceFile[]>();
  for (const file of files) {
    for (const word of wordsOf(file)) {
      const list = byWord.get(word);
      if (list) list.push(file);
      else byWord.set(word, [file]);
    }
  }
  return byWord;
}

function wordsOf(file: ts.SourceFile): readonly string[] {
  const known = KNOWN.get(file) ?? [...new Set(file.text.match(WORD))];
  KNOWN.set(file, known);
  return known;
}
