/** How a file writes what is added to it: quotes, semicolons, indentation, names. */
import ts from "typescript";

export interface CodeStyle {
  readonly importQuote: string;
  readonly quote: string;
  readonly semicolon: string;
  readonly indent: string;
}

export function styleOf(file: ts.SourceFile): CodeStyle {
  const imports = file.statements.filter((one) => ts.isImportDeclaration(one));
  const others = file.statements.filter((one) => !ts.isImportDeclaration(one));
  const specifier = imports[0]?.moduleSpecifier.getText(file)[0];
  const counted = quoteOf(file, others);
  const ends = imports.map((one) => one.getText(file)).filter((text) => text.endsWith(";"));
  const semicolons = imports.length > 0 ? ends.length * 2 >= imports.length : endsLines(file.text);
  return {
    importQuote: specifier ?? counted ?? '"',
    quote: counted ?? specifier ?? '"',
    semicolon: semicolons ? ";" : "",
    indent: /^(\t| {2,8})\S/m.exec(file.text)?.[1] ?? "  ",
  };
}

/** Does the text end lines with semicolons? Without any line to tell, yes. */
const endsLines = (text: string) => /;[ \t]*$/m.test(text) || text.trim() === "";

/**
 * The quote that most strings of the code are in; undefined where neither leads. Quotes in comments and in
 * templates (SQL, HTML) are no strings of it, those around an attribute of JSX go by a rule of their own, and
 * a string with a quote in it is written the other way for that.
 */
function quoteOf(file: ts.SourceFile, nodes: readonly ts.Node[]): string | undefined {
  let single = 0;
  let double = 0;
  const count = (node: ts.Node) => {
    if (ts.isStringLiteral(node) && !ts.isJsxAttribute(node.parent) && !/['"]/.test(node.text)) {
      if (file.text[node.end - 1] === "'") single++;
      else double++;
    }
    ts.forEachChild(node, count);
  };
  nodes.forEach(count);
  if (single === double) return undefined;
  return single > double ? "'" : '"';
}

/** Comments that are about the line below them, to tools: nothing is put between the two. */
export const SPEAKS_OF_NEXT_LINE =
  /^\/[/*]\s*(?:@ts-(?:ignore|expect-error)|(?:eslint|tslint:|oxlint)-?disable-next-line|biome-ignore|prettier-ignore|deno-lint-ignore|(?:v8|c8|istanbul) ignore)/;

/** The white space that the line of `position` begins with. */
export function indentationAt(text: string, position: number): string {
  const lineStart = text.lastIndexOf("\n", position - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, position))?.[0] ?? "";
}

/** `ADMIN_API_KEY` as a variable: `adminApiKey`. */
export function variableName(secret: string): string {
  const words = secret.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const isUpper = secret === secret.toUpperCase();
  const parts = words.map((word) => (isUpper ? word.toLowerCase() : word));
  const joined = parts
    .map((word, i) => (i === 0 ? lowerFirst(word) : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  return /^[A-Za-z_$]/.test(joined) ? joined : `secret${joined}`;
}

const lowerFirst = (word: string) => word.charAt(0).toLowerCase() + word.slice(1);
