/** Reads that were left as they are, in French. */
import { countWords } from "../language.ts";
import { type GiveUpWords, of } from "./left-alone.ts";

export const LEFT_ALONE_FR: GiveUpWords = {
  reasons: {
    constructor: {
      reason: ({ subject }) => `le constructeur${of(" de ", subject)} ne peut pas attendre`,
      edit: ({ names }) =>
        `Lis ${names} là où l'objet est créé et passe la valeur au constructeur ; ou crée l'objet dans une méthode statique async create().`,
    },
    "platform-constructor": {
      reason: ({ subject }) =>
        `un constructeur ne peut pas attendre, et c'est la plateforme qui crée ${subject ?? "l'objet"}`,
      edit: ({ names }) =>
        `Lis ${names} dans les méthodes async qui en ont besoin. (Un Durable Object peut aussi le remplir dans ctx.blockConcurrencyWhile.)`,
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
    "between-storage": {
      reason: ({ subject }) =>
        `un autre événement pourrait s'intercaler${of(", dans ", subject)}, avant l'écriture du stockage qui a été lu`,
      edit: ({ names }) => `Lis ${names} avant le stockage et transmets la valeur.`,
    },
    "at-once": {
      reason: ({ subject }) =>
        `le code qui appelle ${subject ?? "la fonction"} compte sur ce qu'elle définit avant sa première attente, et une lecture du store le retarderait`,
      edit: ({ subject, names }) =>
        `Lis ${names} là où ${subject ?? "la fonction"} est appelée et transmets la valeur.`,
    },
    "module-callback": {
      reason: ({ subject }) =>
        `c'est dans un callback que ${subject ?? "son appelant"} n'attend pas, et qui est donné au chargement du module`,
      edit: ({ names }) =>
        `Laisse ${names} parmi les secrets du Worker : lunakey sync garde ces copies à la valeur du store.`,
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
    "outside-caller": {
      reason: ({ subject }) =>
        `${subject ?? "il"} est appelé depuis un fichier que le compilateur ne peut pas suivre`,
      edit: () => "Écris l'await là-bas à la main, ou rends son import résoluble.",
    },
    component: {
      reason: () =>
        "c'est dans un composant, dont le script ne peut pas attendre ou tourne là où aucun store n'est joignable",
      edit: ({ names }) =>
        `Lis ${names} dans un fichier du serveur et transmets ce qu'il faut au composant ; dans le frontmatter d'Astro, lis-le depuis Astro.locals.runtime.env ou cloudflare:workers au lieu de process.env, puis relance migrate.`,
    },
    "service-worker": {
      reason: () => "le Worker est en syntaxe service-worker, où les secrets sont des globales",
      edit: () =>
        "Passe-le en syntaxe module (export default { fetch(request, env) { … } }), transmets env, puis relance migrate.",
    },
    "astro-env": {
      reason: () => "c'est importé de astro:env/server, qui le lit sans attendre",
      edit: ({ names }) =>
        `Là où ${names} sert, écris await getSecret(env, …), avec l'env de cloudflare:workers ou de locals.runtime, et retire-le de env.schema.`,
    },
    "runs-in-node": {
      reason: () =>
        "Node ou un autre service exécute ce fichier à lui seul et n'atteint aucun coffre par process.env",
      edit: () => "Donne au code son environnement en argument.",
    },
    "kept-by-others": {
      reason: () =>
        "ce qui en est fait est gardé, et du code qui ne bouge pas encore le fait aussi",
      edit: () => "Déplace tout d'un coup, sans --route.",
    },
    "empty-string": {
      reason: () => "le code distingue une chaîne vide d'un secret absent, pas le helper",
      edit: () => "Traite les deux comme absents, ou garde celui-ci comme variable.",
    },
    "store-object": {
      reason: () => "il est lié depuis le Secrets Store de Cloudflare et get() est déjà attendu",
      edit: ({ names }) =>
        `Pour ${names} : écris await requireSecret(env, "NAME") à la place de await env.NAME.get(), puis retire la liaison.`,
    },
    "no-text": {
      reason: ({ subject }) =>
        `son type ici n'est pas un texte${of(", mais ", subject)}, et un secret n'est rien d'autre`,
      edit: ({ names }) =>
        `Laisse ${names} si c'est une variable ; si c'est un secret, corrige son type, puis relance migrate.`,
    },
    "rest-destructuring": {
      reason: () => "le reste de l'environnement est pris avec lui",
      edit: () => "Sors le secret seul, avant le reste.",
    },
    "write-target": {
      reason: () => "il est écrit, pas lu",
      edit: () => "Rien à changer ici.",
    },
    overridden: {
      reason: () => "le code met une autre valeur à sa place, que le store ne connaît pas",
      edit: ({ names, subject }) =>
        `Transmets l'autre valeur à part, pas comme ${subject ?? names} d'un environnement ; puis relance migrate.`,
    },
    "no-environment": {
      reason: () => "aucun environnement n'y est disponible pour le helper",
      edit: () =>
        "Transmets env à cette fonction ; une app Next.js le demande à son adaptateur (getRequestContext().env).",
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
    "several-names": {
      reason: () => "lequel de plusieurs secrets est lu n'est connu qu'à l'exécution",
      edit: () => "Appelle getSecret(env, nom) à la main.",
    },
    excepted: {
      reason: () => "--except le laisse",
      edit: ({ names }) => `Pour migrer ${names}, relance migrate sans cela.`,
    },
    "mixed-names": {
      reason: () => "secrets et autres noms sont lus au même endroit, selon le nom demandé",
      edit: () => "Lis les secrets à part des autres, avec await getSecret(env, nom).",
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
      reason: ({ subject, error }) =>
        `le changement aurait créé une erreur de type${of(" dans ", subject)} et n'a pas été écrit${of(" : ", error)}`,
      edit: () => "Écris await getSecret(…) à la main, là où les types montrent la suite.",
    },
    "helper-type-error": {
      reason: ({ subject }) =>
        `le helper lui-même a une erreur de type sous ce tsconfig, donc rien n'a été écrit${of(" : ", subject)}`,
      edit: ({ subject }) =>
        subject !== null
          ? "Corrige d'abord cela (des types de la plateforme qui ne sont pas installés pour ce dossier, ou trop anciens, font cela), puis relance migrate."
          : 'Dans ce tsconfig, mets "module" à "ESNext" et "lib" ("target" là où il n\'y a pas de "lib") à ES2019 ou plus, s\'ils sont en dessous, puis relance migrate : le Worker est construit pareil.',
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
    "internal-error": {
      reason: ({ subject }) => `lunakey lui-même y a échoué${of(", dans ", subject)}`,
      edit: () => "Écris await getSecret(…) à la main, et signale-le, avec le code autour.",
    },
  },
  remarks: {
    "memoised-client": (names) =>
      `Ce qui est créé ici est gardé, avec le ${names} du moment. Si c'est un client, withSecret en crée un nouveau après une rotation.`,
    "made-twice": (names) =>
      `Ce qui est créé ici et gardé, ou fait une seule fois, attend maintenant ${names} : deux requêtes simultanées peuvent le faire chacune. Donne ${names} à ce qui le fait pour l'exclure.`,
    "checked-later": (names) =>
      `Sans ${names}, ce contrôle lève son erreur quand la valeur sert pour la première fois, et plus au chargement du module.`,
    "opens-without": (names) =>
      `Sans ${names}, ce contrôle laisse entrer tout le monde, comme avant. Un coffre peut aussi refuser ou être injoignable : requireSecret à sa place refuse alors.`,
    "known-default": (names) =>
      `Quand ${names} n'a pas de valeur, un texte du code prend sa place, comme avant. Un coffre peut aussi refuser ou être injoignable : qui connaît le code connaît alors ce qui sert à signer ou à vérifier. requireSecret, sans ce texte, met fin à la requête.`,
    "build-time": (names) =>
      `${names} est lu ici par import.meta.env : sa valeur est mise dans le build, et y reste quand le secret est changé. Lis plutôt env.${names} de l'environnement du Worker ; migrate peut le déplacer.`,
    "widely-called": (names, { name, calls, files, command }) =>
      `\`${name}\` devient async : ${countWords("fr", calls, "appel l'attend", "appels l'attendent")}, dans ${countWords("fr", files, "fichier", "fichiers")}.${of(` Pour la laisser à plus tard, avec toutes les lectures de ${names} : `, command)}`,
    "generated-env-type": () => "Le type de l'environnement est généré : lance npx wrangler types.",
  },
};
