/**
 * Puts parts of the runtime beside a Worker's copy of the helper, in a folder of their own, and calls
 * from the Worker's entry what has to be called once. The parts' imports are written as the entry
 * writes its own: with an extension or without.
 */
import ts from "typescript";
import { EditBook } from "../codemod/text/edit-book.ts";
import { OUTERMOST } from "../codemod/text/file-edits.ts";
import {
  addImports,
  extensionLike,
  moduleSpecifier,
  relativeImports,
} from "../codemod/text/imports.ts";
import type { FileChange } from "../edits/text-edit.ts";
import { type DiskReader, readTextIfThere } from "../repository/disk.ts";

/** Beside the helper. */
export const PARTS_FOLDER = "lunakey-runtime";

export interface HelperPart {
  /** For example `usage.ts`; imports others as `./other.ts`, and the helper as `./secrets.ts`. */
  readonly file: string;
  readonly text: string;
}

/** A function to be called once, at module scope. */
export interface PartCall {
  readonly name: string;
  /** The part that exports it. */
  readonly file: string;
}

export interface PartsInput {
  readonly disk: DiskReader;
  /** The Worker's copy of the helper, relative to the root. */
  readonly helper: string;
  /** The module that the platform starts, relative to the root; null where a build makes it. */
  readonly entry: string | null;
  readonly parts: readonly HelperPart[];
  readonly calls: readonly PartCall[];
}

export interface PartsPlan {
  /** Nothing that is there already. */
  readonly changes: readonly FileChange[];
  /** What is still to be called by hand, since there is no entry to write it into. */
  readonly callsLeft: readonly PartCall[];
  /** Where the parts are, relative to the root. */
  readonly folder: string;
}

export function planParts({ disk, helper, entry, parts, calls }: PartsInput): PartsPlan {
  const folder = [...helper.split("/").slice(0, -1), PARTS_FOLDER].join("/");
  const before = entry === null ? null : readTextIfThere(disk, entry);
  const file = entry === null || before === null ? null : parse(entry, before);
  const extension = file === null ? "" : extensionLike(relativeImports(file));
  const copies = parts.map((part) => ({
    path: `${folder}/${part.file}`,
    before: readTextIfThere(disk, `${folder}/${part.file}`),
    after: writeImports(part.text, helper, extension),
  }));
  const isThere = entry !== null && file !== null;
  const called = isThere ? [{ path: entry, before, after: putIn(file, folder, calls) }] : [];
  return {
    changes: [...copies, ...called].filter((change) => change.before !== change.after),
    callsLeft: file === null ? calls : [],
    folder,
  };
}

/** Paths in a program are absolute; here the root stands for it. */
const ROOT = "/";

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(`${ROOT}${path}`, text, ts.ScriptTarget.Latest, true);
}

function writeImports(text: string, helper: string, extension: string): string {
  const name = helper.slice(helper.lastIndexOf("/") + 1).replace(/\.ts$/, "");
  return text.replace(/(from "\.)\/([\w-]+)\.ts"/g, (_, from: string, module: string) =>
    module === "secrets" ? `${from}./${name}${extension}"` : `${from}/${module}${extension}"`,
  );
}

/**
 * @param entry where it is and what it holds.
 * @param folder of the parts, relative to the root.
 * @returns the entry with what is missing of the imports, and of the calls behind them.
 */
export function callParts(
  entry: { readonly path: string; readonly text: string },
  folder: string,
  calls: readonly PartCall[],
): string {
  return putIn(parse(entry.path, entry.text), folder, calls);
}

function putIn(file: ts.SourceFile, folder: string, calls: readonly PartCall[]): string {
  const missing = calls.filter(({ name }) => !isCalled(file, name));
  const book = new EditBook();
  addImports(
    book,
    file,
    missing.map((call) => ({
      module: moduleSpecifier(file, `${ROOT}${folder}/${call.file}`, relativeImports(file)),
      names: [{ name: call.name, as: call.name }],
    })),
  );
  putCalls(book, file, missing);
  return book.of(file).render();
}

function isCalled(file: ts.SourceFile, name: string): boolean {
  return file.statements.some(
    (one) =>
      ts.isExpressionStatement(one) &&
      ts.isCallExpression(one.expression) &&
      one.expression.expression.getText() === name,
  );
}

/** Behind the imports, wherever they stand; before everything where there is none. */
function putCalls(book: EditBook, file: ts.SourceFile, calls: readonly PartCall[]): void {
  if (calls.length === 0) return;
  const { semicolon } = book.style(file);
  const lines = calls.map(({ name }) => `${name}()${semicolon}`).join("\n");
  const last = file.statements.filter((one) => ts.isImportDeclaration(one)).at(-1);
  const first = file.statements[0];
  if (last) book.of(file).after(last.end, OUTERMOST, `\n\n${lines}`);
  else if (first) book.of(file).before(first.getStart(), OUTERMOST, `${lines}\n\n`);
}
