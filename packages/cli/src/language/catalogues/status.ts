/** The words of `lunakey status` about a repository. */
import type { WorkerPhase } from "@lunakey/contract";
import { type Catalogue, countWords, listWords } from "../language.ts";

type DeployedState = "bound" | "unbound" | "never_deployed" | "unknown";

export interface StatusWords {
  readonly worker: string;
  readonly environment: string;
  readonly phase: string;
  readonly config: string;
  readonly deployed: string;
  readonly reads: (moved: number, all: number) => string;
  readonly phases: Readonly<Record<WorkerPhase, string>>;
  readonly partly: (moved: number, all: number) => string;
  readonly deployedStates: Readonly<Record<DeployedState, string>>;
  readonly individual: (names: number) => string;
  readonly notBound: string;
  readonly next: string;
  readonly stepBind: (worker: string, environment: string) => string;
  readonly stepDeploy: (worker: string, environment: string) => string;
  readonly stepMigrate: (worker: string, route: string) => string;
  readonly stepMigrateAll: (worker: string) => string;
  readonly stepProduction: (worker: string, environments: readonly string[]) => string;
  readonly stepCopies: (worker: string, reads: number) => string;
  readonly stepStoreFirst: (worker: string, environment: string) => string;
  readonly stepParity: (worker: string, environment: string) => string;
  readonly complete: string;
  readonly keep: string;
  readonly keepVerdict: string;
  readonly noStore: string;
  readonly asking: (script: string) => string;
  readonly accountSilent: (why: string) => string;
}

const en: StatusWords = {
  worker: "WORKER",
  environment: "ENVIRONMENT",
  phase: "PHASE",
  config: "IN ITS CONFIG",
  deployed: "DEPLOYED",
  reads: (moved, all) => `${moved} of ${countWords("en", all, "read", "reads")} moved`,
  phases: {
    none: "not bound",
    bound: "bound",
    helper: "bound, helper there",
    partly: "partly moved",
    migrated: "code moved",
    complete: "complete",
  },
  partly: (moved, all) => `partly moved, ${moved}/${all}`,
  deployedStates: {
    bound: "bound",
    unbound: "not bound",
    never_deployed: "never deployed",
    unknown: "?",
  },
  individual: (names) => `${countWords("en", names, "own secret", "own secrets")}`,
  notBound: "-",
  next: "Next:",
  stepBind: (worker, environment) => `Bind ${worker} in ${environment}:`,
  stepDeploy: (worker, environment) =>
    `${worker} in ${environment} is bound in its config, and not deployed so:`,
  stepMigrate: (worker, route) => `Move ${worker}'s route ${route}:`,
  stepMigrateAll: (worker) => `Move the rest of ${worker}:`,
  stepProduction: (worker, environments) =>
    `${worker} is not bound yet in ${listWords("en", environments)}:`,
  stepCopies: (worker, reads) =>
    `${worker} has ${countWords("en", reads, "read", "reads")} of what a schema made of its environment, which no run moves. Take the secrets out of the schema, and read them with getSecret(env, name).`,
  stepStoreFirst: (worker, environment) =>
    `${worker} in ${environment} can go store-first, every copy was seen equal:`,
  stepParity: (worker, environment) =>
    `${worker} in ${environment} serves its own copies, and not all were seen equal to the store's:`,
  complete:
    "Complete: everything reads the store first. The individual secrets can stay, as the fallback; nothing has to be cleaned up.",
  keep: "Nothing has to be moved: lunakey scan says what there is, and whether it is worth it.",
  keepVerdict: "lunakey scan says: keep the individual secrets. If you move all the same:",
  noStore: "No store is known here, and none is needed to look at the repository.",
  asking: (script) => `asking what ${script} is bound to`,
  accountSilent: (why) => `What is deployed could not be asked: ${why}.`,
};

const fr: StatusWords = {
  worker: "WORKER",
  environment: "ENVIRONNEMENT",
  phase: "PHASE",
  config: "DANS SA CONFIG",
  deployed: "DÉPLOYÉ",
  reads: (moved, all) =>
    `${moved} sur ${countWords("fr", all, "lecture migrée", "lectures migrées")}`,
  phases: {
    none: "pas lié",
    bound: "lié",
    helper: "lié, helper présent",
    partly: "migré en partie",
    migrated: "code migré",
    complete: "terminé",
  },
  partly: (moved, all) => `migré en partie, ${moved}/${all}`,
  deployedStates: {
    bound: "lié",
    unbound: "pas lié",
    never_deployed: "jamais déployé",
    unknown: "?",
  },
  individual: (names) => `${countWords("fr", names, "secret propre", "secrets propres")}`,
  notBound: "-",
  next: "Ensuite :",
  stepBind: (worker, environment) => `Lie ${worker} en ${environment} :`,
  stepDeploy: (worker, environment) =>
    `${worker} en ${environment} est lié dans sa config, et pas encore déployé ainsi :`,
  stepMigrate: (worker, route) => `Migre la route ${route} de ${worker} :`,
  stepMigrateAll: (worker) => `Migre le reste de ${worker} :`,
  stepProduction: (worker, environments) =>
    `${worker} n'est pas encore lié en ${listWords("fr", environments)} :`,
  stepCopies: (worker, reads) =>
    `${worker} a ${countWords("fr", reads, "lecture", "lectures")} de ce qu'un schéma a fait de son environnement, que rien ne migre. Sors ces secrets du schéma, et lis-les avec getSecret(env, nom).`,
  stepStoreFirst: (worker, environment) =>
    `${worker} en ${environment} peut passer en store-first, chaque copie a été vue identique :`,
  stepParity: (worker, environment) =>
    `${worker} en ${environment} sert ses propres copies, et toutes n'ont pas été vues identiques à celles du store :`,
  complete:
    "Terminé : tout lit d'abord le store. Les secrets individuels peuvent rester, comme fallback ; il n'y a rien à nettoyer.",
  keep: "Rien n'a besoin d'être migré : lunakey scan dit ce qu'il y a, et si cela vaut la peine.",
  keepVerdict: "lunakey scan dit : garde les secrets individuels. Si tu migres quand même :",
  noStore: "Aucun store n'est connu ici, et il n'en faut pas pour regarder le dépôt.",
  asking: (script) => `je demande à quoi ${script} est lié`,
  accountSilent: (why) => `Impossible de savoir ce qui est déployé : ${why}.`,
};

export const STATUS_WORDS: Catalogue<StatusWords> = { en, fr };
