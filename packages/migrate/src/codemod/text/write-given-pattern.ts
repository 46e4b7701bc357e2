/** Takes out of `const { K } = env`, and of `({ K }: Env)`, what the function is given by its name. */
import type ts from "typescript";
import type { MigratingRead, ParameterRead, PatternRead } from "../reads/migrating-read.ts";
import type { Gift } from "./write-given.ts";
import { atStart, type WrittenReads } from "./write-reads.ts";

/** What the code calls it already; undefined where it takes something else in its place. */
export function nameInPattern(read: MigratingRead): string | undefined {
  if (read.shape === "expression" || read.element.initializer) return undefined;
  return read.element.name.getText();
}

export function writeGivenPatterns(code: WrittenReads, gifts: readonly Gift[]): void {
  const patterns = new Map<
    ts.Node,
    { readonly read: PatternRead | ParameterRead; name: string }[]
  >();
  for (const { reads, name } of gifts) {
    for (const read of reads) {
      if (read.shape === "expression") continue;
      const list = patterns.get(read.element.parent) ?? [];
      patterns.set(read.element.parent, [...list, { read, name }]);
    }
  }
  for (const taken of patterns.values()) {
    const lines = taken.flatMap(({ read, name }) => lineOf(code, read, name));
    const elements = taken.map(({ read }) => read.element);
    const [first] = taken;
    if (first?.read.shape === "pattern") writeStatement(code, first.read, { elements, lines });
    else if (first?.read.shape === "parameter") {
      writeParameter(code, first.read, { elements, lines });
    }
  }
}

interface Taken {
  readonly elements: readonly ts.BindingElement[];
  readonly lines: readonly string[];
}

/** `const K = k ?? "default"`. */
function lineOf(
  { book }: WrittenReads,
  { element }: PatternRead | ParameterRead,
  name: string,
): string[] {
  const { initializer } = element;
  if (!initializer) return [];
  const { semicolon } = book.style(element);
  return [`const ${element.name.getText()} = ${name} ?? ${book.render(initializer)}${semicolon}`];
}

function writeStatement(
  { book }: WrittenReads,
  { declaration }: PatternRead,
  { elements, lines }: Taken,
): void {
  const statement = declaration.parent.parent as ts.Statement;
  const rest = restOf(declaration.name as ts.ObjectBindingPattern, elements);
  if (rest) book.replace(declaration.name, rest);
  for (const line of lines.slice(rest ? 0 : 1)) book.statement(statement, line);
  const [line] = lines;
  if (rest) return;
  if (line !== undefined) book.replace(statement, line);
  else removeStatement(book, statement);
}

/** With its line, where nothing but another statement follows. */
export function removeStatement(book: WrittenReads["book"], statement: ts.Statement): void {
  const block = statement.parent as ts.Block;
  const next = block.statements[block.statements.indexOf(statement) + 1];
  const { text } = statement.getSourceFile();
  const end = next?.getStart() ?? statement.end;
  const isPlain = text.slice(statement.end, end).trim() === "";
  book.of(statement).replace(statement.getStart(), isPlain ? end : statement.end, "");
}

function writeParameter(
  code: WrittenReads,
  { parameter }: ParameterRead,
  { elements, lines }: Taken,
): void {
  const rest = restOf(parameter.name as ts.ObjectBindingPattern, elements);
  if (rest) code.book.replace(parameter.name, rest);
  for (const line of lines) atStart(code, parameter.parent as ts.FunctionLikeDeclaration, line);
}

/** What stays of the pattern; undefined where nothing does. */
function restOf(
  { elements }: ts.ObjectBindingPattern,
  taken: readonly ts.BindingElement[],
): string | undefined {
  const rest = elements.filter((element) => !taken.includes(element));
  return rest.length > 0 ? `{ ${rest.map((one) => one.getText()).join(", ")} }` : undefined;
}
