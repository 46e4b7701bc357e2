/** The words of `lunakey helper --check` and `--update`: which version a copy is, and what somebody changed of it. */
import { HELPER_RELEASES, type HelperIdentity } from "../../repository/helper-version.ts";
import { type Catalogue, countWords } from "../language.ts";

export interface CopyOfHelper extends Pick<HelperIdentity, "version" | "isCurrent"> {
  readonly path: string;
  readonly changedLines: number;
}

export interface HelperCopyWords {
  readonly states: Readonly<Record<HelperIdentity["state"], (copy: CopyOfHelper) => string>>;
  readonly none: string;
  readonly differsHint: string;
  readonly editedHint: string;
  readonly forceHint: string;
  readonly updated: (paths: readonly string[]) => string;
}

const NEWEST = HELPER_RELEASES.at(-1)?.version ?? "";

const olderEn = (isCurrent: boolean) => (isCurrent ? "" : `; this lunakey's is ${NEWEST}`);
const en: HelperCopyWords = {
  states: {
    unchanged: ({ path, version, isCurrent }) =>
      `${path} is the helper of lunakey ${version}, unchanged${olderEn(isCurrent)}.`,
    formatted: ({ path, version, isCurrent }) =>
      `${path} is the helper of lunakey ${version}, formatted in another way${olderEn(isCurrent)}.`,
    edited: ({ path, version, changedLines }) =>
      `${path} is nearest to the helper of lunakey ${version}, edited by hand (${countWords("en", changedLines, "line", "lines")}).`,
    unknown: ({ path }) =>
      `${path} is a helper that this lunakey (${NEWEST}) does not know: of a newer one, or much edited.`,
  },
  none: "No Worker here has a copy of the helper; lunakey migrate makes one.",
  differsHint: "lunakey helper --update writes it anew; --undo takes that back.",
  editedHint:
    "lunakey helper --update --force writes it anew, without the edits; --undo takes that back.",
  forceHint:
    "Nothing was written. Keep the edits elsewhere, then --force overwrites them; --undo takes that back.",
  updated: (paths) => `Written: ${paths.join(", ")}.`,
};

const olderFr = (isCurrent: boolean) => (isCurrent ? "" : ` ; celui de ce lunakey est ${NEWEST}`);
const fr: HelperCopyWords = {
  states: {
    unchanged: ({ path, version, isCurrent }) =>
      `${path} est le helper de lunakey ${version}, inchangé${olderFr(isCurrent)}.`,
    formatted: ({ path, version, isCurrent }) =>
      `${path} est le helper de lunakey ${version}, autrement formaté${olderFr(isCurrent)}.`,
    edited: ({ path, version, changedLines }) =>
      `${path} est le plus proche du helper de lunakey ${version}, modifié à la main (${countWords("fr", changedLines, "ligne", "lignes")}).`,
    unknown: ({ path }) =>
      `${path} est un helper que ce lunakey (${NEWEST}) ne connaît pas : d'un plus récent, ou très modifié.`,
  },
  none: "Aucun Worker ici n'a de copie du helper ; lunakey migrate en crée une.",
  differsHint: "lunakey helper --update le réécrit ; --undo l'annule.",
  editedHint:
    "lunakey helper --update --force le réécrit, sans les modifications ; --undo l'annule.",
  forceHint:
    "Rien n'a été écrit. Garde tes modifications ailleurs, puis --force les écrase ; --undo l'annule.",
  updated: (paths) => `Écrit : ${paths.join(", ")}.`,
};

export const HELPER_COPY_WORDS: Catalogue<HelperCopyWords> = { en, fr };
