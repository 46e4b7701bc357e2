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
  const first = imports[0];
  const specifier = first?.moduleSpecifier.getText(file);
  const counted = quoteOf(file.text);
  const ends = (imports.length > 0 ? imports : file.statements).map((one) => one.getText(file));
  const withSemicolon = ends.filter((text) => text.endsWith(";")).length;
  return {
    importQuote: specifier?.[0] ?? counted,
    quote: counted,
    semicolon: ends.length === 0 || withSemicolon * 2 >= ends.length ? ";" : "",
    indent: /^(\t| {2,8})\S/m.exec(file.text)?.[1] ?? "  ",
  };
}

/** The quote that most strings of the text are in; those of imports count too. */
function quoteOf(text: string): string {
  const single = text.match(/'(?:[^'"\\\n]|\\.)*'/g)?.length ?? 0;
  const double = text.match(/"(?:[^'"\\\n]|\\.)*"/g)?.length ?? 0;
  return single > double ? "'" : '"';
}

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
