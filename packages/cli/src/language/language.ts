/**
 * Which language a run speaks. Reports have their sentences in files beside this one, as a
 * `Catalogue` by code; help, errors, questions and results are written in English where they are
 * said, as a `phrase`. Of both the compiler refuses a sentence that French lacks. Codes, names and
 * JSON's fields are the same in every language.
 */
import { usageError } from "../cli-error.ts";
import { LANGUAGES, type Language } from "./catalogue.ts";

export type { Catalogue, Language } from "./catalogue.ts";

/**
 * @param option what `--lang` gave.
 * @returns the option's, else the one that the locale of the environment names, else English.
 * @throws CliError `usage`.
 */
export function chooseLanguage(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Language {
  if (option === undefined) {
    // As POSIX reads them: the first that is set and not empty decides.
    const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
    return /^fr([_.@-]|$)/i.test(locale) ? "fr" : "en";
  }
  const language = LANGUAGES.find((each) => each === option);
  if (language === undefined) throw usageError("--lang must be en or fr.");
  return language;
}

/**
 * The same before the arguments were understood, for help and for what is wrong with them. Of a
 * language that there is not nothing is said here.
 */
export function guessLanguage(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const own = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  const at = own.findLastIndex((word) => word === "--lang" || word.startsWith("--lang="));
  const given = own[at] === "--lang" ? own[at + 1] : own[at]?.slice("--lang=".length);
  const known = LANGUAGES.find((each) => at >= 0 && each === given);
  return known ?? chooseLanguage(undefined, env);
}

/** `1 file`, `2 files`; French has the singular for 0 too. */
export function countWords(language: Language, count: number, one: string, many: string): string {
  const isOne = language === "fr" ? Math.abs(count) < 2 : count === 1;
  return `${count} ${isOne ? one : many}`;
}

/** With the space that French puts before it. */
export function colon(language: Language): string {
  return language === "fr" ? " :" : ":";
}

/** As `listWords`, and of more than `most` only how many there are: `A, B and 35 more`. */
export function listSomeWords(language: Language, words: readonly string[], most: number): string {
  const rest = words.length - most;
  // "and 1 more" is no shorter than the name.
  if (rest < 2) return listWords(language, words);
  const more = language === "fr" ? `${rest} autres` : `${rest} more`;
  return listWords(language, [...words.slice(0, most), more]);
}

/** `A`, `A and B`, `A, B and C`. */
export function listWords(language: Language, words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  if (words.length < 2) return last;
  return `${words.slice(0, -1).join(", ")} ${language === "fr" ? "et" : "and"} ${last}`;
}
