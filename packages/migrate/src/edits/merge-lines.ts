/** Merges two changes of one text where they are apart, as git does; else gives up. */
import { diffLines, type LineChange, splitLines } from "./diff-lines.ts";

/** null where both sides changed the same lines, or lines next to each other, in different ways. */
export function mergeLines(base: string, ours: string, theirs: string): string | null {
  const lines = splitLines(base);
  const changes = [...changesOf(lines, ours), ...changesOf(lines, theirs)].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  );
  const merged: string[] = [];
  let done = 0;
  let previous: Change | undefined;
  for (const change of changes) {
    if (previous && isSame(previous, change)) continue;
    if (previous && change.start <= previous.end) return null;
    merged.push(...lines.slice(done, change.start), change.text);
    done = change.end;
    previous = change;
  }
  return [...merged, ...lines.slice(done)].join("");
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function changesOf(base: readonly string[], text: string): Change[] {
  const lines = splitLines(text);
  return diffLines(base, lines).map(({ aStart, aEnd, bStart, bEnd }: LineChange) => ({
    start: aStart,
    end: aEnd,
    text: lines.slice(bStart, bEnd).join(""),
  }));
}

function isSame(a: Change, b: Change): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}
