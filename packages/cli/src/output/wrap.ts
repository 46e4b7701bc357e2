/** Sentences broken into lines of a terminal's width; words longer than a line stay whole. */
import { cellWidth } from "./table.ts";

/**
 * @param columns null: one line.
 * @param first what the first line begins with; the others are indented as far.
 */
export function wrapText(text: string, columns: number | null, first: string): string {
  const indent = " ".repeat(cellWidth(first));
  if (columns === null) return `${first}${text}\n`;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && cellWidth(indent) + cellWidth(longer) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map((each, index) => `${index === 0 ? first : indent}${each}\n`).join("");
}
