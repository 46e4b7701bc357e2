/** How a text is laid out: line ends and indentation. Offsets count UTF-16 code units. */

export type LineEnd = "\n" | "\r\n";

/** The one of the first line; what is added is written alike. */
export function findLineEnd(text: string): LineEnd {
  const first = text.indexOf("\n");
  return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}

/** Where the line of this offset begins. */
export function lineStartAt(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line of this offset ends, in front of its line end. */
export function lineEndAt(text: string, offset: number): number {
  const next = text.indexOf("\n", offset);
  if (next === -1) return text.length;
  return next > offset && text[next - 1] === "\r" ? next - 1 : next;
}

/** Where the line behind this offset begins; the text's length behind the last. */
export function nextLineStartAt(text: string, offset: number): number {
  const next = text.indexOf("\n", offset);
  return next === -1 ? text.length : next + 1;
}

/** The blanks that the line of this offset begins with. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStartAt(text, offset), offset))?.[0] ?? "";
}

/** Whether nothing but blanks stands between the line's beginning and this offset. */
export function beginsLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStartAt(text, offset), offset));
}
