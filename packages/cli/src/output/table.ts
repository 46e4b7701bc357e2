/**
 * Tables for people: columns as wide as their content. Where that is too much, columns that say nothing
 * are left out, then cells are cut with an ellipsis; names and times last, since half of one is none.
 */
import type { View } from "../command-spec.ts";
import { speak } from "../language/phrase.ts";
import { paint, plainText, type StyleName } from "./style.ts";

const GAP = "  ";
/** A column is never cut below this many characters. */
const NARROWEST = 6;

const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d/;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Characters that take two cells: East Asian wide forms and emoji (Unicode TR 11, simplified). */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/**
 * @param rows each as long as `headings`. An empty table is its headings' absence: "".
 * @param styleOf how to paint a cell, by its place among `rows`; null leaves it as it is.
 */
export function renderTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  view: View,
  styleOf: (row: number, column: number) => StyleName | null = () => null,
): string {
  if (rows.length === 0) return "";
  const heads = headings.map((heading) => speak(view.language, heading));
  const cells = rows.map((row) => row.map(plainText));
  const shown = chooseColumns(heads, cells, view.columns);
  const head = paint("bold", renderRow(heads, shown), view.colour);
  const body = cells.map((row, index) =>
    renderRow(row, shown, (text, column) => {
      const style = styleOf(index, column);
      return style === null ? text : paint(style, text, view.colour);
    }),
  );
  return [head, ...body].join("\n").concat("\n");
}

/** Cells of a terminal that a text takes. */
export function cellWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

interface Column {
  /** Its place among the headings. */
  readonly index: number;
  width: number;
  /** What it is about, or when: what the next command is typed with is not cut before all else is. */
  readonly isKey: boolean;
  /** No row has anything in it. */
  readonly isEmpty: boolean;
}

function chooseColumns(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number | null,
): readonly Column[] {
  const all = heads.map((heading, index): Column => {
    const texts = rows.map((row) => row[index] ?? "");
    return {
      index,
      width: Math.max(cellWidth(heading), ...texts.map(cellWidth)),
      isKey: index === 0 || texts.some((text) => MOMENT.test(text)),
      isEmpty: texts.every((text) => text === "" || text === "-"),
    };
  });
  if (columns === null || lineWidth(all) <= columns) return all;
  const shown = all.filter(({ index, isEmpty }) => index === 0 || !isEmpty);
  narrow(shown, ({ isKey }) => !isKey, columns);
  narrow(shown, () => true, columns);
  return shown;
}

/** Takes from the widest that may be cut, until the line fits or nothing is left to take. */
function narrow(shown: readonly Column[], mayCut: (column: Column) => boolean, columns: number) {
  while (lineWidth(shown) > columns) {
    const wide = shown.filter((column) => mayCut(column) && column.width > NARROWEST);
    const widest = wide.toSorted((one, other) => other.width - one.width)[0];
    if (widest === undefined) return;
    widest.width -= 1;
  }
}

function lineWidth(shown: readonly Column[]): number {
  const gaps = GAP.length * (shown.length - 1);
  return shown.reduce((total, { width }) => total + width, gaps);
}

function renderRow(
  row: readonly string[],
  shown: readonly Column[],
  style: (text: string, column: number) => string = (text) => text,
): string {
  const last = shown.findLastIndex(({ index }) => row[index] !== "");
  const padded = shown.slice(0, last + 1).map(({ index, width }, place) => {
    const cut = cutTo(row[index] ?? "", width);
    // Nothing after the last cell, so that no line ends with spaces.
    const rest = place === last ? 0 : width - cellWidth(cut);
    return style(cut, index) + " ".repeat(Math.max(0, rest));
  });
  return padded.join(GAP);
}

function cutTo(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  let cut = "";
  for (const { segment } of graphemes.segment(text)) {
    if (cellWidth(cut + segment) > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}

/** Lines of `label  value`, the labels in one column. */
export function renderFields(fields: readonly (readonly [string, string])[], view: View): string {
  const said = fields.map(([label, value]) => [speak(view.language, label), value] as const);
  const width = Math.max(...said.map(([label]) => cellWidth(label)));
  return said
    .map(
      ([label, value]) =>
        `${paint("dim", label.padEnd(width), view.colour)}${GAP}${plainText(value)}\n`,
    )
    .join("");
}
