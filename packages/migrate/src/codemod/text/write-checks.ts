/**
 * Writes checks of a module where what they ask for is looked up: in the function that a constant becomes.
 * What of a check is asked of others stays where it is; its comment goes where all of it goes.
 */
import ts from "typescript";
import type { LazyValue } from "../asyncify/lazy-value.ts";
import { type CheckPart, partsOf } from "../asyncify/module-check.ts";
import { usesInChecks } from "../reads/checked-use.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { nameText } from "../syntax/names.ts";
import type { EditBook } from "./edit-book.ts";

/** The parts that move, of each check. */
export type MovedChecks = ReadonlyMap<ts.IfStatement, ReadonlySet<ts.Expression>>;

export function movedChecksOf(lists: readonly (readonly CheckPart[])[]): MovedChecks {
  const moved = new Map<ts.IfStatement, Set<ts.Expression>>();
  for (const { statement, part } of lists.flat()) {
    const parts = moved.get(statement) ?? new Set();
    moved.set(statement, parts.add(part));
  }
  return moved;
}

/** What a function of one value asks, and how it calls the value. */
export interface OwnChecks {
  readonly parts: readonly CheckPart[];
  /** Where the value is named in them. */
  readonly uses: readonly ts.Node[];
  readonly name: string;
}

/** The lines of a block that gives a value its name, checks it, and answers it. */
export function checkedLines(
  book: EditBook,
  moved: MovedChecks,
  { parts, uses, name }: OwnChecks,
): string[] {
  const statements = [...new Set(parts.map(({ statement }) => statement))];
  return statements.flatMap((statement) => {
    const own = parts.filter((one) => one.statement === statement).map(({ part }) => part);
    const all = partsOf(statement);
    const isAll = own.length === all.length;
    const asked = isAll ? [statement.expression] : own;
    const condition = asked.map((part) => withName(part, uses, name)).join(" || ");
    const { text } = statement.getSourceFile();
    const thrown = text.slice(statement.expression.end, statement.end);
    const { indent } = book.style(statement);
    const isFirst = own[0] === all[0] && moved.get(statement)?.size === all.length;
    const comments = isFirst ? text.slice(startWithComments(statement), statement.getStart()) : "";
    return `${comments}if (${condition}${thrown}`
      .split(/\r?\n/)
      .map((line) => line && indent + line);
  });
}

/** Those of a constant. */
export function ownChecks(index: ReferenceIndex, lazy: LazyValue): OwnChecks {
  const { checks: parts, declaration } = lazy;
  const statements = parts.map(({ statement }) => statement);
  const name = nameOfValue([lazy.value, ...statements], nameText(declaration.name) ?? "");
  return { parts, uses: usesInChecks(index, lazy), name };
}

/** A word that the code of the checks, and of what makes the value, does not have. */
export function nameOfValue(nodes: readonly ts.Node[], noun: string): string {
  const isTaken = nodes.some((node) => /\bvalue\b/.test(node.getText()));
  return isTaken ? `${noun}Value` : "value";
}

function withName(node: ts.Node, uses: readonly ts.Node[], name: string): string {
  const inside = uses.filter((use) => use.pos >= node.pos && use.end <= node.end);
  const sorted = [...inside].sort((a, b) => b.pos - a.pos);
  const start = node.getStart();
  return sorted.reduce(
    (text, use) => text.slice(0, use.getStart() - start) + name + text.slice(use.end - start),
    node.getText(),
  );
}

/** Takes out of the module what is asked elsewhere. */
export function takeOutChecks(book: EditBook, moved: MovedChecks): void {
  for (const [statement, parts] of moved) {
    const rest = partsOf(statement).filter((part) => !parts.has(part));
    if (rest.length === 0) takeOut(book, statement);
    else book.replace(statement.expression, rest.map((part) => part.getText()).join(" || "));
  }
}

/** With its comment, and the empty lines before. */
function takeOut(book: EditBook, statement: ts.Statement): void {
  const { text } = statement.getSourceFile();
  const start = startWithComments(statement);
  const before = text.slice(0, start).trimEnd().length;
  book.of(statement).replace(before, statement.end, "");
}

/** Above the comments that stand directly over a statement. */
function startWithComments(statement: ts.Statement): number {
  const { text } = statement.getSourceFile();
  const comments = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  let start = statement.getStart();
  for (const { pos, end } of [...comments].reverse()) {
    const isOver = /^[ \t]*\r?\n?[ \t]*$/.test(text.slice(end, start));
    const isOwn = /(?:^|\n)[ \t]*$/.test(text.slice(0, pos));
    if (!isOver || !isOwn) break;
    start = pos;
  }
  return start;
}
