/** What a file of secrets holds, whichever its format. */
import { failure } from "../cli-error.ts";
import { asIs, phrase, type Sentence, type Wording } from "../language/phrase.ts";

export interface FileEntry {
  readonly name: string;
  readonly value: string;
  /** Line of the name, from 1. */
  readonly line: number;
}

/** Something that a person may not expect of the value; never the value itself. */
export interface FileNote {
  readonly name: string;
  readonly line: number;
  readonly text: Sentence;
}

export interface FileContent {
  readonly entries: readonly FileEntry[];
  readonly notes: readonly FileNote[];
}

/**
 * A fault of the file.
 *
 * @param file as the user named it.
 * @param line from 1; null where no line is to blame.
 */
export function fileFault(
  file: string | Wording,
  line: number | null,
  what: Sentence | Wording,
  hint?: Sentence,
) {
  const place = line === null ? file : phrase("{file}, line {line}", { file, line });
  return failure(
    "file_invalid",
    phrase("{place}: {what}.", { place, what: typeof what === "string" ? asIs(what) : what }),
    hint,
  );
}

/** The line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
