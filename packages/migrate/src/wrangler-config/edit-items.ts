/**
 * Adds to and takes from what is written between brackets, with commas: arrays, objects and inline
 * tables, of TOML and JSON alike. Comments, trailing commas and the way of breaking lines stay.
 */
import type { TextEdit } from "../edits/text-edit.ts";
import {
  beginsLine,
  findLineEnd,
  indentAt,
  lineEndAt,
  lineStartAt,
  nextLineStartAt,
} from "./line-layout.ts";

export interface ItemSpan {
  readonly start: number;
  /** Exclusive, without the comma. */
  readonly end: number;
}

export interface Container {
  /** Of the opening bracket. */
  readonly open: number;
  /** Behind the closing bracket. */
  readonly close: number;
  readonly items: readonly ItemSpan[];
  /** What a new item gets where there is none to go by; null: it stays on the line. */
  readonly emptyIndent: string | null;
  /** Between the brackets and a single item, for example a blank. */
  readonly padding: string;
}

/** @param indent of the new item's own line; null where it shares one. */
export type RenderItem = (indent: string | null) => string;

/** Behind the last item. */
export function insertItem(text: string, container: Container, render: RenderItem): TextEdit[] {
  const { open, items } = container;
  const last = items.at(-1);
  const first = items[0];
  if (!last || !first) return [insertFirst(text, container, render)];
  const comma = findComma(text, last.end, container.close);
  const isSpread = text.slice(open, first.start).includes("\n");
  if (!isSpread) {
    const item = render(null);
    return comma === null ? [insert(last.end, `, ${item}`)] : [insert(comma, ` ${item},`)];
  }
  const indent = indentAt(text, last.start);
  const line = findLineEnd(text) + indent + render(indent);
  const behind = comma ?? last.end;
  const at = findRemarkEnd(text, behind, container.close);
  return comma === null ? [insert(last.end, ","), insert(at, line)] : [insert(at, `${line},`)];
}

/** A remark at the end of the line is about the item that stands there. */
function findRemarkEnd(text: string, behind: number, close: number): number {
  const lineEnd = lineEndAt(text, behind);
  const rest = text.slice(behind, lineEnd);
  const isWithinRemark = rest.lastIndexOf("/*") > rest.lastIndexOf("*/");
  return lineEnd < close && !isWithinRemark ? lineEnd : behind;
}

function insertFirst(text: string, container: Container, render: RenderItem): TextEdit {
  const { open, close, emptyIndent, padding } = container;
  const inner = text.slice(open + 1, close - 1);
  const lineEnd = findLineEnd(text);
  if (emptyIndent !== null) {
    const item = lineEnd + emptyIndent + render(emptyIndent);
    if (inner.trim() !== "") return insert(open + 1, item);
    const rest = lineEnd + indentAt(text, open);
    return { start: open + 1, end: close - 1, text: item + rest };
  }
  // A remark between the brackets ends with its line, so that what comes first is safe.
  const indent = `${indentAt(text, open)}  `;
  if (inner.trim() !== "") return insert(open + 1, `${lineEnd}${indent}${render(null)},`);
  return { start: open + 1, end: close - 1, text: padding + render(null) + padding };
}

/** Takes an item out, with one comma, and with its line where it has one to itself. */
export function removeItem(text: string, container: Container, index: number): TextEdit[] {
  const { items, close } = container;
  const item = items[index];
  if (!item) return [];
  const comma = findComma(text, item.end, close);
  const edits: TextEdit[] = [];
  const previous = items[index - 1];
  if (comma === null && previous) {
    const before = findComma(text, previous.end, close) ?? previous.end;
    edits.push({ start: previous.end, end: before, text: "" });
  }
  return [...edits, removeSpan(text, item.start, comma ?? item.end, edits.at(-1)?.end ?? 0)];
}

function removeSpan(text: string, start: number, end: number, from: number): TextEdit {
  const rest = text.slice(end, lineEndAt(text, end));
  if (beginsLine(text, start) && /^[ \t]*(?:(?:#|\/\/).*)?$/.test(rest)) {
    return {
      start: Math.max(lineStartAt(text, start), from),
      end: nextLineStartAt(text, end),
      text: "",
    };
  }
  const blanks = /^[ \t]*/.exec(rest)?.[0].length ?? 0;
  const before = /[ \t]*$/.exec(text.slice(from, start))?.[0].length ?? 0;
  // `[a, b]` without `b` is `[a]`, without `a` is `[b]`.
  return from > 0
    ? { start: start - before, end, text: "" }
    : { start, end: end + blanks, text: "" };
}

/** Behind the comma that follows, past blanks and comments; null where the bracket comes first. */
function findComma(text: string, from: number, close: number): number | null {
  const pattern = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  pattern.lastIndex = from;
  pattern.exec(text);
  return pattern.lastIndex < close && text[pattern.lastIndex] === ","
    ? pattern.lastIndex + 1
    : null;
}

function insert(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}
