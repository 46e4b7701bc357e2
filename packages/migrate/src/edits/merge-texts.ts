/**
 * Merges two changes of one text: where they are apart by lines, else by words. Where both say
 * something else of the same words, the text as it is now stays, and what was not merged is told.
 */
import { diffLines, type LineChange, splitLines } from "./diff-lines.ts";

export interface MergedText {
  readonly text: string;
  /** Places that were left as `ours` has them; from 1, in `text`. */
  readonly unmerged: readonly { readonly line: number; readonly lines: number }[];
}

/** Words are compared only where few of them are in question: the time grows with their square. */
const MAX_WORDS = 6_000;
const WORDS = /\r?\n[ \t]*|[ \t]+|[\p{L}\p{N}_$]+|./gsu;

/** @param ours the text as it is now: what it alone changed stays. */
export function mergeTexts(base: string, ours: string, theirs: string): MergedText {
  if (ours === base) return { text: theirs, unmerged: [] };
  if (theirs === base || ours === theirs) return { text: ours, unmerged: [] };
  const unmerged: { line: number; lines: number }[] = [];
  let text = "";
  for (const part of splitParts(splitLines(base), splitLines(ours), splitLines(theirs))) {
    const settled = settle(part) ?? mergeWords(part);
    if (settled === null && part.ours !== "") {
      unmerged.push({ line: countLines(text) + 1, lines: Math.max(countLines(part.ours), 1) });
    }
    text += settled ?? part.ours;
  }
  return { text, unmerged };
}

/** A stretch of the base with what either side made of it. */
interface Part {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

interface Change extends LineChange {
  readonly side: "ours" | "theirs";
}

/** Changes that overlap or touch are one part; between them all three are the same. */
function splitParts(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  touches: (a: Change, b: Change) => boolean = isTouching,
): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const group of groupChanges(base, ours, theirs, touches)) {
    const start = Math.min(...group.map(({ aStart }) => aStart));
    const end = Math.max(...group.map(({ aEnd }) => aEnd));
    parts.push(unchanged(base.slice(done, start)));
    parts.push({
      base: base.slice(start, end).join(""),
      ours: apply(base, ours, group, "ours", start, end),
      theirs: apply(base, theirs, group, "theirs", start, end),
    });
    done = end;
  }
  return [...parts, unchanged(base.slice(done))];
}

function groupChanges(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  touches: (a: Change, b: Change) => boolean,
): Change[][] {
  const of = (list: readonly string[], side: Change["side"]) =>
    diffLines(base, list).map((change): Change => ({ ...change, side }));
  const all = [...of(ours, "ours"), ...of(theirs, "theirs")].sort(
    (a, b) => a.aStart - b.aStart || a.aEnd - b.aEnd,
  );
  const groups: Change[][] = [];
  for (const change of all) {
    const group = groups.at(-1);
    if (group?.some((other) => touches(other, change))) group.push(change);
    else groups.push([change]);
  }
  return groups;
}

const isTouching = (a: Change, b: Change) => a.side === b.side || b.aStart <= a.aEnd;

/** One side's text of `base[start, end)`. */
function apply(
  base: readonly string[],
  list: readonly string[],
  group: readonly Change[],
  side: Change["side"],
  start: number,
  end: number,
): string {
  let text = "";
  let done = start;
  for (const change of group.filter((each) => each.side === side)) {
    text += base.slice(done, change.aStart).join("");
    text += list.slice(change.bStart, change.bEnd).join("");
    done = change.aEnd;
  }
  return text + base.slice(done, end).join("");
}

function unchanged(lines: readonly string[]): Part {
  const text = lines.join("");
  return { base: text, ours: text, theirs: text };
}

/** undefined where both sides changed it, and differently. */
function settle({ base, ours, theirs }: Part): string | null {
  if (ours === theirs || theirs === base) return ours;
  if (ours === base) return theirs;
  // What somebody deleted is not brought back to be changed.
  return ours.trim() === "" ? ours : null;
}

/** null where both changed the same words. */
function mergeWords(part: Part): string | null {
  const base = splitWords(part.base);
  const ours = splitWords(part.ours);
  const theirs = splitWords(part.theirs);
  if (Math.max(base.length, ours.length, theirs.length) > MAX_WORDS) return null;
  let text = "";
  for (const piece of splitParts(base, ours, theirs, isOverlapping)) {
    const settled = settle(piece);
    if (settled === null) return null;
    text += settled;
  }
  return text;
}

function splitWords(text: string): readonly string[] {
  return text.match(WORDS) ?? [];
}

/** Words that stand side by side can be changed by either side; two insertions have no order. */
function isOverlapping(a: Change, b: Change): boolean {
  if (a.side === b.side) return false;
  const isInsertion = (change: Change) => change.aStart === change.aEnd;
  if (isInsertion(a) && isInsertion(b)) return a.aStart === b.aStart;
  return b.aStart < a.aEnd;
}

function countLines(text: string): number {
  return text.split("\n").length - 1;
}
