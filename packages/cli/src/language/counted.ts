/** Things in numbers, for sentences that are written where they are said: `1 secret`, `2 secrets`. */
import { countWords } from "./language.ts";
import type { Wording } from "./phrase.ts";

const NOUNS = {
  secrets: { en: ["secret", "secrets"], fr: ["secret", "secrets"] },
  individual: {
    en: ["individual secret", "individual secrets"],
    fr: ["secret individuel", "secrets individuels"],
  },
  versions: { en: ["version", "versions"], fr: ["version", "versions"] },
  events: { en: ["audit event", "audit events"], fr: ["événement d'audit", "événements d'audit"] },
  files: { en: ["file", "files"], fr: ["fichier", "fichiers"] },
  lines: { en: ["line", "lines"], fr: ["ligne", "lignes"] },
} as const;

/** @param count 0 or more. In French 0 is singular. */
export function counted(count: number, noun: keyof typeof NOUNS): Wording {
  const { en, fr } = NOUNS[noun];
  return { en: countWords("en", count, en[0], en[1]), fr: countWords("fr", count, fr[0], fr[1]) };
}
