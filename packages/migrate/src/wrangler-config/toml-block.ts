/**
 * Where a new block belongs in a TOML text: behind the last line of its environment, in front of the
 * comment that leads to whatever comes next, with a blank line between; indented as its neighbours.
 */
import type { AST } from "toml-eslint-parser";
import type { TextEdit } from "../edits/text-edit.ts";
import { beginsLine, findLineEnd, indentAt, lineEndAt, nextLineStartAt } from "./line-layout.ts";
import type { Pair, Table } from "./toml-lookup.ts";

export interface TomlBlock {
  readonly comment: string | null;
  /** With its brackets. */
  readonly header: string;
  /** `key = value` each. */
  readonly pairs: readonly string[];
}

/** The blanks in front of a block's header and of its pairs. */
export interface BlockIndent {
  readonly header: string;
  readonly pairs: string;
}

/** The headers of an environment; `default` has all that are under no environment. */
function environmentTables(program: AST.TOMLProgram, path: readonly string[]): Table[] {
  const tables = program.body[0].body.filter((node) => node.type === "TOMLTable");
  return tables.filter(({ resolvedKey }) =>
    path.length === 0
      ? resolvedKey[0] !== "env"
      : resolvedKey[0] === path[0] && resolvedKey[1] === path[1],
  );
}

/** @param path of the environment, which has at least one header, or is `default`. */
export function insertBlock(
  text: string,
  program: AST.TOMLProgram,
  path: readonly string[],
  block: TomlBlock,
): TextEdit {
  const tables = environmentTables(program, path);
  const last = tables.at(-1) ?? lastRootPair(program);
  const lines = renderBlock(block, findIndent(text, tables.at(-1)));
  const lineEnd = findLineEnd(text);
  if (!last) return insertFirstBlock(text, lines.join(lineEnd), lineEnd);
  const at = findBlockEnd(text, last.range[1]);
  return {
    start: at,
    end: at,
    text: [["", "", ...lines].join(lineEnd), isFollowedByBlank(text, at) ? "" : lineEnd].join(""),
  };
}

export function renderBlock({ comment, header, pairs }: TomlBlock, indent: BlockIndent): string[] {
  return [
    ...(comment === null ? [] : [`${indent.header}# ${comment}`]),
    indent.header + header,
    ...pairs.map((pair) => indent.pairs + pair),
  ];
}

/** As the table is indented; nothing where there is none to go by. */
export function findIndent(text: string, table: Table | undefined): BlockIndent {
  if (!table) return { header: "", pairs: "" };
  const header = indentAt(text, table.range[0]);
  const first = table.body[0];
  const pairs = first && beginsLine(text, first.range[0]) ? indentAt(text, first.range[0]) : header;
  return { header, pairs };
}

/** In a text without any table or pair: behind its comments. */
function insertFirstBlock(text: string, block: string, lineEnd: string): TextEdit {
  const separator = text.trim() === "" ? "" : text.endsWith("\n") ? lineEnd : lineEnd + lineEnd;
  return { start: text.length, end: text.length, text: separator + block + lineEnd };
}

/** Headers come after every pair of the root, whichever environment those are about. */
function lastRootPair(program: AST.TOMLProgram): Pair | undefined {
  return program.body[0].body.filter((node) => node.type === "TOMLKeyValue").at(-1);
}

/**
 * The end of the line that a block ends with. Comments right below it are still the block's, unless
 * they stand right above what comes next.
 */
function findBlockEnd(text: string, lastOffset: number): number {
  const end = lineEndAt(text, lastOffset);
  let commentsEnd = end;
  for (let start = nextLineStartAt(text, end); start < text.length; ) {
    const lineEnd = lineEndAt(text, start);
    const line = text.slice(start, lineEnd).trim();
    if (line === "") return commentsEnd;
    if (!line.startsWith("#")) return end;
    commentsEnd = lineEnd;
    start = nextLineStartAt(text, lineEnd);
  }
  return commentsEnd;
}

function isFollowedByBlank(text: string, at: number): boolean {
  const next = nextLineStartAt(text, at);
  return text.slice(next, lineEndAt(text, next)).trim() === "";
}
