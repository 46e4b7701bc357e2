/** Tables for people: columns as wide as their content, cut with an ellipsis where it is too much. */
import type { View } from "../command-spec.ts";
import { speak } from "../language/phrase.ts";
import { paint, plainText, type StyleName } from "./style.ts";

const GAP = "  ";
/** A column is never cut below this many characters. */
const NARROWEST = 6;

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
  const widths = fit(
    heads.map((heading, column) =>
      Math.max(cellWidth(heading), ...cells.map((row) => cellWidth(row[column] ?? ""))),
    ),
    view.columns,
  );
  const head = paint("bold", renderRow(heads, widths), view.colour);
  const body = cells.map((row, index) =>
    renderRow(row, widths, (text, column) => {
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

function fit(wanted: readonly number[], columns: number | null): number[] {
  const widths = [...wanted];
  if (columns === null) return widths;
  const room = columns - GAP.length * (widths.length - 1);
  while (sum(widths) > room) {
    const widest = widths.indexOf(Math.max(...widths));
    const width = widths[widest] ?? 0;
    if (width <= NARROWEST) break;
    widths[widest] = width - 1;
  }
  return widths;
}

function renderRow(
  row: readonly string[],
  widths: readonly number[],
  style: (text: string, column: number) => string = (text) => text,
): string {
  const last = row.findLastIndex((text) => text !== "");
  const padded = row.slice(0, last + 1).map((text, column) => {
    const width = widths[column] ?? 0;
    const cut = cutTo(text, width);
    // Nothing after the last cell, so that no line ends with spaces.
    const rest = column === last ? 0 : width - cellWidth(cut);
    return style(cut, column) + " ".repeat(Math.max(0, rest));
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
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
