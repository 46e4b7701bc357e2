/**
 * Takes Lunakey's changes of a file back and keeps people's, in two ways. Forward: what people changed
 * after each of Lunakey's changes is merged into the text as it was before the first. Backward, where
 * the history is no line: Lunakey's changes are merged out of the text of now, the newest first.
 */
import { mergeTexts } from "../edits/merge-texts.ts";

/** One file in one commit that Lunakey changed something in; null: the file was not there. */
export interface FileStep {
  readonly before: string | null;
  /** As Lunakey left it: the same as `before` where it did nothing to this file. */
  readonly moved: string | null;
  /** As the commit has it, with what people did in it. */
  readonly after: string | null;
}

export interface FileHistory {
  /** Where the file is now, relative to the root. */
  readonly path: string;
  /** Before Lunakey's first change. */
  readonly first: string | null;
  /** The oldest first. */
  readonly steps: readonly FileStep[];
}

export interface TakenBack {
  /** null: no file. */
  readonly text: string | null;
  /** False where something could not be told apart, and stays as it is now. */
  readonly isClean: boolean;
}

/** @param current what the file holds now. */
export function takeBackForward({ first, steps }: FileHistory, current: string | null): TakenBack {
  let state: TakenBack = { text: first, isClean: true };
  let last = first;
  for (const { before, moved, after } of steps) {
    state = carry(state, last, before);
    state = carry(state, moved, after);
    last = after;
  }
  return carry(state, last, current);
}

/** What people made of `from` is made of the text without Lunakey too. */
function carry({ text, isClean }: TakenBack, from: string | null, to: string | null): TakenBack {
  if (from === to) return { text, isClean };
  if (from === null || to === null) return { text: to, isClean };
  // Lunakey made the file; what people then changed in it has nowhere to go.
  if (text === null) return { text: null, isClean: false };
  const { text: merged, unmerged } = mergeTexts(from, to, text);
  return { text: merged, isClean: isClean && unmerged.length === 0 };
}

/** @param current what the file holds now. */
export function takeBackBackward({ steps }: FileHistory, current: string | null): TakenBack {
  let state: TakenBack = { text: current, isClean: true };
  for (const { before, moved } of [...steps].reverse()) state = mergeOut(state, moved, before);
  return state;
}

function mergeOut(state: TakenBack, moved: string | null, before: string | null): TakenBack {
  const { text, isClean } = state;
  // What somebody deleted stays deleted.
  if (text === null || before === moved) return state;
  if (text === moved) return { text: before, isClean };
  if (before === null || moved === null) return { text, isClean: false };
  const { text: merged, unmerged } = mergeTexts(moved, text, before);
  return { text: merged, isClean: isClean && unmerged.length === 0 };
}
