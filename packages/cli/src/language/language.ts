/**
 * Which language a run speaks. Each area has its sentences in a file beside this one, as a
 * `Catalogue`: the compiler refuses one that a language lacks. Codes, names and JSON's fields are
 * the same in every language.
 */
import { usageError } from "../cli-error.ts";

const LANGUAGES = ["en", "fr"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The same sentences in every language. */
export type Catalogue<Sentences> = Readonly<Record<Language, Sentences>>;

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

/** `1 file`, `2 files`; French has the singular for 0 too. */
export function countWords(language: Language, count: number, one: string, many: string): string {
  const isOne = language === "fr" ? Math.abs(count) < 2 : count === 1;
  return `${count} ${isOne ? one : many}`;
}

/** `A`, `A and B`, `A, B and C`. */
export function listWords(language: Language, words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  if (words.length < 2) return last;
  return `${words.slice(0, -1).join(", ")} ${language === "fr" ? "et" : "and"} ${last}`;
}
