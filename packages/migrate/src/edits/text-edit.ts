/**
 * What a plan says about one file. Plans are data: whoever made them writes nothing, so that a diff,
 * a proof and a dry run look at the very text that is written afterwards.
 */

/** One replacement in a text. Offsets count UTF-16 code units of the text before any edit. */
export interface TextEdit {
  readonly start: number;
  /** Exclusive. Equal to `start` where the edit only inserts. */
  readonly end: number;
  readonly text: string;
}

/** One file, before and after. Texts hold every character of the file, a byte order mark too. */
export interface FileChange {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  /** null: the file is made. */
  readonly before: string | null;
  /** null: the file is removed. */
  readonly after: string | null;
}
