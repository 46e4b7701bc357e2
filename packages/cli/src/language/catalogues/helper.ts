/** The words of `lunakey helper --add`. */
import { type Catalogue, listWords } from "../language.ts";

export interface HelperWords {
  readonly unknownPart: string;
  readonly noCopy: (worker: string) => string;
  readonly noCopyHint: string;
  readonly there: (folder: string) => string;
  readonly written: (files: readonly string[]) => string;
  readonly made: (path: string, lines: number) => string;
  readonly dryRun: string;
  readonly callByHand: (worker: string, names: readonly string[], folder: string) => string;
  readonly verify: (folder: string) => string;
  readonly client: (folder: string) => string;
  readonly undo: string;
}

const en: HelperWords = {
  unknownPart: "--add must be reports, verify or client.",
  noCopy: (worker) => `${worker} has no copy of the helper to put it beside.`,
  noCopyHint:
    "lunakey migrate makes one. A Worker that imports @lunakey/runtime has all of it there already.",
  there: (folder) => `${folder} has it already.`,
  written: (files) => `Written: ${files.join(", ")}`,
  made: (path, lines) => `${path} (${lines} lines of the runtime)`,
  dryRun: "Nothing was written.",
  callByHand: (worker, names, folder) =>
    `A build makes the entry of ${worker}: call ${listWords("en", names)} of ${folder} once, at module scope of code that every request runs.`,
  verify: (folder) =>
    `Check what was signed with verifyWithSecret(env, "NAME", (key) => …) of ${folder}/verify-with-secret.`,
  client: (folder) =>
    `Build a client once per value with withSecret(env, "NAME", build) of ${folder}/with-secret.`,
  undo: "To take it back: lunakey helper --undo",
};

const fr: HelperWords = {
  unknownPart: "--add doit être reports, verify ou client.",
  noCopy: (worker) => `${worker} n'a pas de copie du helper à côté de laquelle le mettre.`,
  noCopyHint:
    "lunakey migrate en crée une. Un Worker qui importe @lunakey/runtime y a déjà tout cela.",
  there: (folder) => `${folder} l'a déjà.`,
  written: (files) => `Écrit : ${files.join(", ")}`,
  made: (path, lines) => `${path} (${lines} lignes du runtime)`,
  dryRun: "Rien n'a été écrit.",
  callByHand: (worker, names, folder) =>
    `Un build fabrique l'entrée de ${worker} : appelle une fois ${listWords("fr", names)} de ${folder}, au niveau du module, dans du code que chaque requête exécute.`,
  verify: (folder) =>
    `Vérifie ce qui a été signé avec verifyWithSecret(env, "NOM", (cle) => …) de ${folder}/verify-with-secret.`,
  client: (folder) =>
    `Construis un client une seule fois par valeur avec withSecret(env, "NOM", build) de ${folder}/with-secret.`,
  undo: "Pour revenir en arrière : lunakey helper --undo",
};

export const HELPER_WORDS: Catalogue<HelperWords> = { en, fr };
