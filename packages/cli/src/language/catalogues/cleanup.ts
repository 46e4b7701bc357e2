/** What `lunakey cleanup` shows, asks and says in the end. */
import { type Catalogue, countWords, listWords } from "../language.ts";

export interface CleanupWords {
  readonly head: (worker: string, environment: string) => string;
  readonly goes: (names: readonly string[], script: string) => string;
  readonly gone: (names: readonly string[], script: string) => string;
  /** What of the values is left: `store` says version by version. */
  readonly lost: string;
  readonly versions: (versions: readonly string[]) => string;
  readonly version: (name: string, version: number | null) => string;
  readonly fallback: string;
  readonly unseen: string;
  readonly forced: string;
  readonly left: string;
  readonly leftHint: (environment: string) => string;
  readonly nothing: string;
  readonly nothingLeft: string;
  readonly dryRun: string;
  readonly written: (paths: readonly string[]) => string;
  readonly undo: string;
  readonly secretsGone: string;
  readonly question: (secrets: number, files: number, environment: string) => string;
  readonly forceQuestion: string;
  readonly forceUnconfirmed: string;
  readonly forceUnconfirmedHint: (worker: string) => string;
  readonly stagingFirst: (workers: readonly string[]) => string;
  readonly stagingFirstHint: string;
  readonly next: string;
  readonly stepDeploy: (worker: string) => string;
  readonly stepBack: string;
  readonly accountSilent: string;
}

const en: CleanupWords = {
  head: (worker, environment) => `${worker}, environment ${environment}`,
  goes: (names, script) =>
    `${countWords("en", names.length, "individual secret goes", "individual secrets go")} from ${script}: ${listWords("en", names)}.`,
  gone: (names, script) =>
    `${countWords("en", names.length, "individual secret is", "individual secrets are")} gone from ${script}: ${listWords("en", names)}.`,
  lost: "Cloudflare gives no individual secret back: its value is lost for good, and what is left is the store's.",
  versions: (versions) => `The store has ${listWords("en", versions)}.`,
  version: (name, version) =>
    version === null
      ? `${name} (which value, Cloudflare's store knows)`
      : `version ${version} of ${name}`,
  fallback: "LUNAKEY_MODE becomes store-only: nothing but the store serves, in an outage too.",
  unseen: "Not observed, or not recorded:",
  forced: "Forced, although:",
  left: "These stay:",
  leftHint: (environment) =>
    `What stands in the way, name by name: lunakey rehearse --env ${environment} --all`,
  nothing: "Nothing can be cleaned up.",
  nothingLeft: "Nothing is left to clean up.",
  dryRun: "Nothing was changed.",
  written: (paths) => `Written: ${paths.join(", ")}`,
  undo: "To take the files back: lunakey cleanup --undo",
  secretsGone:
    "Only files come back so. Individual secrets are made again from the store's values, by lunakey sync or lunakey eject.",
  question: (secrets, files, environment) => {
    const parts = [
      ...(secrets > 0
        ? [
            `remove ${countWords("en", secrets, "individual secret", "individual secrets")} for good`,
          ]
        : []),
      ...(files > 0 ? [`write ${countWords("en", files, "file", "files")}`] : []),
    ];
    return `In ${environment}, ${listWords("en", parts)}?`;
  },
  forceQuestion: "Not all of it was seen for 30 days.",
  forceUnconfirmed: "What is forced needs the Worker's name, and there is no terminal to ask on.",
  forceUnconfirmedHint: (worker) => `Add --confirm ${worker}; nothing was changed.`,
  stagingFirst: (workers) =>
    `${listWords("en", workers)} ${workers.length === 1 ? "serves" : "serve"} users here, and no staging environment of ${workers.length === 1 ? "it" : "them"} was cleaned up before.`,
  stagingFirstHint:
    "Begin with lunakey cleanup --env staging, deploy it, and see it work; --force passes over this.",
  next: "Next:",
  stepDeploy: (worker) => `Deploy ${worker}, so that what serves is what the config says:`,
  stepBack: "Should a Worker want its own secrets again, with the store's values:",
  accountSilent: "The account was not asked: which individual secrets there are is not known here.",
};

const fr: CleanupWords = {
  head: (worker, environment) => `${worker}, environnement ${environment}`,
  goes: (names, script) =>
    `${countWords("fr", names.length, "secret individuel s'en va", "secrets individuels s'en vont")} de ${script} : ${listWords("fr", names)}.`,
  gone: (names, script) =>
    `${countWords("fr", names.length, "secret individuel supprimé", "secrets individuels supprimés")} de ${script} : ${listWords("fr", names)}.`,
  lost: "Cloudflare ne rend aucun secret individuel : sa valeur est perdue pour de bon, il ne reste que celle du store.",
  versions: (versions) => `Le store a ${listWords("fr", versions)}.`,
  version: (name, version) =>
    version === null
      ? `${name} (le store de Cloudflare sait quelle valeur)`
      : `la version ${version} de ${name}`,
  fallback: "LUNAKEY_MODE devient store-only : rien d'autre que le store ne sert, même en panne.",
  unseen: "Pas observé, ou pas noté :",
  forced: "Forcé, bien que :",
  left: "Ceux-ci restent :",
  leftHint: (environment) =>
    `Ce qui s'y oppose, nom par nom : lunakey rehearse --env ${environment} --all`,
  nothing: "Rien ne peut être nettoyé.",
  nothingLeft: "Il ne reste rien à nettoyer.",
  dryRun: "Rien n'a été changé.",
  written: (paths) => `Écrit : ${paths.join(", ")}`,
  undo: "Pour reprendre les fichiers : lunakey cleanup --undo",
  secretsGone:
    "Seuls les fichiers reviennent ainsi. Les secrets individuels se refont avec les valeurs du store, par lunakey sync ou lunakey eject.",
  question: (secrets, files, environment) => {
    const parts = [
      ...(secrets > 0
        ? [
            `supprimer ${countWords("fr", secrets, "secret individuel", "secrets individuels")} pour de bon`,
          ]
        : []),
      ...(files > 0 ? [`écrire ${countWords("fr", files, "fichier", "fichiers")}`] : []),
    ];
    return `En ${environment}, ${listWords("fr", parts)} ?`;
  },
  forceQuestion: "Tout n'a pas été vu pendant 30 jours.",
  forceUnconfirmed:
    "Ce qui est forcé demande le nom du Worker, et il n'y a pas de terminal où le demander.",
  forceUnconfirmedHint: (worker) => `Ajoute --confirm ${worker} ; rien n'a été changé.`,
  stagingFirst: (workers) =>
    `${listWords("fr", workers)} ${workers.length === 1 ? "a" : "ont"} des utilisateurs ici, et aucun environnement de staging n'a été nettoyé avant.`,
  stagingFirstHint:
    "Commence par lunakey cleanup --env staging, déploie, et vois que cela marche ; --force passe outre.",
  next: "Ensuite :",
  stepDeploy: (worker) => `Déployer ${worker}, pour que serve ce que dit la configuration :`,
  stepBack: "Si un Worker veut de nouveau ses propres secrets, avec les valeurs du store :",
  accountSilent:
    "Le compte n'a pas été interrogé : on ne sait pas ici quels secrets individuels existent.",
};

export const CLEANUP_WORDS: Catalogue<CleanupWords> = { en, fr };
