import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMPTY_LINE, feedHiddenLine, type HiddenLine } from "../../src/terminal/hidden-line.ts";

const MAX = 100;

function feed(...chunks: string[]): HiddenLine {
  return chunks.reduce(
    (line, chunk) => feedHiddenLine(line, new TextEncoder().encode(chunk), MAX),
    EMPTY_LINE,
  );
}

function read(...chunks: string[]): string {
  const { outcome, bytes } = feed(...chunks);
  return `${outcome}:${new TextDecoder().decode(Uint8Array.from(bytes))}`;
}

describe("feedHiddenLine", () => {
  it.each([
    [["abc\r"], "done:abc"],
    [["a", "b", "\n"], "done:ab"],
    [["abc"], "typing:abc"],
    [[" a b \r"], "done: a b "],
    [["a\tb\r"], "done:a\tb"],
    [["abx\u007f\r"], "done:ab"],
    [["aé\u007f\r"], "done:a"],
    [["\u007f\r"], "done:"],
    [["wrong\u0015right\r"], "done:right"],
    [["a\u001b[Db\u001bOC\r"], "done:ab"],
    [["a\u0001b\r"], "done:ab"],
    [["abc\u0003"], "cancelled:abc"],
    [["\u0004"], "cancelled:"],
    [["abc\u0004"], "done:abc"],
    [["\u001b[200~abc\u001b[201~", "\r"], "done:abc"],
    [["\u001b[200~abc\r\u001b[201~"], "done:abc"],
    [["\u001b[20", "0~abc\u001b[2", "01~\r"], "done:abc"],
    [["\u001b[200~abc\rdef\r"], "several_lines:abc"],
    [["\u001b[200~abc\rdef\u001b[201~"], "several_lines:abc"],
    [["abc\rdef\r"], "several_lines:abc"],
    [["x".repeat(MAX), "\r"], `done:${"x".repeat(MAX)}`],
    [["x".repeat(MAX + 1)], `too_long:${"x".repeat(MAX + 1)}`],
  ])("reads %j", (chunks, expected) => {
    expect(read(...chunks)).toBe(expected);
  });

  it("reads the same however the terminal cuts what is typed", () => {
    const typed = fc.string({ unit: "grapheme", maxLength: 10 }).filter((v) => !/\p{Cc}/u.test(v));
    fc.assert(
      fc.property(typed, (text) => {
        const bytes = new TextEncoder().encode(`${text}\r`);
        let line = EMPTY_LINE;
        for (const byte of bytes) line = feedHiddenLine(line, Uint8Array.of(byte), MAX);
        expect(line).toEqual(feedHiddenLine(EMPTY_LINE, bytes, MAX));
        expect(new TextDecoder().decode(Uint8Array.from(line.bytes))).toBe(text);
      }),
    );
  });
});
