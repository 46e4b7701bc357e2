/** What `lunakey rehearse` says around its facts: what comes out, and what to do about it. */
import type { RehearsalReport } from "@lunakey/contract";
import { type Catalogue, countWords } from "../language.ts";

export interface RehearsalWords {
  readonly head: (worker: string, environment: string) => string;
  readonly commit: (head: string) => string;
  /** What is so of every name that is shown. */
  readonly allOfThem: string;
  readonly nothing: string;
  readonly more: (count: number) => string;
  readonly served: (count: number) => string;
  readonly results: Readonly<
    Record<RehearsalReport["result"], (failing: number, unknown: number) => string>
  >;
  readonly next: string;
  readonly stepMigrate: (worker: string) => string;
  readonly stepBind: (worker: string, environment: string) => string;
  readonly stepGrant: (worker: string, environment: string) => string;
  readonly stepSet: (name: string, environment: string) => string;
  readonly stepStoreFirst: (worker: string, environment: string) => string;
  readonly stepParity: (worker: string, environment: string) => string;
  readonly stepDeploy: (worker: string, environment: string) => string;
  readonly stepReport: (worker: string) => string;
}

const en: RehearsalWords = {
  head: (worker, environment) => `${worker}, environment ${environment}`,
  commit: (head) => `Commit ${head.slice(0, 7)} was scanned.`,
  allOfThem: "Each of these:",
  nothing: "No Worker here reads a secret, or has one of its own.",
  more: (count) => `and ${count} more (--json has all)`,
  served: (count) =>
    `${countWords("en", count, "name", "names")} would be served (--all shows why).`,
  results: {
    served: () => "Without the individual secrets every name would be served by the store.",
    unknown: (_, unknown) =>
      `Nothing is known to fail; of ${countWords("en", unknown, "name", "names")} it is not known.`,
    failed: (failing, unknown) =>
      `Without the individual secrets ${countWords("en", failing, "name", "names")} would fail${unknown === 0 ? "" : `, and of ${unknown} it is not known`}.`,
  },
  next: "Next:",
  stepMigrate: (worker) => `Move the reads of ${worker} that go past the helper:`,
  stepBind: (worker, environment) => `Bind ${worker} in ${environment}:`,
  stepGrant: (worker, environment) => `Let ${worker} read them in ${environment}:`,
  stepSet: (name, environment) => `Put ${name} into the store for ${environment}:`,
  stepStoreFirst: (worker, environment) => `Let the store serve ${worker} in ${environment} first:`,
  stepParity: (worker, environment) => `See what ${worker} has compared in ${environment}:`,
  stepDeploy: (worker, environment) => `Deploy ${worker} in ${environment} as it is here:`,
  stepReport: (worker) => `Have ${worker} tell the store what served it; only it can say:`,
};

const fr: RehearsalWords = {
  head: (worker, environment) => `${worker}, environnement ${environment}`,
  commit: (head) => `Le commit ${head.slice(0, 7)} a été scanné.`,
  allOfThem: "Chacun d'eux :",
  nothing: "Aucun Worker ici ne lit de secret, ni n'en a un à lui.",
  more: (count) => `et ${count} autres (--json a tout)`,
  served: (count) =>
    `${countWords("fr", count, "nom serait servi", "noms seraient servis")} (--all dit pourquoi).`,
  results: {
    served: () => "Sans les secrets individuels, le store servirait chaque nom.",
    unknown: (_, unknown) =>
      `Rien ne doit échouer à ce qu'on sait ; pour ${countWords("fr", unknown, "nom", "noms")}, on ne sait pas.`,
    failed: (failing, unknown) =>
      `Sans les secrets individuels, ${countWords("fr", failing, "nom échouerait", "noms échoueraient")}${unknown === 0 ? "" : `, et pour ${unknown} on ne sait pas`}.`,
  },
  next: "Ensuite :",
  stepMigrate: (worker) => `Déplacer les lectures de ${worker} qui passent à côté du helper :`,
  stepBind: (worker, environment) => `Lier ${worker} en ${environment} :`,
  stepGrant: (worker, environment) => `Autoriser ${worker} à les lire en ${environment} :`,
  stepSet: (name, environment) => `Mettre ${name} dans le store pour ${environment} :`,
  stepStoreFirst: (worker, environment) =>
    `Laisser le store servir ${worker} d'abord, en ${environment} :`,
  stepParity: (worker, environment) => `Voir ce que ${worker} a comparé en ${environment} :`,
  stepDeploy: (worker, environment) => `Déployer ${worker} en ${environment} tel qu'il est ici :`,
  stepReport: (worker) => `Faire dire à ${worker}, au store, ce qui l'a servi ; lui seul le sait :`,
};

export const REHEARSAL_WORDS: Catalogue<RehearsalWords> = { en, fr };
