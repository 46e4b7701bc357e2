/**
 * Sentences where they are said: in English, with the French one found by it in `french/`. An error
 * is thrown where nobody knows which language will be asked for, so a phrase carries both.
 */
import type { Catalogue, Language } from "./catalogue.ts";
import { FRENCH } from "./french/index.ts";

/** An English sentence that has its French one. `{name}` stands for what is put in. */
export type Sentence = keyof typeof FRENCH;

/** The same in every language, with everything put in. */
export type Wording = Catalogue<string>;

/** A sentence, a phrase, or words that are in the right language already. */
export type Text = string | Wording;

type NameIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NameIn<Rest>
  : never;

/** What a sentence wants put in; text of another's is put in as it is. */
type Parts<S extends string> = Readonly<Record<NameIn<S>, string | number | Wording>>;

/**
 * What a parameter of type `Text & Checked<…>` takes: a sentence that is typed out has to have its
 * French one, and what is made of pieces has to be a phrase. A `string` that came from elsewhere, such
 * as a catalogue, is taken as it is.
 */
export type Checked<T extends Text> = T extends string
  ? string extends T
    ? unknown
    : T extends Sentence
      ? unknown
      : "this sentence has no French one in language/french"
  : unknown;

/** @param parts what stands for the sentence's `{names}`. */
export function phrase<S extends Sentence>(
  sentence: S,
  ...parts: [NameIn<S>] extends [never] ? [] : [parts: Parts<S>]
): Wording {
  const values: Readonly<Record<string, string | number | Wording>> = parts[0] ?? {};
  return { en: fill(sentence, values, "en"), fr: fill(FRENCH[sentence], values, "fr") };
}

/** Several, one after the other. */
export function joinTexts(texts: readonly Text[], between: string): Wording {
  const inLanguage = (language: Language) =>
    texts.map((text) => speak(language, text)).join(between);
  return { en: inLanguage("en"), fr: inLanguage("fr") };
}

/** @returns the text in this language; a `string` that has no French one as it is. */
export function speak(language: Language, text: Text): string {
  if (typeof text !== "string") return text[language];
  return language === "fr" && isSentence(text) ? FRENCH[text] : text;
}

/** What is the same in every language, or was made by others: in French only where it is known. */
export function asIs(text: Text): Wording {
  return { en: speak("en", text), fr: speak("fr", text) };
}

function isSentence(text: string): text is Sentence {
  return Object.hasOwn(FRENCH, text);
}

function fill(
  sentence: string,
  parts: Readonly<Record<string, string | number | Wording>>,
  language: Language,
): string {
  return sentence.replace(/\{([A-Za-z]\w*)\}/g, (all, name: string) => {
    const part = parts[name];
    if (part === undefined) return all;
    return typeof part === "object" ? part[language] : String(part);
  });
}
