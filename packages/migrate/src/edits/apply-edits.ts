/** Applies replacements to a text. What they do not name stays as it is, character for character. */
import type { TextEdit } from "./text-edit.ts";

/**
 * Insertions at one place keep the order in which they are given.
 *
 * @throws TypeError where two edits replace the same text, or one lies outside of it
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const edit of sortEdits(edits)) {
    if (edit.start < done || edit.end < edit.start || edit.end > text.length) {
      throw new TypeError(`edits overlap or lie outside of the text, at offset ${edit.start}`);
    }
    parts.push(text.slice(done, edit.start), edit.text);
    done = edit.end;
  }
  return parts.join("") + text.slice(done);
}

function sortEdits(edits: readonly TextEdit[]): TextEdit[] {
  // An insertion in front of a replacement comes before it.
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}
