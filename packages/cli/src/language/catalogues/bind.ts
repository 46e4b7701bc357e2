/** The words of `lunakey bind` around what its planner says. */
import { type Catalogue, countWords, listWords } from "../language.ts";

export interface BindWords {
  readonly nothing: string;
  /** Delivery `synced`, which has no binding. */
  readonly nothingSynced: string;
  readonly head: (
    worker: string,
    environment: string,
    delivery: string,
    names: readonly string[],
  ) => string;
  readonly question: (files: number) => string;
  readonly questionGrants: (grants: number, store: string) => string;
  readonly questionWithGrants: (files: number, grants: number, store: string) => string;
  readonly granted: (consumer: string, names: readonly string[], store: string) => string;
  readonly written: (files: readonly string[]) => string;
  readonly dryRun: string;
  readonly undo: string;
  readonly next: string;
  readonly stepGrant: string;
  readonly stepGrantCopies: string;
  readonly stepGateway: string;
  readonly stepValues: string;
  readonly stepMissingValues: (names: readonly string[]) => string;
  readonly stepDeploy: (worker: string, environment: string) => string;
  readonly stepUsage: string;
  readonly stepMigrate: string;
  readonly stepReports: string;
  readonly stepSync: string;
  readonly stepLeft: (worker: string, why: string, hint: string) => string;
  readonly environmentNeeded: string;
  readonly storeNeeded: string;
  readonly storeNeededHint: string;
  readonly nativeNeedsCloudflare: string;
  readonly nativeNeedsCloudflareHint: string;
  readonly gatewayUnknown: (script: string, why: string) => string;
  readonly gatewayOfOther: (script: string, own: string, wanted: string) => string;
  readonly grantFailed: string;
}

const en: BindWords = {
  nothing: "Bound already: nothing to change.",
  nothingSynced: "Delivery synced needs no binding: no file changes.",
  head: (worker, environment, delivery, names) =>
    `${worker}, environment ${environment}, delivery ${delivery}: ${listWords("en", names)}`,
  question: (files) => `Write ${countWords("en", files, "file", "files")}?`,
  questionGrants: (grants, store) =>
    `Make ${countWords("en", grants, "grant", "grants")} in the ${store}?`,
  questionWithGrants: (files, grants, store) =>
    `Write ${countWords("en", files, "file", "files")}, and make ${countWords("en", grants, "grant", "grants")} in the ${store}?`,
  granted: (consumer, names, store) =>
    `Granted to ${consumer} in the ${store}: ${names.join(", ")}`,
  written: (files) => `Written: ${files.join(", ")}`,
  dryRun: "Nothing was written.",
  undo: "To take it back: lunakey bind --undo",
  next: "Next, in this order:",
  stepGrant: "Let it read. A bound Worker without grants gets nothing, not even its own secrets:",
  stepGrantCopies: "What may be copied to it:",
  stepGateway: "The gateway, with its new bindings:",
  stepMissingValues: (names) =>
    `${countWords("en", names.length, "value is", "values are")} not in the store yet, ${listWords("en", names)}:`,
  stepValues: "The values, where the store has none yet:",
  stepDeploy: (worker, environment) => `${worker} in ${environment}:`,
  stepUsage: "Was it served? After the first requests:",
  stepReports:
    "And let it say what serves, and in mode shadow whether its copies are equal to the store's:",
  stepMigrate: "Then the code, one route at a time:",
  stepSync:
    "Nothing reads the store: it writes the individual secrets, with a power that the gateway has to be given (docs/sync.md). First what it would send:",
  stepLeft: (worker, why, hint) => `NOT bound: ${worker}. ${why} ${hint} Then:`,
  environmentNeeded: "--env is required: begin with staging, or name default for the top level.",
  storeNeeded: "Which store? No lunakey.jsonc names one here, and no local store runs.",
  storeNeededHint:
    "lunakey init writes a gateway and lunakey.jsonc; lunakey dev runs a store on this machine.",
  nativeNeedsCloudflare:
    "Delivery native binds Cloudflare's Secrets Store, and the values of this store are in the gateway (backend vault).",
  nativeNeedsCloudflareHint:
    "Take --delivery service; or set up a store whose values are Cloudflare's: lunakey init --backend cloudflare",
  gatewayUnknown: (script, why) =>
    `Whether ${script} is deployed could not be asked: ${why}. Deploy it before this Worker.`,
  gatewayOfOther: (script, own, wanted) =>
    `${script} holds the values of ${own} only: ${wanted} gets nothing from it, and goes on with its individual secrets.`,
  grantFailed: "The files are written, the grants are not:",
};

