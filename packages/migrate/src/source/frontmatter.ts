/**
 * The code of an Astro file between its `---` is a module of the server that may wait at its top: it is in
 * programs like any other, at the places that it has in the file. All around it is blank to the compiler,
 * and behind it stands what Astro declares for it. Texts are edited as a whole.
 */
import ts from "typescript";
import { blank, FRONTMATTER } from "./script-blocks.ts";

/** With what follows the file's own text: `Astro`, and that it is a module. */
const TAIL = '\n;declare const Astro: import("astro").AstroGlobal;\nexport {};\n';
/** A `return` at the top, and `await` there under a `module` that only the compiler minds. */
const HARMLESS: ReadonlySet<number> = new Set([1108, 1378]);
const WHOLE = new WeakMap<ts.SourceFile, string>();

export function isAstro(path: string): boolean {
  return path.endsWith(".astro");
}

/** Has the text of an Astro file any code of the server? */
export function hasFrontmatter(text: string): boolean {
  return FRONTMATTER.test(text);
}

/** As `ts.createSourceFile`, for Astro files too. */
export function parseSource(
  name: string,
  text: string,
  language: ts.ScriptTarget | ts.CreateSourceFileOptions,
  setParents: boolean,
): ts.SourceFile {
  if (!isAstro(name)) return ts.createSourceFile(name, text, language, setParents);
  const [start, end] = codeOf(text);
  const code = blank(text.slice(0, start)) + text.slice(start, end) + blank(text.slice(end)) + TAIL;
  const file = ts.createSourceFile(name, code, language, setParents, ts.ScriptKind.TS);
  WHOLE.set(file, text);
  return file;
}

/** What the file holds, as people see it. */
export function wholeTextOf(file: ts.SourceFile): string {
  return WHOLE.get(file) ?? file.text;
}

/** Where the code of a file begins. */
export function codeStartOf(file: ts.SourceFile): number {
  const text = WHOLE.get(file);
  return text === undefined ? 0 : codeOf(text)[0];
}

/** Is the node evaluated at the top of an Astro file, once for each request? */
export function isTopOfAstro(file: ts.SourceFile): boolean {
  return WHOLE.has(file);
}

/** Is the name written in what the file shows, where nothing can be seen to wait? */
export function isInTemplate(file: ts.SourceFile, name: string): boolean {
  const text = WHOLE.get(file);
  return text !== undefined && new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`).test(rest(text));
}

/** Does the compiler say it of what is right in an Astro file? */
export function isHarmlessInAstro(file: ts.SourceFile, code: number): boolean {
  return HARMLESS.has(code) && WHOLE.has(file);
}

const escaped = (name: string) => name.replaceAll("$", "\\$");
const rest = (text: string) => text.slice(codeOf(text)[1]);

/** From after the line of the first `---` to the second. */
function codeOf(text: string): readonly [number, number] {
  const found = FRONTMATTER.exec(text);
  if (!found) return [0, 0];
  const code = found[1] ?? "";
  const start =
    found.index + found[0].length - code.length - (/\r?\n---$/.exec(found[0])?.[0].length ?? 0);
  return [start, start + code.length];
}
