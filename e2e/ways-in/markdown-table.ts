/** Tables of a document, for tests that try what it says. */

/** Cells by the head of their column, without backticks around the whole cell. */
export type Row = Readonly<Record<string, string>>;

/** @param text of the whole document. @throws Error where no table has exactly this head. */
export function parseTable(text: string, head: readonly string[]): Row[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => String(splitRow(line)) === String(head));
  if (start < 0) throw new Error(`no table with the columns ${head.join(", ")}`);
  const rows: Row[] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith("|")) break;
    const cells = splitRow(line);
    if (cells.length !== head.length) throw new Error(`a row has ${cells.length} cells: ${line}`);
    rows.push(Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ""])));
  }
  return rows;
}

function splitRow(line: string): string[] {
  const inner = line.trim().replace(/^\||\|$/g, "");
  // A bar within a cell is written as \|.
  return inner.split(/(?<!\\)\|/).map((cell) =>
    cell
      .trim()
      .replace(/^`([^`]*)`$/, "$1")
      .replaceAll("\\|", "|"),
  );
}
