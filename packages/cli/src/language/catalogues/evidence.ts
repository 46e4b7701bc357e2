/** The facts of `lunakey rehearse` and `lunakey cleanup`, one sentence each. */
import type { FactSide, FactWeight } from "@lunakey/contract";
import { renderMoment } from "../../output/moment.ts";
import type { Fact, FactCode, RehearsalOutcome } from "../../work/evidence/fact.ts";
import { type Catalogue, countWords } from "../language.ts";

type Sentence = (fact: Fact) => string;

export interface EvidenceWords {
  /** What is so of it, or who says it. */
  readonly said: (of: string, what: string) => string;
  readonly sides: Readonly<Record<FactSide, string>>;
  readonly outcomes: Readonly<Record<RehearsalOutcome, string>>;
  readonly weights: Readonly<Record<FactWeight, string>>;
  readonly facts: Readonly<Record<FactCode, Sentence>>;
}

const day = (at: number | undefined) => renderMoment(at ?? null).slice(0, 10);
const moment = (at: number | undefined) => renderMoment(at ?? null);
const versionEn = ({ version }: Fact) =>
  version === undefined ? "its value" : `version ${version}`;
const versionFr = ({ version }: Fact) =>
  version === undefined ? "sa valeur" : `la version ${version}`;

const en: EvidenceWords = {
  said: (of, what) => `${of}: ${what}`,
  sides: {
    scan: "the code here",
    store: "the store's log",
    worker: "the Worker's reports",
    account: "the account",
  },
  outcomes: { would_fail: "would fail", unknown: "unknown", would_be_served: "would be served" },
  weights: { fails: "fails", unknown: "unknown", wait: "not yet", holds: "holds", note: "note" },
  facts: {
    read_outside: () => "It is read as an individual secret, past the helper.",
    unbound: () => "The config binds no store in this environment: the individual secret serves.",
    native_only: () =>
      "It is bound natively: the gateway sees none of its reads, and can say nothing of them.",
    whole_environment: () =>
      "The whole environment is handed on: what is read of it, nobody can say.",
    not_read: () => "No code here reads it.",
    through_helper: () => "All reads of it go through the helper.",
    tree_dirty: ({ count = 0 }) =>
      `${countWords("en", count, "file is", "files are")} not committed: what was scanned is not what can be deployed.`,
    deployed_older: ({ detail, at }) =>
      `What serves was deployed on ${moment(at)}, before the last change of the code (now ${detail ?? ""}): deploy first.`,
    commit_unknown: ({ detail }) =>
      detail === undefined
        ? "There is no git commit to compare with what serves."
        : `Commit ${detail} was scanned; which one serves is not known (wrangler deploy --tag COMMIT says it).`,
    commit_same: ({ detail }) =>
      `The commit that serves is the one that was scanned, ${detail ?? ""}.`,
    cron_rare: ({ detail }) =>
      `The cron "${detail ?? ""}" reaches a read of it, and did not run in the last 30 days.`,
    cron_unseen: ({ detail }) =>
      `The cron "${detail ?? ""}" reaches a read of it, and on none of the days it ran was anything seen.`,
    cron_maybe: ({ detail, count = 0 }) =>
      `The cron "${detail ?? ""}" reaches a read of it, and ran on ${countWords("en", count, "day", "days")} on which the Worker was seen; whether that was the cron is not recorded.`,
    routes_maybe: () => "Several routes reach a read of it; which of them asked is not recorded.",
    mode_own_first: ({ detail }) =>
      `LUNAKEY_MODE is ${detail ?? ""}: the individual secret serves first.`,

    store_silent: ({ detail }) => `The store did not answer: ${detail ?? ""}`,
    not_granted: () => "The store does not let this Worker read it.",
    store_missing: () => "The store has no value for this environment.",
    store_deleted: () => "It is deleted in the store.",
    store_expired: () => "It is expired in the store.",
    never_served: () => "The store has never given it to this Worker.",
    not_at_current: (fact) =>
      `The store last gave it on ${moment(fact.at)}, and not ${versionEn(fact)}, which is current.`,
    idle: (fact) => `The store last gave it on ${moment(fact.at)}, more than 30 days ago.`,
    served_short: (fact) =>
      `The store gives it since ${day(fact.from)} only, last on ${moment(fact.at)} (${versionEn(fact)}).`,
    served: (fact) =>
      `The store gives it since ${day(fact.from)}, last on ${moment(fact.at)} (${versionEn(fact)}, the current one).`,

    copy_kept: () => "The store itself keeps the individual secret equal (lunakey sync).",

    never_reported: () => "The Worker never reported a read of it from the store.",
    reports_gap: ({ count = 0, at }) =>
      `${countWords("en", count, "day", "days")} with reads and without a report, the first ${day(at)}: unknown, not nothing.`,
    reports_short: ({ from }) => `It reports since ${day(from)} only.`,
    reports_whole: ({ from }) => `Reports since ${day(from)}, one on each day with reads.`,
    days_idle: ({ count = 0 }) =>
      `${countWords("en", count, "day", "days")} of the last 30 without any read: routes that idle then were not seen.`,
    fell_back: ({ at }) => `It was served from the individual secret, last on ${moment(at)}.`,
    gave_nothing: ({ at }) => `A read of it gave nothing at all, last on ${moment(at)}.`,
    never_compared: () =>
      "The individual secret was never compared with the store's value (mode shadow).",
    compared_before: ({ at, version }) =>
      `The individual secret was seen equal to version ${version ?? "?"} on ${moment(at)}; not to the current one.`,
    copy_outdated: () =>
      "The store's value was changed since: the individual secret is known to be an older one, and nobody serves it.",
    copy_differs: ({ at }) =>
      `The individual secret was last seen to differ from the store's value, on ${moment(at)}.`,
    copy_same: (fact) =>
      `The individual secret was seen equal to ${versionEn(fact)}, the store's, on ${moment(fact.at)}.`,

    account_silent: ({ detail }) => `It was not asked: ${detail ?? "the config names no script"}.`,
    account_refused: ({ detail }) => `It did not say: ${detail ?? ""}`,
    never_deployed: () => "The script was never deployed.",
    deployed_unbound: () => "What serves is not bound to the store.",
    deployed_bound: () => "What serves is bound to the store.",
    individual_there: () => "The individual secret is there.",
    individual_gone: () => "There is no individual secret of this name.",
  },
};

