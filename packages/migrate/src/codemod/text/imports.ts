/** Adds imports in the file's own way: where its order has them, with its quotes and extensions. */
import ts from "typescript";
import { codeStartOf } from "../../source/frontmatter.ts";
import { SPEAKS_OF_NEXT_LINE } from "./code-style.ts";
import type { EditBook } from "./edit-book.ts";
import { OUTERMOST } from "./file-edits.ts";
import { goesWhole, type UnusedImports } from "./unused-imports.ts";

/** `name` as the module calls it, `as` how the file does. */
export interface ImportedName {
  readonly name: string;
  readonly as: string;
  /** Is it only a type? */
  readonly isType?: boolean;
}

export interface AddedImport {
  readonly module: string;
  readonly names: readonly ImportedName[];
}

/**
 * @param added each of another module.
 * @param lost imports that something is taken out of: nothing merges with them.
 */
export function addImports(
  book: EditBook,
  file: ts.SourceFile,
  added: readonly AddedImport[],
  lost: UnusedImports = new Map(),
): void {
  const imports = firstImports(file);
  const kept = imports.filter((one) => !lost.has(one));
  const lines: string[] = [];
  for (const one of [...added].sort((a, b) => compareModules(a.module, b.module))) {
    const existing = kept.find((node) => mergeable(node, one.module));
    const bindings = existing?.importClause?.namedBindings;
    const whole = kept.find((node) => bringsDefaultAlone(node, one.module))?.importClause?.name;
    if (bindings && ts.isNamedImports(bindings)) mergeInto(book, bindings, one.names);
    else if (whole) book.of(whole).after(whole.end, OUTERMOST, `, { ${listOf(one.names)} }`);
    else if (imports.length > 0) insert(book, file, { imports, added: one, lost });
    else lines.push(lineOf(book, file, one));
  }
  if (lines.length > 0) insertFirst(book, file, lines.join("\n"));
}

/** Those that stand together: one that follows in the middle of the code is no place for others. */
function firstImports({ statements }: ts.SourceFile): ts.ImportDeclaration[] {
  const start = statements.findIndex((one) => ts.isImportDeclaration(one));
  const rest = start < 0 ? [] : statements.slice(start);
  const end = rest.findIndex((one) => !ts.isImportDeclaration(one));
  return rest.slice(0, end < 0 ? rest.length : end).filter((one) => ts.isImportDeclaration(one));
}

function mergeable(node: ts.ImportDeclaration, module: string): boolean {
  const { importClause, moduleSpecifier } = node;
  const same = ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === module;
  const named = importClause?.namedBindings;
  const isType = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return same && !isType && named !== undefined && ts.isNamedImports(named);
}

/** `import Mailer from "./mailer"`, which can bring more. */
function bringsDefaultAlone(
  { importClause, moduleSpecifier }: ts.ImportDeclaration,
  module: string,
): boolean {
  const same = ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === module;
  return same && !importClause?.phaseModifier && !importClause?.namedBindings;
}

const listOf = (names: readonly ImportedName[]) =>
  [...names].sort(byName).map(specifier).join(", ");

function mergeInto(
  book: EditBook,
  bindings: ts.NamedImports,
  names: readonly ImportedName[],
): void {
  const there = new Set(bindings.elements.map((one) => one.name.text));
  for (const name of [...names].sort(byName)) {
    if (there.has(name.as)) continue;
    const next = bindings.elements.find((one) => (one.propertyName ?? one.name).text > name.name);
    const last = bindings.elements.at(-1);
    if (next) book.of(bindings).before(next.getStart(), OUTERMOST, `${specifier(name)}, `);
    else if (last) book.of(bindings).after(last.end, OUTERMOST, `, ${specifier(name)}`);
  }
}

const byName = (a: ImportedName, b: ImportedName) => (a.name < b.name ? -1 : 1);
const specifier = ({ isType, ...name }: ImportedName) => `${isType ? "type " : ""}${asIn(name)}`;
const asIn = ({ name, as }: ImportedName) => (name === as ? name : `${name} as ${as}`);

function lineOf(book: EditBook, file: ts.SourceFile, { module, names }: AddedImport): string {
  const { importQuote: quote, semicolon } = book.style(file);
  const isOfTypes = names.every(({ isType }) => isType);
  const list = [...names].sort(byName).map(isOfTypes ? asIn : specifier);
  return `import ${isOfTypes ? "type " : ""}{ ${list.join(", ")} } from ${quote}${module}${quote}${semicolon}`;
}

interface Insertion {
  readonly imports: readonly ts.ImportDeclaration[];
  readonly added: AddedImport;
  readonly lost: UnusedImports;
}

function insert(book: EditBook, file: ts.SourceFile, { imports, added, lost }: Insertion): void {
  const line = lineOf(book, file, added);
  const next = isSorted(imports)
    ? imports.find((one) => one.importClause && compareModules(keyOf(one), added.module) > 0)
    : undefined;
  const last = imports.at(-1);
  if (next) book.of(file).before(startOf(next, imports[0] === next), OUTERMOST, `${line}\n`);
  // What follows a line that goes would go with it.
  else if (last && goesWhole(lost, last)) {
    book.of(file).before(last.getStart(), OUTERMOST, `${line}\n`);
  } else if (last) book.of(file).after(endOf(last), OUTERMOST, `\n${line}`);
}

