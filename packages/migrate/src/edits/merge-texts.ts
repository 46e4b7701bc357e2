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
    const settled = settle(part) ?? joinLines(part) ?? mergeWithin(part);
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

/** Changes that overlap are one part; between them all three are the same. */
function splitParts(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const group of groupChanges(base, ours, theirs)) {
    const start = Math.min(...group.map(({ aStart }) => aStart));
    const end = Math.max(...group.map(({ aEnd }) => aEnd));
    parts.push(unchanged(base.slice(done, start)));
    const of = (side: Change["side"]) => group.filter((change) => change.side === side);
    parts.push({
      base: base.slice(start, end).join(""),
      ours: applyChanges(base, ours, of("ours"), start, end),
      theirs: applyChanges(base, theirs, of("theirs"), start, end),
    });
    done = end;
  }
  return [...parts, unchanged(base.slice(done))];
}

function groupChanges(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): Change[][] {
  const of = (list: readonly string[], side: Change["side"]) =>
    diffLines(base, list).map((change): Change => ({ ...change, side }));
  const all = [...of(ours, "ours"), ...of(theirs, "theirs")].sort(
    (a, b) => a.aStart - b.aStart || a.aEnd - b.aEnd,
  );
  const groups: Change[][] = [];
  for (const change of all) {
    const group = groups.at(-1);
    if (group?.some((other) => isOverlapping(other, change))) group.push(change);
    else groups.push([change]);
  }
  return groups;
}

/** What changes make of `base[start, end)`; `list` has their new text. */
function applyChanges(
  base: readonly string[],
  list: readonly string[],
  changes: readonly LineChange[],
  start: number,
  end: number,
): string {
  let text = "";
  let done = start;
  for (const { aStart, aEnd, bStart, bEnd } of changes) {
    text += base.slice(done, aStart).join("") + list.slice(bStart, bEnd).join("");
    done = aEnd;
  }
  return text + base.slice(done, end).join("");
}

function unchanged(lines: readonly string[]): Part {
  const text = lines.join("");
  return { base: text, ours: text, theirs: text };
}

/** null where both sides changed it, and differently. */
function settle({ base, ours, theirs }: Part): string | null {
  if (ours === theirs || theirs === base) return ours;
  if (ours === base) return theirs;
  // What somebody deleted is not brought back to be changed.
  return ours.trim() === "" ? ours : null;
}

/** Lines that both put at one place: those of `theirs` stood there first. */
function joinLines({ base, ours, theirs }: Part): string | null {
  if (base !== "") return null;
  return theirs.endsWith("\n") ? theirs + ours : `${theirs}\n${ours}`;
}

/** Whole lines that `ours` put in are set aside: between words they could tear a line apart. */
function mergeWithin(part: Part): string | null {
  const base = splitLines(part.base);
  const ours = splitLines(part.ours);
  const changes = diffLines(base, ours);
  const isPutIn = ({ aStart, aEnd }: LineChange) => aStart === aEnd;
  const putIn = changes.filter(isPutIn);
  if (putIn.length === 0) return mergeWords(part);
  const others = changes.filter((change) => !isPutIn(change));
  const rest = { ...part, ours: applyChanges(base, ours, others, 0, base.length) };
  const merged = settle(rest) ?? mergeWords(rest);
  return merged === null ? null : putLines(base, ours, putIn, merged);
}

/** @param putIn lines of `ours`, by the line of `base` that they stand above. */
function putLines(
  base: readonly string[],
  ours: readonly string[],
  putIn: readonly LineChange[],
  merged: string,
): string {
  const places = imagesOf(base, merged);
  let text = "";
  let done = 0;
  for (const { aStart, bStart, bEnd } of putIn) {
    const at = places.slice(aStart).find((place) => place !== null) ?? merged.length;
    const before = merged.slice(done, Math.max(at, done));
    const end = text + before === "" || before.endsWith("\n") || before === "" ? "" : "\n";
    text += before + end + ours.slice(bStart, bEnd).join("");
    done = Math.max(at, done);
  }
  return text + merged.slice(done);
}

/** For each line of the base, where in `merged` the line begins that has the first of its words. */
function imagesOf(base: readonly string[], merged: string): (number | null)[] {
  const words = splitWords(base.join(""));
  const offsets = keptOffsets(words, splitWords(merged));
  const images: (number | null)[] = base.map(() => null);
  let line = 0;
  for (const [index, word] of words.entries()) {
    const at = offsets.get(index);
    if (at !== undefined && /\S/.test(word)) images[line] ??= merged.lastIndexOf("\n", at) + 1;
    if (word.includes("\n")) line += 1;
  }
  return images;
}

/** Where the words that both have stand in the second, by their index in the first. */
function keptOffsets(from: readonly string[], to: readonly string[]): ReadonlyMap<number, number> {
  const starts = [0];
  for (const word of to) starts.push((starts.at(-1) ?? 0) + word.length);
  const end: LineChange = { aStart: from.length, aEnd: 0, bStart: to.length, bEnd: 0 };
  const offsets = new Map<number, number>();
  let [a, b] = [0, 0];
  for (const change of [...diffLines(from, to), end]) {
    for (; a < change.aStart; a += 1, b += 1) offsets.set(a, starts[b] ?? 0);
    a = change.aEnd;
    b = change.bEnd;
  }
  return offsets;
}

/** null where both changed the same words. */
function mergeWords(part: Part): string | null {
  const base = splitWords(part.base);
  const ours = splitWords(part.ours);
  const theirs = splitWords(part.theirs);
  if (Math.max(base.length, ours.length, theirs.length) > MAX_WORDS) return null;
  let text = "";
  for (const piece of splitParts(base, ours, theirs)) {
    const settled = settle(piece);
    if (settled === null) return null;
    text += settled;
  }
  return text;
}

function splitWords(text: string): readonly string[] {
  return text.match(WORDS) ?? [];
}

/** What stands side by side can be changed by either side; two insertions have no order. */
function isOverlapping(a: Change, b: Change): boolean {
  if (a.side === b.side) return false;
  const isInsertion = (change: Change) => change.aStart === change.aEnd;
  if (isInsertion(a) && isInsertion(b)) return a.aStart === b.aStart;
  return b.aStart < a.aEnd;
}

function countLines(text: string): number {
  return text.split("\n").length - 1;
}
