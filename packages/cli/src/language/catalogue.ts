/** The languages that the command line speaks, and sentences that are there in all of them. */

export const LANGUAGES = ["en", "fr"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The same sentences in every language. */
export type Catalogue<Sentences> = Readonly<Record<Language, Sentences>>;
