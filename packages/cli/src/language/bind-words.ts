/** The words of `lunakey bind` around what its planner says. */
import { type Catalogue, countWords, listWords } from "./language.ts";

export interface BindWords {
  readonly nothing: string;
  readonly head: (
    worker: string,
    environment: string,
    delivery: string,
    names: readonly string[],
  ) => string;
  readonly noNames: (worker: string) => string;
  readonly question: (files: number) => string;
  readonly questionWithGrants: (files: number, grants: number, store: string) => string;
  readonly granted: (consumer: string, names: readonly string[], store: string) => string;
  readonly written: (files: readonly string[]) => string;
  readonly dryRun: string;
  readonly undo: string;
  readonly next: string;
  readonly stepGrant: string;
  readonly stepGateway: string;
  readonly stepValues: string;
  readonly stepDeploy: (worker: string, environment: string) => string;
  readonly stepUsage: string;
  readonly stepMigrate: string;
  readonly stepSync: string;
  readonly environmentNeeded: string;
  readonly environmentMissing: (worker: string, environment: string) => string;
  readonly environmentMissingHint: string;
  readonly storeNeeded: string;
  readonly storeNeededHint: string;
  readonly nothingToBind: string;
  readonly stagingUnknown: (worker: string, environment: string) => string;
  readonly stagingNotServed: (worker: string, environment: string) => string;
  readonly stagingHint: (staging: string, isMissing: boolean) => string;
  readonly stagingSkipped: (worker: string, environment: string) => string;
  readonly gatewayMissing: (script: string) => string;
  readonly gatewayHint: string;
  readonly gatewayUnknown: (script: string, why: string) => string;
  readonly wranglerTooOld: (version: string, needed: string) => string;
  readonly wranglerTooOldHint: string;
  readonly wranglerUnknown: string;
  readonly grantFailed: string;
}

const en: BindWords = {
  nothing: "Bound already: nothing to change.",
  head: (worker, environment, delivery, names) =>
    `${worker}, environment ${environment}, delivery ${delivery}: ${listWords("en", names)}`,
  noNames: (worker) => `${worker} reads no secret that was found, and is left as it is.`,
  question: (files) => `Write ${countWords("en", files, "file", "files")}?`,
  questionWithGrants: (files, grants, store) =>
    `Write ${countWords("en", files, "file", "files")}, and make ${countWords("en", grants, "grant", "grants")} in the ${store}?`,
  granted: (consumer, names, store) =>
    `Granted to ${consumer} in the ${store}: ${names.join(", ")}`,
  written: (files) => `Written: ${files.join(", ")}`,
  dryRun: "Nothing was written.",
  undo: "To take it back: lunakey bind --undo",
  next: "Next, in this order:",
  stepGrant: "Let it read. A bound Worker without grants gets nothing, not even its own secrets:",
  stepGateway: "The gateway, with its new bindings:",
  stepValues: "The values, where the store has none yet:",
  stepDeploy: (worker, environment) => `${worker} in ${environment}:`,
  stepUsage: "Was it served? After the first requests:",
  stepMigrate: "Then the code, one route at a time:",
  stepSync:
    "Nothing reads the store: its values are to be copied into the individual secrets. lunakey does not do that yet; until then set them by hand.",
  environmentNeeded: "--env is required: begin with staging, or name default for the top level.",
  environmentMissing: (worker, environment) => `${worker} has no environment ${environment}.`,
  environmentMissingHint: "--create-env makes it, with what the top level has.",
  storeNeeded: "Which store? No lunakey.jsonc names one here, and no local store runs.",
  storeNeededHint:
    "lunakey init writes a gateway and lunakey.jsonc; lunakey dev runs a store on this machine.",
  nothingToBind: "No Worker here reads a secret that was found.",
  stagingUnknown: (worker, environment) =>
    `${worker} is not bound in ${environment} before its staging has been served, and no store can be asked here.`,
  stagingNotServed: (worker, environment) =>
    `${worker} is not bound in ${environment} before its staging has been served: the store has seen no read from there.`,
  stagingHint: (staging, isMissing) =>
    `lunakey bind --env ${staging}${isMissing ? " --create-env" : ""}, deploy it and let it read once. --skip-staging goes on without that proof.`,
  stagingSkipped: (worker, environment) =>
    `Skipped: whether ${worker} gets its secrets from the store anywhere, before ${environment} asks for them.`,
  gatewayMissing: (script) =>
    `${script} was never deployed: Cloudflare refuses every deploy that is bound to it.`,
  gatewayHint:
    "Deploy it first (lunakey init prints how); --offline writes the binding all the same.",
  gatewayUnknown: (script, why) =>
    `Whether ${script} is deployed could not be asked: ${why}. Deploy it before this Worker.`,
  wranglerTooOld: (version, needed) =>
    `wrangler ${version} ignores the props of a service binding; ${needed} is the first that does not.`,
  wranglerTooOldHint: "npm install --save-dev wrangler@4",
  wranglerUnknown: "No wrangler was found for this Worker: props need 4.13 or later.",
  grantFailed: "The files are written, the grants are not:",
};

