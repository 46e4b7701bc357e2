/** What commands that read or change a repository say when something is in the way. */
import { type Catalogue, countWords, listWords } from "../language.ts";

export interface RepositoryWords {
  readonly folderMissing: string;
  readonly folderMissingHint: string;
  readonly noGit: string;
  readonly noGitHint: string;
  readonly dirty: (paths: readonly string[]) => string;
  readonly dirtyHint: string;
  readonly changedMeanwhile: (paths: readonly string[]) => string;
  readonly changedMeanwhileHint: string;
  readonly busy: string;
  readonly undoConflict: (paths: readonly string[]) => string;
  readonly undoConflictHint: string;
  readonly nothingToUndo: string;
  readonly recordDamaged: (paths: readonly string[]) => string;
  readonly recordDamagedHint: string;
  readonly unwritable: (reason: string) => string;
  readonly recovered: string;
  readonly kept: (paths: readonly string[]) => string;
  readonly undone: (count: number) => string;
  readonly noWorkers: string;
  readonly noWorkersHint: string;
  readonly workerUnknown: (known: readonly string[]) => string;
  readonly workerNeeded: (known: readonly string[]) => string;
}

/** More paths are only counted. */
const SHOWN_PATHS_COUNT = 5;

function listPaths(language: "en" | "fr", paths: readonly string[]): string {
  const more = paths.length - SHOWN_PATHS_COUNT;
  const shown = paths.slice(0, SHOWN_PATHS_COUNT);
  if (more <= 0) return listWords(language, shown);
  const rest =
    language === "fr"
      ? countWords("fr", more, "autre", "autres")
      : countWords("en", more, "other", "others");
  return listWords(language, [...shown, rest]);
}

const en: RepositoryWords = {
  folderMissing: "There is no such folder, or it can not be read.",
  folderMissingHint: "Name the folder of a repository; it is found from where you are.",
  noGit: "This is not a git repository, so what is written could not be looked at.",
  noGitHint: "Go into one, or add --allow-dirty; --undo works without git too.",
  dirty: (paths) => `There are changes that are not committed: ${listPaths("en", paths)}.`,
  dirtyHint:
    "Commit or stash them, so that only this command's changes show; or add --allow-dirty.",
  changedMeanwhile: (paths) =>
    `Changed while this ran: ${listPaths("en", paths)}. Nothing was written.`,
  changedMeanwhileHint: "Run it again.",
  busy: "Another run is writing here at this moment. Nothing was written.",
  undoConflict: (paths) =>
    `Changed since, in the same lines: ${listPaths("en", paths)}. Nothing was undone.`,
  undoConflictHint:
    "Take your own change of these lines back first, or restore the files from git.",
  nothingToUndo: "There is nothing of this command to undo here.",
  recordDamaged: (paths) => `Can not be read: ${listPaths("en", paths)}. Nothing was changed.`,
  recordDamagedHint: "Restore the files from git, and remove it.",
  unwritable: (reason) => `Nothing was written: ${reason}.`,
  recovered: "An interrupted run was ended first: its files are whole again.",
  kept: (paths) => `Changed while it was written, and left as they are: ${listPaths("en", paths)}.`,
  undone: (count) => `Undone: ${countWords("en", count, "file is", "files are")} as before.`,
  noWorkers: "No wrangler config was found here.",
  noWorkersHint: "Go to the folder of a Worker, or of a repository with Workers.",
  workerUnknown: (known) => `There is no such Worker here; there is ${listPaths("en", known)}.`,
  workerNeeded: (known) => `Which Worker? --worker takes one of ${listPaths("en", known)}.`,
};

const fr: RepositoryWords = {
  folderMissing: "Ce dossier n'existe pas, ou ne peut pas être lu.",
  folderMissingHint: "Donne le dossier d'un dépôt ; il est cherché depuis là où tu es.",
  noGit: "Ce n'est pas un dépôt git : tu ne pourrais pas relire ce qui est écrit.",
  noGitHint: "Va dans un dépôt, ou ajoute --allow-dirty ; --undo marche aussi sans git.",
  dirty: (paths) => `Des changements ne sont pas commités : ${listPaths("fr", paths)}.`,
  dirtyHint:
    "Commite-les ou mets-les de côté, pour ne voir que les changements de cette commande ; ou ajoute --allow-dirty.",
  changedMeanwhile: (paths) =>
    `A changé entre-temps : ${listPaths("fr", paths)}. Rien n'a été écrit.`,
  changedMeanwhileHint: "Relance la commande.",
  busy: "Une autre exécution écrit ici en ce moment. Rien n'a été écrit.",
  undoConflict: (paths) =>
    `A changé depuis, dans les mêmes lignes : ${listPaths("fr", paths)}. Rien n'a été annulé.`,
  undoConflictHint:
    "Reprends d'abord ton propre changement de ces lignes, ou restaure les fichiers depuis git.",
  nothingToUndo: "Il n'y a rien à annuler de cette commande ici.",
  recordDamaged: (paths) => `Illisible : ${listPaths("fr", paths)}. Rien n'a changé.`,
  recordDamagedHint: "Restaure les fichiers depuis git, puis supprime-le.",
  unwritable: (reason) => `Rien n'a été écrit : ${reason}.`,
  recovered:
    "Une exécution interrompue a d'abord été terminée : ses fichiers sont de nouveau entiers.",
  kept: (paths) => `A changé pendant l'écriture, laissé tel quel : ${listPaths("fr", paths)}.`,
  undone: (count) =>
    `Annulé : ${countWords("fr", count, "fichier est", "fichiers sont")} comme avant.`,
  noWorkers: "Aucune configuration wrangler trouvée ici.",
  noWorkersHint: "Va dans le dossier d'un Worker, ou d'un dépôt qui en contient.",
  workerUnknown: (known) => `Ce Worker n'existe pas ici ; il y a ${listPaths("fr", known)}.`,
  workerNeeded: (known) => `Quel Worker ? --worker prend ${listPaths("fr", known)}.`,
};

export const REPOSITORY_WORDS: Catalogue<RepositoryWords> = { en, fr };