/** Before the comments that are about this import; the first one's are the file's. */
function startOf(node: ts.ImportDeclaration, isFirst: boolean): number {
  const { text } = node.getSourceFile();
  const comments = ts.getLeadingCommentRanges(text, node.pos) ?? [];
  const above = comments.filter(({ pos }) => isFirst || pos > lineEnd(text, node.pos));
  const [first] = above;
  if (!first) return node.getStart();
  const parted = /\n[ \t]*\r?\n/.test(text.slice(node.pos, first.pos));
  if (!isFirst && !parted) return first.pos;
  const directive = above.find(({ pos, end }) => SPEAKS_OF_NEXT_LINE.test(text.slice(pos, end)));
  return directive?.pos ?? node.getStart();
}

/** Behind the comment on the import's own line. */
function endOf(node: ts.ImportDeclaration): number {
  const { text } = node.getSourceFile();
  const comments = ts.getTrailingCommentRanges(text, node.end) ?? [];
  const beside = comments.filter(({ end }) => end <= lineEnd(text, node.end));
  return beside.at(-1)?.end ?? node.end;
}

function lineEnd(text: string, position: number): number {
  const at = text.indexOf("\n", position);
  return at === -1 ? text.length : at;
}

/** After the comment that the file begins with, and after directives such as "use server". */
function insertFirst(book: EditBook, file: ts.SourceFile, line: string): void {
  const directives = file.statements.filter(
    (one) => ts.isExpressionStatement(one) && ts.isStringLiteral(one.expression),
  );
  const directive = directives.at(-1);
  if (directive && file.statements.indexOf(directive) === directives.length - 1) {
    book.of(file).after(directive.end, OUTERMOST, `\n\n${line}`);
    return;
  }
  const start = codeStartOf(file);
  const at = start + endOfHeader(file.text.slice(start));
  const gap = /^\r?\n/.test(file.text.slice(at)) ? "" : "\n";
  const spaced = gap === "" ? `${line}\n` : `${line}\n${gap}`;
  book.of(file).before(at, OUTERMOST, spaced);
}

/** Behind a byte order mark, `#!` and the comments that an empty line parts from the code. */
function endOfHeader(text: string): number {
  const start = /^\uFEFF?(?:#![^\n]*\n)?/.exec(text)?.[0].length ?? 0;
  const comments = /^(?:\/\*[\s\S]*?\*\/[ \t]*\r?\n|\/\/[^\n]*\n)+(?=\r?\n)/.exec(
    text.slice(start),
  );
  return start + (comments?.[0].length ?? 0);
}

const keyOf = (node: ts.ImportDeclaration) =>
  ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : "";

/** What is imported for its effect alone stands where it has to. */
function isSorted(imports: readonly ts.ImportDeclaration[]): boolean {
  const named = imports.filter(({ importClause }) => importClause);
  return named.every((one, i) => {
    const before = named[i - 1];
    return !before || compareModules(keyOf(before), keyOf(one)) <= 0;
  });
}

/** Packages first, then aliases, then what is farther away before what is nearer. */
function compareModules(a: string, b: string): number {
  const [rankA, rankB] = [rank(a), rank(b)];
  if (rankA !== rankB) return rankA - rankB;
  const [textA, textB] = [a.toLowerCase(), b.toLowerCase()];
  if (textA === textB) return 0;
  return textA < textB ? -1 : 1;
}

function rank(module: string): number {
  if (module.startsWith("node:") || module.startsWith("bun:")) return 0;
  if (/^[@~#$]\//.test(module) || module.startsWith("~") || module.startsWith("#")) return 2;
  if (!module.startsWith(".")) return 1;
  const depth = module.match(/\.\.\//g)?.length ?? 0;
  return 1_000 - depth;
}

/** How `from` writes the way to the file `to`: both absolute, without a known style as bundlers like it. */
export function moduleSpecifier(file: ts.SourceFile, to: string, like: readonly string[]): string {
  const from = file.fileName.split("/").slice(0, -1);
  const target = to.replace(/\.[cm]?[jt]sx?$/, "").split("/");
  let shared = 0;
  while (shared < from.length && from[shared] === target[shared]) shared++;
  const up = from.slice(shared).map(() => "..");
  const path = [...(up.length > 0 ? up : ["."]), ...target.slice(shared)].join("/");
  return path + extensionLike(like);
}

/**
 * The extension under which a file imports a `.ts` file, such as `.js`; empty where it leaves it out for
 * any. `.mjs` and `.cjs` say nothing: they name files of another kind.
 * @param like relative modules that the file imports.
 */
export function extensionLike(like: readonly string[]): string {
  if (like.some((one) => !/\.\w+$/.test(one))) return "";
  return like.map((one) => /\.[jt]s$/.exec(one)?.[0]).find(Boolean) ?? "";
}

/**
 * Those that tell with which extension a file imports another: the ones with `.ts` where these are most. One that
 * leaves it out then is a slip, or what a tool wrote.
 *
 * @param takesTsExtension else only an import of types may have it, and tells nothing of the others.
 */
export function tellingImports(
  like: readonly string[],
  takesTsExtension: boolean,
): readonly string[] {
  const typed = like.filter((one) => one.endsWith(".ts"));
  const plain = like.filter((one) => !/\.\w+$/.test(one));
  return takesTsExtension && typed.length > plain.length ? typed : like;
}

/** The relative modules that a file imports. */
export function relativeImports(file: ts.SourceFile): string[] {
  return file.statements.flatMap((one) =>
    ts.isImportDeclaration(one) && ts.isStringLiteral(one.moduleSpecifier)
      ? [one.moduleSpecifier.text].filter((text) => text.startsWith("."))
      : [],
  );
}
