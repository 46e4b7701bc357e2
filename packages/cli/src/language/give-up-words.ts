/** Why a read was left as it is, and what would make it movable. */
import type { GiveUpCode, Remark } from "@lunakey/migrate";
import type { Catalogue } from "./language.ts";

/** What a sentence can speak of. */
export interface LeftAlone {
  /** The secrets, as a list in words. */
  readonly names: string;
  /** The function, class or variable in the way, in backquotes; null where it has no name. */
  readonly subject: string | null;
}

interface Explanation {
  readonly reason: (left: LeftAlone) => string;
  /** The edit that it takes. */
  readonly edit: (left: LeftAlone) => string;
}

export interface GiveUpWords {
  readonly reasons: Readonly<Record<GiveUpCode, Explanation>>;
  readonly remarks: Readonly<Record<Remark["code"], (names: string) => string>>;
}

const en: GiveUpWords = {
  reasons: {
    constructor: {
      reason: ({ subject }) => `a constructor can not wait${of(" of ", subject)}`,
      edit: ({ names }) =>
        `Read ${names} where the object is made, and give the value to the constructor; or make it in a static async create().`,
    },
    getter: {
      reason: ({ subject }) => `a getter can not wait${of(", here ", subject)}`,
      edit: () => "Make it a method that is async, and await it where it is read.",
    },
    setter: {
      reason: ({ subject }) => `a setter can not wait${of(", here ", subject)}`,
      edit: () => "Read the secret before, and set the value.",
    },
    generator: {
      reason: ({ subject }) => `a generator can not wait${of(", here ", subject)}`,
      edit: () => "Make it an async generator, and read it with for await.",
    },
    "field-initialiser": {
      reason: ({ subject }) =>
        `a class field is filled in without waiting${of(", here ", subject)}`,
      edit: () => "Fill it on first use, in an async method.",
    },
    "static-block": {
      reason: () => "a static block can not wait",
      edit: () => "Move it into an async function that is called from a handler.",
    },
    "default-parameter": {
      reason: ({ subject }) => `a parameter's default can not wait${of(" in ", subject)}`,
      edit: () => "Read the secret in the function's body where the parameter is undefined.",
    },
    "module-level": {
      reason: ({ subject }) =>
        `it runs when the module is loaded, before any request${of(", for ", subject)}`,
      edit: ({ subject }) =>
        `Make ${subject ?? "it"} a function that is called in a handler and keeps what it made.`,
    },
    decorator: {
      reason: () => "a decorator's argument can not wait",
      edit: () => "Read the secret in the decorated method.",
    },
    "super-call": {
      reason: () => "an argument of super() can not wait",
      edit: () => "Read the secret where the object is made, and pass the value.",
    },
    "sync-callback": {
      reason: ({ subject }) =>
        `it is in a callback that ${subject ?? "its caller"} does not wait for`,
      edit: ({ names }) => `Read ${names} before the call, and use the value inside.`,
    },
    "type-predicate": {
      reason: ({ subject }) => `a type guard can not be async${of(", here ", subject)}`,
      edit: () => "Read the secret before, and give the value to the guard.",
    },
    "library-type": {
      reason: ({ subject }) =>
        `a type of a library wants a plain value${of(" from ", subject)}, no promise`,
      edit: ({ names }) => `Read ${names} before, and let the function use the value.`,
    },
    "used-as-value": {
      reason: ({ subject }) => `${subject ?? "the function"} is handed on as a value`,
      edit: () => "Hand on an async function that awaits it, where its receiver can wait.",
    },
    "unknown-callback": {
      reason: ({ subject }) => `it is not known whether ${subject ?? "the receiver"} waits for it`,
      edit: () => "If it does, write await getSecret(…) there by hand.",
    },
    "empty-string": {
      reason: () => "the code tells an empty string from a missing one, and the helper does not",
      edit: () => "Let both mean missing, or keep this one as a variable.",
    },
    "rest-destructuring": {
      reason: () => "the rest of the environment is taken along with it",
      edit: () => "Take the secret out on its own, before the rest.",
    },
    "write-target": {
      reason: () => "it is written to, not read",
      edit: () => "Nothing has to change here.",
    },
    "no-environment": {
      reason: () => "no environment is at hand there that the helper could read from",
      edit: () => "Hand env on to this function.",
    },
    accessor: {
      reason: ({ subject }) => `it is read through ${subject ?? "a function"} of the repository`,
      edit: ({ subject }) => `Let ${subject ?? "that function"} call getSecret, and await it.`,
    },
    "unknown-shape": {
      reason: () => "the code around it has a form that is not known here",
      edit: () => "Write await getSecret(…) by hand.",
    },
    "dynamic-key": {
      reason: () => "the name is only known when it runs",
      edit: () => "Call getSecret(env, name) there by hand, if the names are secrets.",
    },
    spread: {
      reason: () => "the whole environment is copied",
      edit: () => "Nothing has to change, unless a secret is read from the copy.",
    },
    keys: {
      reason: () => "the names of the environment are listed",
      edit: () => "Nothing has to change: a secret that is only in the store is not among them.",
    },
    "schema-parse": {
      reason: () => "the whole environment is checked by a schema",
      edit: () => "Take the secrets out of the schema before the individual ones are removed.",
    },
    "passed-to-library": {
      reason: () => "a library is given the whole environment, and reads from it itself",
      edit: () => "Keep the individual secrets that it reads (delivery synced).",
    },
    "kept-in-variable": {
      reason: () => "the environment is kept for later",
      edit: () => "Nothing has to change, unless a secret is read from what was kept.",
    },
    "type-error": {
      reason: () => "the change would have made a new type error, and was not written",
      edit: () => "Write await getSecret(…) by hand, where the types show what else must change.",
    },
    "not-awaited": {
      reason: ({ subject }) =>
        `a call of ${subject ?? "the function"} could not be made to wait, so nothing was written`,
      edit: () => "Await that call by hand, and run migrate again.",
    },
    "not-stable": {
      reason: () => "a second run would have changed it again, so it was not written",
      edit: () => "Write await getSecret(…) by hand, and please report it.",
    },
  },
  remarks: {
    "memoised-client": (names) =>
      `A client that is made once keeps the ${names} that it was made with: withSecret makes a new one after a rotation.`,
    "empty-counts-as-missing": (names) => `An empty ${names} counts as missing from now on.`,
    "generated-env-type": () => "The type of the environment is generated: run npx wrangler types.",
  },
};

