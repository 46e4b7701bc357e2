/** The words of `lunakey migrate` around its lists. */
import { type Catalogue, countWords, listWords } from "../language.ts";

export interface MigrateWords {
  readonly nothing: string;
  readonly nothingMovable: string;
  readonly nothingOfRoute: (route: string) => string;
  readonly head: (worker: string, reads: number, files: number, isDryRun: boolean) => string;
  readonly helperMade: (path: string, lines: number) => string;
  readonly converted: string;
  readonly required: string;
  readonly settings: (names: readonly string[]) => string;
  /** Of reads that stay. */
  readonly readsLeft: (reads: number) => string;
  readonly leftAlone: string;
  /** Places where the environment is used, and no secret by its name. */
  readonly noReads: string;
  readonly notes: string;
  readonly proof: (references: number, errors: number | null) => string;
  /** Errors that are no new ones, but are said of the new code too. */
  readonly proofRepeats: (before: number, after: number) => string;
  readonly nextRoute: (command: string) => string;
  readonly dryRun: string;
  readonly undo: string;
  readonly proving: (worker: string, done: number, total: number) => string;
  readonly provingFiles: (at: string, done: number, total: number) => string;
  readonly packageMissing: string;
  readonly crashed: (worker: string, kind: string, at: string | null) => string;
  readonly crashedHint: string;
  readonly pending: (reads: number) => string;
  readonly pendingHint: string;
  readonly routeUnknown: (known: readonly string[]) => string;
  readonly routesBelow: (below: readonly string[]) => string;
  readonly routesBelowHint: string;
  readonly fileUnknown: string;
  /** `nearest` is null where no secret is read at all. */
  readonly exceptUnknown: (nearest: string | null) => string;
  readonly notBound: (worker: string) => string;
}

const SHOWN_ROUTES_COUNT = 12;

function listSome(routes: readonly string[]): string {
  const more = routes.length > SHOWN_ROUTES_COUNT ? ", …" : "";
  return routes.slice(0, SHOWN_ROUTES_COUNT).join(", ") + more;
}

const en: MigrateWords = {
  nothing: "No read of a secret is left to move.",
  nothingMovable: "Nothing can be moved as it is.",
  nothingOfRoute: (route) => `No read of a secret is left to move behind ${route}.`,
  head: (worker, reads, files, isDryRun) =>
    `${worker}: ${countWords("en", reads, "read", "reads")} in ${countWords("en", files, "file", "files")} ${isDryRun ? "would go" : reads === 1 ? "goes" : "go"} through the helper.`,
  helperMade: (path, lines) => `${path} (${lines} lines, the helper)`,
  converted: "Converted",
  required: "May throw from now on, where the secret is missing (requireSecret)",
  settings: (names) =>
    names.length === 1
      ? `${names[0]} looks like a setting, and goes through the helper too: nothing here says that it is no secret. A name in [vars] is left a plain read, and so is one that --except gives.`
      : `${listWords("en", names)} look like settings, and go through the helper too: nothing here says that they are no secrets. A name in [vars] is left a plain read, and so is one that --except gives.`,
  readsLeft: (reads) =>
    `${countWords("en", reads, "read stays as it is", "reads stay as they are")}.`,
  leftAlone: "Left as it is, and still working",
  noReads: "To know of: no secret is read by its name here",
  notes: "To know",
  proof: (references, errors) =>
    `Proof: no new type error${errors === null ? "" : ` (${errors} before and after)`}, ${countWords("en", references, "call", "calls")} of changed functions looked at one by one.`,
  proofRepeats: (before, after) =>
    before === 0
      ? `${countWords("en", after, "type error", "type errors")} of the helper's new file are not its own: types that are not installed here.`
      : `Of the ${countWords("en", before, "type error", "type errors")} that were there before, ${after - before} show once more in the new code: types that are not installed or not generated here.`,
  nextRoute: (command) => `Next route: ${command}`,
  dryRun: "Nothing was written.",
  undo: "To take it back: lunakey migrate --undo",
  proving: (worker, done, total) => `planning and proving ${worker} (${done} of ${total})`,
  provingFiles: (at, done, total) => `${at}: types of ${done} of ${total} files`,
  crashed: (worker, kind, at) =>
    `${worker}: lunakey itself failed (${kind}${at === null ? "" : ` at ${at}`}); nothing is written of what it was at.`,
  crashedHint: "Please report it, with the code around if you can; the rest goes on without it.",
  packageMissing: "@lunakey/runtime is not installed here: npm install @lunakey/runtime first.",
  pending: (reads) =>
    `${countWords("en", reads, "read of a secret is", "reads of secrets are")} not moved yet.`,
  pendingHint: "lunakey migrate --dry-run shows the change.",
  routeUnknown: (known) =>
    known.length === 0
      ? "No route of this kind was found in this Worker."
      : `There is no such route here; there is ${listSome(known)}.`,
  routesBelow: (below) =>
    `There is no such route by itself; below it ${below.length === 1 ? "is" : "are"} ${listSome(below)}.`,
  routesBelowHint: "Give one of them. What runs before all of them moves with the first.",
  fileUnknown: "--file must be a file of the repository.",
  exceptUnknown: (nearest) =>
    `--except must be the name of a secret that the code here reads${nearest === null ? ", and it reads none" : `; the nearest is ${nearest}`}.`,
  notBound: (worker) =>
    `${worker} is bound to no store yet: the helper reads the individual secrets until lunakey bind.`,
};

