/**
 * A type error in words that can be told: the compiler's code and the first line of what it says. A
 * type can be a text that stands in the code, and that text a secret, so no text of the code is in it.
 */

export interface SaidError {
  /** `TS2322`. */
  readonly code: string;
  /** The compiler's first line, in English; texts and numbers of the code are `…` in it. */
  readonly message: string;
}

/** @param text all lines that the compiler says. */
export function sayError({
  code,
  text,
}: {
  readonly code: number;
  readonly text: string;
}): SaidError {
  const [line = ""] = text.split("\n", 1);
  return { code: `TS${code}`, message: withoutTexts(line) };
}

/** Texts as types have them, with what is escaped in them; longer numbers, which a PIN can be. */
const TEXTS = /"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\b\d{4,}n?\b/g;
/** A name as the code writes it, between the compiler's own quotes: `''given name''`. */
const QUOTED_NAME = /''(?:[^'\\]|\\.)*''/g;
/** A name that is no identifier, and so a text of the code: `'sk-live-1'`. The compiler's own are none. */
const TEXT_AS_NAME =
  /'(?!@ts-)(?=[^'\s]*\w)[\w$./]*[^\w$.'\s<>()[\]{}|&"`…][^'\s<>()[\]{}|&"`…]*'/g;

/** @param line of the compiler: a message, or a type as it writes one. */
export function withoutTexts(line: string): string {
  // A long type is cut anywhere, also within a text: which quotes are a pair is not known behind it.
  const cut = /\.\.\.(?:'|$)/.test(line) ? line.search(/["`]/) : -1;
  if (cut >= 0) return `${withoutTexts(line.slice(0, cut))}…`;
  return line
    .replace(TEXTS, (found) => (/^\d/.test(found) ? "…" : `${found[0]}…${found[0]}`))
    .replace(QUOTED_NAME, "'…'")
    .replace(TEXT_AS_NAME, "'…'");
}