const fr: EvidenceWords = {
  said: (of, what) => `${of} : ${what}`,
  sides: {
    scan: "le code ici",
    store: "le journal du store",
    worker: "les rapports du Worker",
    account: "le compte",
  },
  outcomes: { would_fail: "échouerait", unknown: "inconnu", would_be_served: "serait servi" },
  weights: { fails: "échec", unknown: "inconnu", wait: "pas encore", holds: "tient", note: "note" },
  facts: {
    read_outside: () => "Il est lu comme secret individuel, à côté du helper.",
    unbound: () =>
      "La configuration ne lie aucun store dans cet environnement : c'est le secret individuel qui sert.",
    native_only: () =>
      "Il est lié en natif : la passerelle ne voit aucune de ses lectures et ne peut rien en dire.",
    whole_environment: () =>
      "L'environnement est transmis en entier : personne ne peut dire ce qui en est lu.",
    not_read: () => "Aucun code ici ne le lit.",
    through_helper: () => "Toutes ses lectures passent par le helper.",
    tree_dirty: ({ count = 0 }) =>
      `${countWords("fr", count, "fichier n'est pas commité", "fichiers ne sont pas commités")} : ce qui a été scanné n'est pas ce qui peut être déployé.`,
    deployed_older: ({ detail, at }) =>
      `Ce qui sert a été déployé le ${moment(at)}, avant le dernier changement du code (maintenant ${detail ?? ""}) : déployer d'abord.`,
    commit_unknown: ({ detail }) =>
      detail === undefined
        ? "Il n'y a pas de commit git à comparer avec ce qui sert."
        : `Le commit ${detail} a été scanné ; lequel sert n'est pas connu (wrangler deploy --tag COMMIT le dit).`,
    commit_same: ({ detail }) => `Le commit qui sert est celui qui a été scanné, ${detail ?? ""}.`,
    cron_rare: ({ detail }) =>
      `Le cron « ${detail ?? ""} » mène à une de ses lectures, et n'a pas tourné ces 30 derniers jours.`,
    cron_unseen: ({ detail }) =>
      `Le cron « ${detail ?? ""} » mène à une de ses lectures, et rien n'a été vu aucun des jours où il a tourné.`,
    cron_maybe: ({ detail, count = 0 }) =>
      `Le cron « ${detail ?? ""} » mène à une de ses lectures, et a tourné ${countWords("fr", count, "jour", "jours")} où le Worker a été vu ; si c'était le cron n'est pas noté.`,
    routes_maybe: () =>
      "Plusieurs routes mènent à une de ses lectures ; laquelle a demandé n'est pas noté.",
    mode_own_first: ({ detail }) =>
      `LUNAKEY_MODE vaut ${detail ?? ""} : le secret individuel sert d'abord.`,

    store_silent: ({ detail }) => `Le store n'a pas répondu : ${detail ?? ""}`,
    not_granted: () => "Le store n'autorise pas ce Worker à le lire.",
    store_missing: () => "Le store n'a pas de valeur pour cet environnement.",
    store_deleted: () => "Il est supprimé dans le store.",
    store_expired: () => "Il est expiré dans le store.",
    never_served: () => "Le store ne l'a jamais donné à ce Worker.",
    not_at_current: (fact) =>
      `Le store l'a donné pour la dernière fois le ${moment(fact.at)}, et pas ${versionFr(fact)}, la courante.`,
    idle: (fact) =>
      `Le store l'a donné pour la dernière fois le ${moment(fact.at)}, il y a plus de 30 jours.`,
    served_short: (fact) =>
      `Le store ne le donne que depuis le ${day(fact.from)}, la dernière fois le ${moment(fact.at)} (${versionFr(fact)}).`,
    served: (fact) =>
      `Le store le donne depuis le ${day(fact.from)}, la dernière fois le ${moment(fact.at)} (${versionFr(fact)}, la courante).`,

    copy_kept: () => "Le store tient lui-même le secret individuel à jour (lunakey sync).",

    never_reported: () => "Le Worker n'en a jamais rapporté de lecture venue du store.",
    reports_gap: ({ count = 0, at }) =>
      `${countWords("fr", count, "jour", "jours")} avec des lectures et sans rapport, le premier ${day(at)} : inconnu, et pas rien.`,
    reports_short: ({ from }) => `Il ne rapporte que depuis le ${day(from)}.`,
    reports_whole: ({ from }) =>
      `Des rapports depuis le ${day(from)}, un par jour où il y a eu des lectures.`,
    days_idle: ({ count = 0 }) =>
      `${countWords("fr", count, "jour", "jours")} des 30 derniers sans aucune lecture : les routes au repos n'ont pas été vues.`,
    fell_back: ({ at }) =>
      `Il a été servi par le secret individuel, la dernière fois le ${moment(at)}.`,
    gave_nothing: ({ at }) =>
      `Une lecture n'a rien donné du tout, la dernière fois le ${moment(at)}.`,
    never_compared: () =>
      "Le secret individuel n'a jamais été comparé avec la valeur du store (mode shadow).",
    compared_before: ({ at, version }) =>
      `Le secret individuel a été vu égal à la version ${version ?? "?"} le ${moment(at)} ; pas à la courante.`,
    copy_outdated: () =>
      "La valeur du store a changé depuis : le secret individuel est connu comme plus ancien, et personne ne le sert.",
    copy_differs: ({ at }) =>
      `Le secret individuel différait de la valeur du store quand il a été comparé, le ${moment(at)}.`,
    copy_same: (fact) =>
      `Le secret individuel a été vu égal à ${versionFr(fact)} du store le ${moment(fact.at)}.`,

    account_silent: ({ detail }) =>
      `Il n'a pas été interrogé : ${detail ?? "la configuration ne nomme aucun script"}.`,
    account_refused: ({ detail }) => `Il ne l'a pas dit : ${detail ?? ""}`,
    never_deployed: () => "Le script n'a jamais été déployé.",
    deployed_unbound: () => "Ce qui sert n'est pas lié au store.",
    deployed_bound: () => "Ce qui sert est lié au store.",
    individual_there: () => "Le secret individuel est là.",
    individual_gone: () => "Il n'y a pas de secret individuel de ce nom.",
  },
};

export const EVIDENCE_WORDS: Catalogue<EvidenceWords> = { en, fr };