const fr: MigrateWords = {
  nothing: "Plus aucune lecture de secret à migrer.",
  nothingMovable: "Rien ne peut être migré tel quel.",
  nothingOfRoute: (route) => `Plus aucune lecture de secret à migrer derrière ${route}.`,
  head: (worker, reads, files, isDryRun) => {
    const verb = isDryRun ? ["passerait", "passeraient"] : ["passe", "passent"];
    const where = countWords("fr", files, "fichier", "fichiers");
    return `${worker} : ${countWords("fr", reads, "lecture", "lectures")} dans ${where} ${verb[reads < 2 ? 0 : 1]} par le helper.`;
  },
  helperMade: (path, lines) => `${path} (${lines} lignes, le helper)`,
  converted: "Converti",
  required: "Peut désormais lever une erreur si le secret manque (requireSecret)",
  settings: (names) =>
    names.length === 1
      ? `${names[0]} ressemble à un réglage, et passe aussi par le helper : rien ici ne dit que ce n'est pas un secret. Un nom mis dans [vars] reste une lecture simple, comme un nom donné à --except.`
      : `${listWords("fr", names)} ressemblent à des réglages, et passent aussi par le helper : rien ici ne dit que ce ne sont pas des secrets. Un nom mis dans [vars] reste une lecture simple, comme un nom donné à --except.`,
  readsLeft: (reads) =>
    `${countWords("fr", reads, "lecture reste telle quelle", "lectures restent telles quelles")}.`,
  leftAlone: "Laissé tel quel, et fonctionne toujours",
  noReads: "Bon à savoir : aucun secret n'est lu ici par son nom",
  notes: "À savoir",
  proof: (references, errors) =>
    `Preuve : aucune nouvelle erreur de type${errors === null ? "" : ` (${errors} avant et après)`}, ${countWords("fr", references, "appel", "appels")} de fonctions changées vérifiés un par un.`,
  proofRepeats: (before, after) =>
    before === 0
      ? `${countWords("fr", after, "erreur de type", "erreurs de type")} du nouveau fichier du helper ne viennent pas de lui : des types qui ne sont pas installés ici.`
      : `Des ${countWords("fr", before, "erreur de type", "erreurs de type")} déjà là avant, ${after - before} se répètent dans le nouveau code : des types qui ne sont pas installés ou pas générés ici.`,
  nextRoute: (command) => `Route suivante : ${command}`,
  dryRun: "Rien n'a été écrit.",
  undo: "Pour revenir en arrière : lunakey migrate --undo",
  proving: (worker, done, total) => `plan et preuve de ${worker} (${done} sur ${total})`,
  provingFiles: (at, done, total) => `${at} : types de ${done} fichiers sur ${total}`,
  crashed: (worker, kind, at) =>
    `${worker} : lunakey a échoué lui-même (${kind}${at === null ? "" : ` à ${at}`}) ; rien de ce qu'il traitait n'est écrit.`,
  crashedHint:
    "Merci de le signaler, avec le code autour si possible ; le reste continue sans cela.",
  packageMissing: "@lunakey/runtime n'est pas installé ici : d'abord npm install @lunakey/runtime.",
  pending: (reads) =>
    `${countWords("fr", reads, "lecture de secret n'est pas encore migrée", "lectures de secrets ne sont pas encore migrées")}.`,
  pendingHint: "lunakey migrate --dry-run montre le changement.",
  routeUnknown: (known) =>
    known.length === 0
      ? "Aucune route de ce genre n'a été trouvée dans ce Worker."
      : `Cette route n'existe pas ici ; il y a ${listSome(known)}.`,
  routesBelow: (below) => `Cette route n'existe pas seule ; en dessous il y a ${listSome(below)}.`,
  routesBelowHint: "Donne l'une d'elles. Ce qui passe avant elles toutes migre avec la première.",
  fileUnknown: "--file doit être un fichier du dépôt.",
  exceptUnknown: (nearest) =>
    `--except doit être le nom d'un secret que le code lit ici${nearest === null ? ", et il n'en lit aucun" : ` ; le plus proche est ${nearest}`}.`,
  notBound: (worker) =>
    `${worker} n'est encore lié à aucun store : le helper lit les secrets individuels jusqu'à lunakey bind.`,
};

export const MIGRATE_WORDS: Catalogue<MigrateWords> = { en, fr };
