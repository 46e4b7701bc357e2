/** Takes blocks and pairs out of a TOML text. Comments above them stay: they may say more. */
import type { AST } from "toml-eslint-parser";
import type { TextEdit } from "../edits/text-edit.ts";
import { ConfigEditError } from "./config-operation.ts";
import { type Container, removeItem } from "./edit-items.ts";
import { findLineEnd, lineEndAt, lineStartAt, nextLineStartAt } from "./line-layout.ts";
import { findIndent, renderBlock, type TomlBlock } from "./toml-block.ts";
import type { Pair, Table } from "./toml-lookup.ts";

/** Another block in the place of one; comments within it stay, above the new one. */
export function replaceTable(
  text: string,
  program: AST.TOMLProgram,
  table: Table,
  block: TomlBlock,
): TextEdit[] {
  refuseSubTables(program, table);
  const indent = findIndent(text, table);
  const start = lineStartAt(text, table.range[0]);
  const end = lineEndAt(text, table.range[1]);
  const comments = program.comments
    .filter(({ range }) => range[0] >= start && range[0] < end)
    .map(({ range }) => indent.header + text.slice(range[0], range[1]).trimEnd());
  const lines = [...comments, ...renderBlock(block, indent)];
  return [
    ...removeEmptiedParent(text, program, table),
    { start, end, text: lines.join(findLineEnd(text)) },
  ];
}

/** A block, and the blank line behind it. */
export function removeTable(text: string, program: AST.TOMLProgram, table: Table): TextEdit[] {
  refuseSubTables(program, table);
  return [...removeEmptiedParent(text, program, table), removeLines(text, table)];
}

/** A header `[unsafe]` that holds nothing without the entry: wrangler refuses an empty one. */
function removeEmptiedParent(text: string, program: AST.TOMLProgram, table: Table): TextEdit[] {
  const parentPath = table.resolvedKey.slice(0, -2);
  if (parentPath.length === 0) return [];
  const others = program.body[0].body.filter(
    (node) => node.type === "TOMLTable" && node !== table && isBelow(node.resolvedKey, parentPath),
  );
  const [parent] = others;
  const isEmptied =
    others.length === 1 &&
    parent?.type === "TOMLTable" &&
    parent.body.length === 0 &&
    parent.resolvedKey.length === parentPath.length &&
    parentPath.at(-1) === "unsafe";
  return isEmptied ? [removeLines(text, parent)] : [];
}

function removeLines(text: string, { range }: Table): TextEdit {
  const end = nextLineStartAt(text, lineEndAt(text, range[1]));
  const next = lineEndAt(text, end);
  const isBlank = end < text.length && text.slice(end, next).trim() === "";
  return {
    start: lineStartAt(text, range[0]),
    end: isBlank ? nextLineStartAt(text, next) : end,
    text: "",
  };
}

/** A pair with its line, or from between its braces. */
export function removePair(
  text: string,
  pair: Pair,
  containerOf: (node: AST.TOMLInlineTable, text: string) => Container,
): TextEdit[] {
  const { parent } = pair;
  if (parent.type !== "TOMLInlineTable") {
    const start = lineStartAt(text, pair.range[0]);
    return [{ start, end: nextLineStartAt(text, lineEndAt(text, pair.range[1])), text: "" }];
  }
  // `unsafe = { bindings = [ … ] }`: an empty table would be refused by wrangler.
  if (parent.body.length === 1 && parent.parent.type === "TOMLKeyValue") {
    return removePair(text, parent.parent, containerOf);
  }
  return removeItem(text, containerOf(parent, text), parent.body.indexOf(pair));
}

function refuseSubTables(program: AST.TOMLProgram, table: Table): void {
  const below = program.body[0].body.some(
    (node) =>
      node.type === "TOMLTable" && node !== table && isBelow(node.resolvedKey, table.resolvedKey),
  );
  if (below) throw new ConfigEditError("remove-entry", "the entry has tables of its own");
}

function isBelow(key: readonly (string | number)[], path: readonly (string | number)[]): boolean {
  return path.length <= key.length && path.every((part, index) => key[index] === part);
}
