/** Puts a type into another one. A union whose members stand below each other goes into it as formatters write it. */
import ts from "typescript";
import { indentationAt } from "./code-style.ts";
import type { EditBook } from "./edit-book.ts";

/** What formatters take for too long, unless somebody tells them otherwise. */
const WIDTH = 80;
const ASYNC = "async ";

/** @param open what the type comes to stand in: `Promise<`. */
export function wrapType(book: EditBook, type: ts.TypeNode, open: string): void {
  if (!hasLeadingBar(type)) wrapWhole(book, type, open);
  else if (isPlain(type)) wrapUnion(book, type, open);
  else wrapLines(book, type, open);
}

/** Around what is put around the type itself, `Awaited<…>`. */
function wrapWhole(book: EditBook, type: ts.TypeNode, open: string): void {
  const start = type.getStart();
  const edits = book.of(type);
  edits.before(start, type.end - start + 1, open);
  edits.after(type.end, type.end - start + 1, ">");
}

/** One whose members stand below each other comes back into the line. */
export function replaceType(book: EditBook, type: ts.TypeNode, text: string): void {
  if (!hasLeadingBar(type) || !isPlain(type)) book.replace(type, text);
  else book.of(type).replace(type.pos, type.end, ` ${text}`);
}

/** `| A | B`. */
function hasLeadingBar(type: ts.TypeNode): type is ts.UnionTypeNode {
  return ts.isUnionTypeNode(type) && type.getSourceFile().text[type.getStart()] === "|";
}

/** A comment between its members keeps its place. */
function isPlain(type: ts.UnionTypeNode): boolean {
  const { text } = type.getSourceFile();
  return gapsOf(type).every(([start, end]) => /^[\s|]*$/.test(text.slice(start, end)));
}

function wrapLines(book: EditBook, type: ts.UnionTypeNode, open: string): void {
  const outer = indentationAt(type.getSourceFile().text, type.pos);
  book.of(type).before(type.pos, type.end - type.pos, ` ${open}`);
  book.of(type).after(type.end, type.end - type.pos, `\n${outer}>`);
}

function wrapUnion(book: EditBook, type: ts.UnionTypeNode, open: string): void {
  const { text } = type.getSourceFile();
  const edits = book.of(type);
  const outer = indentationAt(text, type.pos);
  const inner = `${outer}${book.style(type).indent}`;
  const joined = type.types.map((part) => part.getText()).join(" | ");
  const isOneLine = isInLine(type, `${open}${joined}>`);
  const isJoined = isOneLine || (!joined.includes("\n") && inner.length + joined.length <= WIDTH);
  const [first, ...others] = gapsOf(type);
  const before = isOneLine ? "" : `\n${inner}${isJoined ? "" : "| "}`;
  if (first) edits.replace(...first, ` ${open}${before}`);
  for (const gap of others) edits.replace(...gap, isJoined ? " | " : `\n${inner}| `);
  edits.after(type.end, type.end - type.pos, isOneLine ? ">" : `\n${outer}>`);
}

/** Is there room for it behind what the line begins with, and before what it ends with? */
function isInLine(type: ts.UnionTypeNode, wrapped: string): boolean {
  const { text } = type.getSourceFile();
  if (!text.slice(type.pos, type.end).includes("\n")) return true;
  const head = text.slice(text.lastIndexOf("\n", type.pos - 1) + 1, type.pos);
  const tail = /^.*/.exec(text.slice(type.end))?.[0] ?? "";
  const isEndOfList = /^\s*\)/.test(head);
  const line = `${isEndOfList ? "" : ASYNC}${head} ${wrapped}${tail}`;
  return !wrapped.includes("\n") && line.length <= WIDTH;
}

/** Between the members, and before the first. */
function gapsOf({ pos, types }: ts.UnionTypeNode): [start: number, end: number][] {
  return types.map((part, i) => [types[i - 1]?.end ?? pos, part.getStart()]);
}
