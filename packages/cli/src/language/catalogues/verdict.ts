/** The verdict of a scan, and its reasons, as sentences. */
import type { VerdictChoice, VerdictReasonCode } from "@lunakey/migrate";
import { type Catalogue, countWords } from "../language.ts";

export interface VerdictWords {
  readonly choices: Readonly<Record<VerdictChoice, string>>;
  readonly reasons: Readonly<
    Record<VerdictReasonCode, (count: number, environment: string) => string>
  >;
}

const en: VerdictWords = {
  choices: {
    keep: "Keep the individual secrets: they work, and a store would bring little here.",
    fix: "Mend what is listed first; whether to move can wait.",
    move: "Move to a store, staging first: it would take copies away that you keep equal by hand.",
  },
  reasons: {
    no_secrets: () => "No secret is read here.",
    high_findings: (count) =>
      `${countWords("en", count, "finding breaks a deploy, leaks a value or loses", "findings break a deploy, leak a value or lose")} a secret.`,
    copied_names: (count) =>
      `${countWords("en", count, "name is", "names are")} held by more than one Worker.`,
    copies_to_keep_equal: (count) =>
      `${countWords("en", count, "copy has", "copies have")} to be kept equal by hand, over all environments.`,
    few_shared_names: (count) =>
      count === 0
        ? "No name is shared between Workers: a store would be one more thing to run."
        : `Only ${countWords("en", count, "name is", "names are")} shared between Workers: a store would be one more thing to run.`,
    same_code: (count) =>
      `${count} Workers are deployments of code that another of them runs too. Each holds values of its own, as an environment does: what they have in common is not counted as shared.`,
    works_as_it_is: () => "Nothing says that what is there does not work.",
    staging_first: (_count, environment) =>
      `If you move all the same: begin with the environment ${environment} (lunakey bind --env ${environment}).`,
    has_store: () => "A store is bound here already.",
    workers: (count) => `${countWords("en", count, "Worker", "Workers")} looked at.`,
    secrets: (count) =>
      `${countWords("en", count, "name", "names")} looked at, settings among them.`,
  },
};

const fr: VerdictWords = {
  choices: {
    keep: "Garde les secrets individuels : ils marchent, et un store apporterait peu ici.",
    fix: "Corrige d'abord ce qui est listé ; migrer ou non peut attendre.",
    move: "Passe à un store, staging d'abord : il supprimerait des copies que tu gardes égales à la main.",
  },
  reasons: {
    no_secrets: () => "Aucun secret n'est lu ici.",
    high_findings: (count) =>
      `${countWords("fr", count, "constat casse un déploiement, révèle une valeur ou perd", "constats cassent un déploiement, révèlent une valeur ou perdent")} un secret.`,
    copied_names: (count) =>
      `${countWords("fr", count, "nom est détenu", "noms sont détenus")} par plusieurs Workers.`,
    copies_to_keep_equal: (count) =>
      `${countWords("fr", count, "copie doit rester égale", "copies doivent rester égales")} à la main, tous environnements compris.`,
    few_shared_names: (count) =>
      count === 0
        ? "Aucun nom n'est partagé entre Workers : un store serait une chose de plus à faire tourner."
        : `Seulement ${countWords("fr", count, "nom est partagé", "noms sont partagés")} entre Workers : un store serait une chose de plus à faire tourner.`,
    same_code: (count) =>
      `${count} Workers sont des déploiements d'un code qu'un autre d'entre eux exécute aussi. Chacun a ses propres valeurs, comme un environnement : ce qu'ils ont en commun n'est pas compté comme partagé.`,
    works_as_it_is: () => "Rien ne dit que ce qui est là ne marche pas.",
    staging_first: (_count, environment) =>
      `Si tu migres quand même : commence par l'environnement ${environment} (lunakey bind --env ${environment}).`,
    has_store: () => "Un store est déjà lié ici.",
    workers: (count) => `${countWords("fr", count, "Worker examiné", "Workers examinés")}.`,
    secrets: (count) =>
      `${countWords("fr", count, "nom examiné", "noms examinés")}, réglages compris.`,
  },
};

export const VERDICT_WORDS: Catalogue<VerdictWords> = { en, fr };
