/**
 * Takes Lunakey's changes of several commits back, the newest first, each merged into what the files
 * are by then: what people changed before, between and afterwards stays.
 */
import { mergeTexts } from "../edits/merge-texts.ts";
import type { FileChange } from "../edits/text-edit.ts";

/** What Lunakey did in one commit, without what people did in it. */
export interface EjectStep {
  readonly commit: string;
  readonly changes: readonly FileChange[];
  /** Where files of that commit are now, where they were moved since. */
  readonly moved: ReadonlyMap<string, string>;
}

export interface TakenBack {
  /** By path: text, or null for no file. Only what is otherwise than now. */
  readonly texts: ReadonlyMap<string, string | null>;
  /** Files in which something could not be merged, and stays. */
  readonly unmerged: ReadonlySet<string>;
}

/** @param readCurrent what a file holds now; null where it is not there. */
export function takeBack(
  steps: readonly EjectStep[],
  readCurrent: (path: string) => string | null,
): TakenBack {
  const texts = new Map<string, string | null>();
  const unmerged = new Set<string>();
  const now = (path: string) => (texts.has(path) ? (texts.get(path) ?? null) : readCurrent(path));
  for (const { changes, moved } of steps) {
    for (const change of changes) {
      const path = moved.get(change.path) ?? change.path;
      const { text, isClean } = takeBackOne(change, now(path));
      texts.set(path, text);
      if (!isClean) unmerged.add(path);
    }
  }
  for (const [path, text] of texts) if (text === readCurrent(path)) texts.delete(path);
  return { texts, unmerged };
}

function takeBackOne(
  { before, after }: FileChange,
  current: string | null,
): { readonly text: string | null; readonly isClean: boolean } {
  // What somebody deleted stays deleted.
  if (current === null || before === after) return { text: current, isClean: true };
  if (current === after) return { text: before, isClean: true };
  if (before === null || after === null) return { text: current, isClean: false };
  const { text, unmerged } = mergeTexts(after, current, before);
  return { text, isClean: unmerged.length === 0 };
}
