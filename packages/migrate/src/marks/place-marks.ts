/**
 * Marks over what a migration left, in the texts as it leaves them. A mark whose read has moved since is
 * taken out by every run, asked for marks or not; the others are nobody's business but people's.
 */
import ts from "typescript";
import { isLeftRead } from "../codemod/left-read.ts";
import type { GaveUp } from "../codemod/migration-plan.ts";
import type { RepositoryPlan } from "../codemod/plan-repository-migration.ts";
import { diffLines, splitLines } from "../edits/diff-lines.ts";
import type { FileChange } from "../edits/text-edit.ts";
import { type DiskReader, readTextIfThere } from "../repository/disk.ts";
import { ANY_NAME, markOf } from "./mark.ts";
import { type Anchor, anchorAt, isStillRead, listMarked } from "./mark-anchor.ts";

/** What marks are put in: the compiler reads no other file. */
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** @param reasonOf words for a mark; null: no mark is added. */
export function placeMarks(
  disk: DiskReader,
  { workers, changes }: RepositoryPlan,
  reasonOf: ((left: GaveUp) => string) | null,
): FileChange[] {
  const left = Map.groupBy(
    workers.flatMap(({ plan }) => plan.gaveUp).filter(isToDo),
    ({ place }) => place.file,
  );
  const byPath = new Map(changes.map((change) => [change.path, change]));
  for (const path of reasonOf === null ? [] : left.keys()) {
    const text = byPath.has(path) ? null : readTextIfThere(disk, path);
    if (text !== null) byPath.set(path, { path, before: text, after: text });
  }
  return [...byPath.values()]
    .map((change) => markChange(change, left.get(change.path) ?? [], reasonOf))
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Reads: what is written to or excepted is left for good, and of a whole environment nothing has to be done. */
function isToDo(left: GaveUp): boolean {
  if (left.code === "excepted") return false;
  const isRead = isLeftRead(left) || left.code === "dynamic-key";
  return SOURCE.test(left.place.file) && isRead;
}

function markChange(
  change: FileChange,
  left: readonly GaveUp[],
  reasonOf: ((left: GaveUp) => string) | null,
): FileChange {
  const { path, before, after } = change;
  if (before === null || after === null || !SOURCE.test(path)) return change;
  const file = ts.createSourceFile(path, after, ts.ScriptTarget.Latest, true);
  const edits: Edits = new Map(staleMarks(file).map(({ pos, end }) => [pos, { end, text: "" }]));
  for (const one of reasonOf === null ? [] : left) {
    const anchor = anchorAt(file, positionAfter({ before, after }, one, file));
    if (anchor) addMark(edits, { file, anchor }, one.names, reasonOf?.(one) ?? "");
  }
  return { path, before, after: edited(after, edits) };
}

/** What stands where something begins that goes as far as `end`. */
type Edits = Map<number, { readonly end: number; readonly text: string }>;

function addMark(
  edits: Edits,
  { file, anchor }: { readonly file: ts.SourceFile; readonly anchor: Anchor },
  names: readonly string[],
  reason: string,
): void {
  const subject = names.length > 0 ? names.join(", ") : ANY_NAME;
  const { start, indentation, marks } = anchor;
  const isThere = marks.some((mark) => mark.subject === subject);
  const known = edits.get(start) ?? { end: start, text: "" };
  if (isThere || known.text.includes(markOf(subject, "")) || !isStillRead(anchor, subject)) return;
  const eol = file.text.includes("\r\n") ? "\r\n" : "\n";
  const line = `${indentation}${markOf(subject, reason)}${eol}`;
  edits.set(start, { ...known, text: known.text + line });
}

function staleMarks(file: ts.SourceFile): Anchor["marks"] {
  return listMarked(file).flatMap((anchor) =>
    anchor.marks.filter(({ subject }) => !isStillRead(anchor, subject)),
  );
}

/** Where a place of the text before is in the text after: in its line, or in what became of it. */
function positionAfter(
  { before, after }: { readonly before: string; readonly after: string },
  { place, names }: GaveUp,
  file: ts.SourceFile,
): number {
  const [old, now] = [splitLines(before), splitLines(after)];
  const from = place.line - 1;
  let to = from;
  let last = from;
  for (const { aStart, aEnd, bStart, bEnd } of diffLines(old, now)) {
    if (aStart > from) break;
    if (from < aEnd) {
      [to, last] = [bStart, Math.max(bStart, bEnd - 1)];
      break;
    }
    to = last = from + bEnd - aEnd;
  }
  const mentions = (line: string) => names.some((name) => line.includes(name));
  const within = now.slice(to, last + 1).findIndex(mentions);
  const line = Math.min(to + Math.max(within, 0), now.length - 1);
  const text = now[line] ?? "";
  const column = text === old[from] ? place.column - 1 : Math.max(text.search(/\S/), 0);
  return file.getPositionOfLineAndCharacter(line, Math.min(column, text.trimEnd().length));
}

function edited(text: string, edits: Edits): string {
  let result = text;
  for (const [start, edit] of [...edits].sort(([a], [b]) => b - a)) {
    result = result.slice(0, start) + edit.text + result.slice(edit.end);
  }
  return result;
}
