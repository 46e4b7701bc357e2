/** A plan as a diff that people read and `git apply` understands. */
import { diffLines, type LineChange, splitLines } from "./diff-lines.ts";
import type { FileChange } from "./text-edit.ts";

export interface UnifiedDiffOptions {
  /** Unchanged lines around each change. Default: 3. */
  readonly contextLines?: number;
  /** What is shown of an unchanged line; for files whose other lines may hold a secret. */
  readonly renderContext?: (line: string, lineNumber: number) => string;
  /** What is shown of a line that is taken away or added: it may hold more than the change. */
  readonly renderChanged?: (line: string) => string;
}

const asItIs = (line: string) => line;

/** Empty where the change changes nothing. */
export function renderUnifiedDiff(change: FileChange, options: UnifiedDiffOptions = {}): string {
  const { contextLines = 3, renderContext = asItIs, renderChanged = asItIs } = options;
  if (change.before === change.after) return "";
  const a = splitLines(change.before ?? "");
  const b = splitLines(change.after ?? "");
  const hunks = groupChanges(diffLines(a, b), contextLines).map((group) =>
    renderHunk(a, b, group, { contextLines, renderContext, renderChanged }),
  );
  return [...renderHeader(change, hunks.length > 0), ...hunks.flat()].join("");
}

function renderHeader({ path, before, after }: FileChange, hasHunks: boolean): string[] {
  const from = before === null ? "/dev/null" : `a/${path}`;
  const to = after === null ? "/dev/null" : `b/${path}`;
  return [
    `diff --git a/${path} b/${path}\n`,
    ...(before === null ? ["new file mode 100644\n"] : []),
    ...(after === null ? ["deleted file mode 100644\n"] : []),
    ...(hasHunks ? [`--- ${from}\n`, `+++ ${to}\n`] : []),
  ];
}

/** Changes whose context would touch are shown together. */
function groupChanges(changes: readonly LineChange[], contextLines: number): LineChange[][] {
  const groups: LineChange[][] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && change.aStart - last.aEnd <= 2 * contextLines) group.push(change);
    else groups.push([change]);
  }
  return groups;
}

function renderHunk(
  a: readonly string[],
  b: readonly string[],
  group: readonly LineChange[],
  { contextLines, renderContext, renderChanged }: Required<UnifiedDiffOptions>,
): string[] {
  const first = group[0] ?? { aStart: 0, aEnd: 0, bStart: 0, bEnd: 0 };
  const last = group.at(-1) ?? first;
  const aStart = Math.max(first.aStart - contextLines, 0);
  const aEnd = Math.min(last.aEnd + contextLines, a.length);
  const bStart = first.bStart - (first.aStart - aStart);
  const bEnd = last.bEnd + (aEnd - last.aEnd);
  const context = (start: number, end: number) =>
    a
      .slice(start, end)
      .map((line, index) => renderLine(" ", renderContext(line, start + index + 1)));
  const lines = group.flatMap((change, index) => [
    ...context(index === 0 ? aStart : (group[index - 1]?.aEnd ?? 0), change.aStart),
    ...a.slice(change.aStart, change.aEnd).map((line) => renderLine("-", renderChanged(line))),
    ...b.slice(change.bStart, change.bEnd).map((line) => renderLine("+", renderChanged(line))),
  ]);
  const range = `@@ -${renderRange(aStart, aEnd)} +${renderRange(bStart, bEnd)} @@\n`;
  return [range, ...lines, ...context(last.aEnd, aEnd)];
}

function renderRange(start: number, end: number): string {
  const count = end - start;
  const line = count === 0 ? start : start + 1;
  return count === 1 ? `${line}` : `${line},${count}`;
}

function renderLine(sign: string, line: string): string {
  return line.endsWith("\n") ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
}
