/**
 * No sentence of a command is in English only. Arguments of errors and questions are checked by the
 * compiler; here every string of the source that reads like a sentence is, whatever becomes of it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { FRENCH } from "../../src/language/french/index.ts";
import { describeProblem } from "../../src/language/french/schema-refusals.ts";

const SOURCE = join(import.meta.dirname, "../../src");

/** What has its sentences in each language in itself, or writes files and pages rather than speaks. */
const APART = /^(language|output\/page)\/|(gateway-files|mask-line|bin)\.ts$/;

/** Comments, regular expressions that hold quotes, strings. */
const TOKENS =
  /\/\*[\s\S]*?\*\/|\/\/.*|(?<=[(=,:[] ?)\/(?![/*])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

const GAPS = /\$\{(?:[^{}]|\{[^{}]*\})*\}/g;

/** Names of files, commands and headers, which are the same in every language. */
const NOT_SPOKEN: readonly RegExp[] = [
  /^\s*(npx|npm|node|lunakey|unset|chmod|git)\b/,
  /\bnpx wrangler\b/,
  /^(Bearer|no answer$|A Worker's secrets: from the store|export default)/,
  /--(env|url|worker)\b[^.]*$/,
];

/** Three words in a row, of which the second and the third are not names. */
const SENTENCE = /\p{L}[\p{L}']+ [a-z][a-z']+ [a-z]/u;

/** Strings, those within a template's gaps too; a gap itself is left as a number. */
function listStrings(source: string): string[] {
  const tokens = (source.match(TOKENS) ?? []).filter((token) => /^["'`]/.test(token));
  return tokens.flatMap((token) => {
    const inner = token.slice(1, -1);
    if (!token.startsWith("`")) return [inner];
    const gaps = inner.match(GAPS) ?? [];
    return [inner.replace(GAPS, "64"), ...gaps.flatMap((gap) => listStrings(gap.slice(2, -1)))];
  });
}

function isFrenchToo(text: string): boolean {
  if (Object.hasOwn(FRENCH, text)) return true;
  return /^(must|has|is) /.test(text) && describeProblem(text).fr !== text;
}

it("every sentence of the command line's source has its French one", () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !APART.test(file),
  );
  const missing = files.flatMap((file) =>
    listStrings(readFileSync(join(SOURCE, file), "utf8"))
      .map((token) => token.replaceAll("\\n", "").replace(/\\(["'`\\])/g, "$1"))
      .filter((text) => SENTENCE.test(text) && !NOT_SPOKEN.some((form) => form.test(text)))
      .filter((text) => !isFrenchToo(text))
      .map((text) => `${file}: ${text}`),
  );
  expect(missing).toEqual([]);
  expect(files.length).toBeGreaterThan(100);
});
