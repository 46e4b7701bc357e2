/**
 * Parsed files that several loaders share: of a repository's commits most files are the same, and of
 * packages all. What a file is parsed to depends on its text and on how it is parsed, nothing else.
 */
import type ts from "typescript";

/** Keep it for as long as programs over the same folder are loaded. */
export class ParsedFiles {
  readonly #files = new Map<string, ts.SourceFile>();

  /**
   * @param key the file's name, with all of how it is parsed.
   * @param parse of exactly this text.
   */
  of(key: string, text: string, parse: () => ts.SourceFile): ts.SourceFile {
    const known = this.#files.get(key);
    if (known?.text === text) return known;
    const file = parse();
    this.#files.set(key, file);
    return file;
  }
}
