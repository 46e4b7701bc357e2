/** Turns an offset in a text into the line and column that an editor shows. */
import type { Place } from "./place.ts";

export type Locator = (offset: number) => Place;

/**
 * @param file relative to the repository's root.
 * @param text the whole file. A byte order mark at its start takes no column.
 */
export function createLocator(file: string, text: string): Locator {
  const starts = [text.startsWith("\uFEFF") ? 1 : 0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  return (offset) => {
    let low = 0;
    for (let high = starts.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file, line: low + 1, column: Math.max(offset - (starts[low] ?? 0), 0) + 1 };
  };
}