const fr: BindWords = {
  nothing: "Déjà lié : rien à changer.",
  nothingSynced: "La delivery synced n'a pas besoin de binding : aucun fichier ne change.",
  head: (worker, environment, delivery, names) =>
    `${worker}, environnement ${environment}, delivery ${delivery} : ${listWords("fr", names)}`,
  question: (files) => `Écrire ${countWords("fr", files, "fichier", "fichiers")} ?`,
  questionGrants: (grants, store) =>
    `Donner ${countWords("fr", grants, "accès", "accès")} dans le ${store} ?`,
  questionWithGrants: (files, grants, store) =>
    `Écrire ${countWords("fr", files, "fichier", "fichiers")} et donner ${countWords("fr", grants, "accès", "accès")} dans le ${store} ?`,
  granted: (consumer, names, store) =>
    `Accès donné à ${consumer} dans le ${store} : ${names.join(", ")}`,
  written: (files) => `Écrit : ${files.join(", ")}`,
  dryRun: "Rien n'a été écrit.",
  undo: "Pour revenir en arrière : lunakey bind --undo",
  next: "Ensuite, dans cet ordre :",
  stepGrant:
    "Donne l'accès. Un Worker lié sans accès ne reçoit rien, pas même ses propres secrets :",
  stepGrantCopies: "Ce qui peut lui être copié :",
  stepGateway: "La passerelle, avec ses nouveaux bindings :",
  stepMissingValues: (names) =>
    `${countWords("fr", names.length, "valeur n'est", "valeurs ne sont")} pas encore dans le store, ${listWords("fr", names)} :`,
  stepValues: "Les valeurs que le store n'a pas encore :",
  stepDeploy: (worker, environment) => `${worker} en ${environment} :`,
  stepUsage: "A-t-il été servi ? Après les premières requêtes :",
  stepReports:
    "Et fais-lui dire ce qui sert et, en mode shadow, si ses copies sont égales aux valeurs du store :",
  stepMigrate: "Puis le code, une route à la fois :",
  stepSync:
    "Rien ne lit le store : c'est lui qui écrit les secrets individuels, avec un pouvoir qu'il faut donner à la passerelle (docs/sync.md). D'abord, ce qu'il enverrait :",
  stepLeft: (worker, why, hint) => `PAS lié : ${worker}. ${why} ${hint} Ensuite :`,
  environmentNeeded:
    "--env est obligatoire : commence par staging, ou donne default pour le niveau principal.",
  storeNeeded:
    "Quel store ? Aucun lunakey.jsonc n'en nomme un ici, et aucun store local ne tourne.",
  storeNeededHint:
    "lunakey init écrit une passerelle et lunakey.jsonc ; lunakey dev lance un store sur cette machine.",
  nativeNeedsCloudflare:
    "La delivery native lie le Secrets Store de Cloudflare, et les valeurs de ce store sont dans la passerelle (backend vault).",
  nativeNeedsCloudflareHint:
    "Prends --delivery service ; ou crée un store dont les valeurs sont chez Cloudflare : lunakey init --backend cloudflare",
  gatewayUnknown: (script, why) =>
    `Impossible de savoir si ${script} est déployé : ${why}. Déploie-le avant ce Worker.`,
  gatewayOfOther: (script, own, wanted) =>
    `${script} ne contient que les valeurs de ${own} : ${wanted} n'en reçoit rien et continue avec ses secrets individuels.`,
  grantFailed: "Les fichiers sont écrits, les accès ne le sont pas :",
};

export const BIND_WORDS: Catalogue<BindWords> = { en, fr };
