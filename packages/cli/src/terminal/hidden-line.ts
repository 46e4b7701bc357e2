/**
 * What a person types at a hidden prompt, byte by byte: a pure state machine, so that the terminal
 * is only an adapter. One line is read. A paste of several is refused as a whole, since its rest
 * would otherwise land in the shell.
 */

const ENTER = [0x0a, 0x0d];
const INTERRUPT = 0x03;
const END_OF_INPUT = 0x04;
const BACKSPACE = [0x08, 0x7f];
const ESCAPE = 0x1b;
const ERASE_LINE = 0x15;

/** Asks the terminal to mark pastes (xterm's bracketed paste mode), and to stop doing so. */
export const PASTE_MARKS = { ON: "\u001b[?2004h", OFF: "\u001b[?2004l" } as const;
const PASTE_BEGIN = "[200~";
const PASTE_END = "[201~";

export type HiddenOutcome = "typing" | "done" | "cancelled" | "several_lines" | "too_long";

export interface HiddenLine {
  readonly outcome: HiddenOutcome;
  /** What was typed so far; UTF-8. */
  readonly bytes: readonly number[];
  /** An escape sequence that has begun, without its first byte; null outside of one. */
  readonly sequence: string | null;
  readonly inPaste: boolean;
  /** Was Enter seen? Within a paste the line ends where the paste does. */
  readonly ended: boolean;
}

export const EMPTY_LINE: HiddenLine = {
  outcome: "typing",
  bytes: [],
  sequence: null,
  inPaste: false,
  ended: false,
};

/**
 * @param chunk what the terminal sent at once.
 * @param maxBytes a longer line is refused.
 */
export function feedHiddenLine(line: HiddenLine, chunk: Uint8Array, maxBytes: number): HiddenLine {
  let next = line;
  for (const byte of chunk) {
    if (next.outcome === "cancelled") return next;
    next = feedByte(next, byte);
  }
  if (next.outcome !== "typing" || next.inPaste) return next;
  if (next.bytes.length > maxBytes) return { ...next, outcome: "too_long" };
  return next.ended ? { ...next, outcome: "done" } : next;
}

function feedByte(line: HiddenLine, byte: number): HiddenLine {
  if (line.sequence !== null) return feedEscape(line, byte);
  if (byte === ESCAPE) return { ...line, sequence: "" };
  if (ENTER.includes(byte)) return { ...line, ended: true };
  if (byte === INTERRUPT) return { ...line, outcome: "cancelled" };
  if (line.inPaste) return append(line, byte);
  if (byte === END_OF_INPUT) {
    return line.bytes.length === 0 ? { ...line, outcome: "cancelled" } : { ...line, ended: true };
  }
  if (BACKSPACE.includes(byte)) return { ...line, bytes: withoutLast(line.bytes) };
  if (byte === ERASE_LINE) return { ...line, bytes: [] };
  return append(line, byte);
}

function append(line: HiddenLine, byte: number): HiddenLine {
  if (line.ended) return { ...line, outcome: "several_lines" };
  // Other control characters are keys such as Ctrl-A; nobody means them as part of a key.
  if (byte < 0x20 && byte !== 0x09) return line;
  return { ...line, bytes: [...line.bytes, byte] };
}

/** Arrow keys and the like are ignored; the marks of a paste are followed. */
function feedEscape(line: HiddenLine, byte: number): HiddenLine {
  const sequence = line.sequence + String.fromCharCode(byte);
  const isSequence = sequence.startsWith("[") || sequence.startsWith("O");
  const isOver = !isSequence || (sequence.length > 1 && byte >= 0x40 && byte <= 0x7e);
  if (!isOver) return { ...line, sequence };
  if (sequence === PASTE_BEGIN) return { ...line, sequence: null, inPaste: true };
  if (sequence === PASTE_END) return { ...line, sequence: null, inPaste: false };
  return { ...line, sequence: null };
}

/** Without the last character, which is one to four bytes. */
function withoutLast(bytes: readonly number[]): readonly number[] {
  let end = bytes.length - 1;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.slice(0, Math.max(end, 0));
}