const fr: GiveUpWords = {
  reasons: {
    constructor: {
      reason: ({ subject }) => `un constructeur ne peut pas attendre${of(" : ", subject)}`,
      edit: ({ names }) =>
        `Lis ${names} là où l'objet est créé et passe la valeur au constructeur ; ou crée l'objet dans une méthode statique async create().`,
    },
    getter: {
      reason: ({ subject }) => `un getter ne peut pas attendre${of(" : ", subject)}`,
      edit: () => "Fais-en une méthode async, avec await là où il est lu.",
    },
    setter: {
      reason: ({ subject }) => `un setter ne peut pas attendre${of(" : ", subject)}`,
      edit: () => "Lis le secret avant, puis affecte la valeur.",
    },
    generator: {
      reason: ({ subject }) => `un générateur ne peut pas attendre${of(" : ", subject)}`,
      edit: () => "Fais-en un générateur async, lu avec for await.",
    },
    "field-initialiser": {
      reason: ({ subject }) =>
        `un champ de classe est initialisé sans attendre${of(" : ", subject)}`,
      edit: () => "Remplis-le à la première utilisation, dans une méthode async.",
    },
    "static-block": {
      reason: () => "un bloc static ne peut pas attendre",
      edit: () => "Déplace-le dans une fonction async appelée par un handler.",
    },
    "default-parameter": {
      reason: ({ subject }) =>
        `la valeur par défaut d'un paramètre ne peut pas attendre${of(" : ", subject)}`,
      edit: () => "Lis le secret dans le corps de la fonction quand le paramètre est undefined.",
    },
    "module-level": {
      reason: ({ subject }) =>
        `c'est exécuté au chargement du module, avant toute requête${of(" : ", subject)}`,
      edit: ({ subject }) =>
        `Fais de ${subject ?? "cette valeur"} une fonction appelée dans un handler, qui garde ce qu'elle a créé.`,
    },
    decorator: {
      reason: () => "l'argument d'un décorateur ne peut pas attendre",
      edit: () => "Lis le secret dans la méthode décorée.",
    },
    "super-call": {
      reason: () => "un argument de super() ne peut pas attendre",
      edit: () => "Lis le secret là où l'objet est créé et passe la valeur.",
    },
    "sync-callback": {
      reason: ({ subject }) =>
        `c'est dans un callback que ${subject ?? "son appelant"} n'attend pas`,
      edit: ({ names }) => `Lis ${names} avant l'appel et utilise la valeur à l'intérieur.`,
    },
    "type-predicate": {
      reason: ({ subject }) => `un garde de type ne peut pas être async${of(" : ", subject)}`,
      edit: () => "Lis le secret avant et passe la valeur au garde.",
    },
    "library-type": {
      reason: ({ subject }) =>
        `un type de bibliothèque veut une valeur simple${of(" de ", subject)}, pas une promesse`,
      edit: ({ names }) => `Lis ${names} avant et laisse la fonction utiliser la valeur.`,
    },
    "used-as-value": {
      reason: ({ subject }) => `${subject ?? "la fonction"} est transmise comme valeur`,
      edit: () => "Transmets une fonction async qui l'attend, si le receveur sait attendre.",
    },
    "unknown-callback": {
      reason: ({ subject }) => `on ne sait pas si ${subject ?? "le receveur"} l'attend`,
      edit: () => "Si oui, écris await getSecret(…) à la main.",
    },
    "empty-string": {
      reason: () => "le code distingue une chaîne vide d'un secret absent, pas le helper",
      edit: () => "Traite les deux comme absents, ou garde celui-ci comme variable.",
    },
    "rest-destructuring": {
      reason: () => "le reste de l'environnement est pris avec lui",
      edit: () => "Sors le secret seul, avant le reste.",
    },
    "write-target": {
      reason: () => "il est écrit, pas lu",
      edit: () => "Rien à changer ici.",
    },
    "no-environment": {
      reason: () => "aucun environnement n'y est disponible pour le helper",
      edit: () => "Transmets env à cette fonction.",
    },
    accessor: {
      reason: ({ subject }) => `il est lu par ${subject ?? "une fonction"} du dépôt`,
      edit: ({ subject }) =>
        `Fais appeler getSecret par ${subject ?? "cette fonction"}, avec await.`,
    },
    "unknown-shape": {
      reason: () => "le code autour a une forme inconnue ici",
      edit: () => "Écris await getSecret(…) à la main.",
    },
    "dynamic-key": {
      reason: () => "le nom n'est connu qu'à l'exécution",
      edit: () => "Appelle getSecret(env, nom) à la main si ces noms sont des secrets.",
    },
    spread: {
      reason: () => "tout l'environnement est copié",
      edit: () => "Rien à changer, sauf si un secret est lu dans la copie.",
    },
    keys: {
      reason: () => "les noms de l'environnement sont listés",
      edit: () => "Rien à changer : un secret qui n'est que dans le store n'y figure pas.",
    },
    "schema-parse": {
      reason: () => "tout l'environnement est vérifié par un schéma",
      edit: () => "Retire les secrets du schéma avant de supprimer les secrets individuels.",
    },
    "passed-to-library": {
      reason: () => "une bibliothèque reçoit tout l'environnement et y lit elle-même",
      edit: () => "Garde les secrets individuels qu'elle lit (delivery synced).",
    },
    "kept-in-variable": {
      reason: () => "l'environnement est gardé pour plus tard",
      edit: () => "Rien à changer, sauf si un secret est lu dans ce qui a été gardé.",
    },
    "type-error": {
      reason: () => "le changement aurait créé une erreur de type et n'a pas été écrit",
      edit: () => "Écris await getSecret(…) à la main, là où les types montrent la suite.",
    },
    "not-awaited": {
      reason: ({ subject }) =>
        `un appel de ${subject ?? "la fonction"} n'a pas pu être attendu, rien n'a été écrit`,
      edit: () => "Ajoute await à cet appel à la main, puis relance migrate.",
    },
    "not-stable": {
      reason: () => "un second passage l'aurait encore changé, donc rien n'a été écrit",
      edit: () => "Écris await getSecret(…) à la main, et signale-le.",
    },
  },
  remarks: {
    "memoised-client": (names) =>
      `Un client créé une seule fois garde le ${names} avec lequel il a été créé : withSecret en crée un nouveau après une rotation.`,
    "empty-counts-as-missing": (names) => `Un ${names} vide compte désormais comme absent.`,
    "generated-env-type": () => "Le type de l'environnement est généré : lance npx wrangler types.",
  },
};

function of(words: string, subject: string | null): string {
  return subject === null ? "" : `${words}${subject}`;
}

export const GIVE_UP_WORDS: Catalogue<GiveUpWords> = { en, fr };