const fr: BindWords = {
  nothing: "Déjà lié : rien à changer.",
  head: (worker, environment, delivery, names) =>
    `${worker}, environnement ${environment}, delivery ${delivery} : ${listWords("fr", names)}`,
  noNames: (worker) => `${worker} ne lit aucun secret trouvé, et reste tel quel.`,
  question: (files) => `Écrire ${countWords("fr", files, "fichier", "fichiers")} ?`,
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
  stepGateway: "La passerelle, avec ses nouveaux bindings :",
  stepValues: "Les valeurs que le store n'a pas encore :",
  stepDeploy: (worker, environment) => `${worker} en ${environment} :`,
  stepUsage: "A-t-il été servi ? Après les premières requêtes :",
  stepMigrate: "Puis le code, une route à la fois :",
  stepSync:
    "Rien ne lit le store : ses valeurs doivent être copiées dans les secrets individuels. lunakey ne le fait pas encore ; d'ici là, définis-les à la main.",
  environmentNeeded:
    "--env est obligatoire : commence par staging, ou donne default pour le niveau principal.",
  environmentMissing: (worker, environment) => `${worker} n'a pas d'environnement ${environment}.`,
  environmentMissingHint: "--create-env le crée, avec ce qu'a le niveau principal.",
  storeNeeded:
    "Quel store ? Aucun lunakey.jsonc n'en nomme un ici, et aucun store local ne tourne.",
  storeNeededHint:
    "lunakey init écrit une passerelle et lunakey.jsonc ; lunakey dev lance un store sur cette machine.",
  nothingToBind: "Aucun Worker ici ne lit un secret trouvé.",
  stagingUnknown: (worker, environment) =>
    `${worker} n'est pas lié en ${environment} avant que son staging ait été servi, et aucun store ne peut être interrogé ici.`,
  stagingNotServed: (worker, environment) =>
    `${worker} n'est pas lié en ${environment} avant que son staging ait été servi : le store n'a vu aucune lecture venant de là.`,
  stagingHint: (staging, isMissing) =>
    `lunakey bind --env ${staging}${isMissing ? " --create-env" : ""}, déploie-le et laisse-le lire une fois. --skip-staging continue sans cette preuve.`,
  stagingSkipped: (worker, environment) =>
    `Sauté : vérifier que ${worker} reçoit ses secrets du store quelque part, avant que ${environment} les demande.`,
  gatewayMissing: (script) =>
    `${script} n'a jamais été déployé : Cloudflare refuse tout déploiement qui y est lié.`,
  gatewayHint:
    "Déploie-le d'abord (lunakey init affiche comment) ; --offline écrit le binding quand même.",
  gatewayUnknown: (script, why) =>
    `Impossible de savoir si ${script} est déployé : ${why}. Déploie-le avant ce Worker.`,
  wranglerTooOld: (version, needed) =>
    `wrangler ${version} ignore les props d'un service binding ; ${needed} est le premier qui les transmet.`,
  wranglerTooOldHint: "npm install --save-dev wrangler@4",
  wranglerUnknown:
    "Aucun wrangler trouvé pour ce Worker : les props demandent 4.13 ou plus récent.",
  grantFailed: "Les fichiers sont écrits, les accès ne le sont pas :",
};

export const BIND_WORDS: Catalogue<BindWords> = { en, fr };
