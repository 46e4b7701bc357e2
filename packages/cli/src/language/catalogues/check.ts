/** What `lunakey check` says: what is so, what to do, and what could not be looked at. */
import type { CheckFinding, CheckReport } from "@lunakey/contract";
import type { CheckCode, UncheckedCode } from "../../work/check/check-finding.ts";
import { type Catalogue, countWords, type Language, listWords } from "../language.ts";

/** What a sentence can speak of. */
export interface CheckSubject {
  readonly names: readonly string[];
  readonly workers: readonly string[];
  readonly environments: readonly string[];
  readonly detail: string | null;
}

type Sentence = (subject: CheckSubject) => string;
type Target = CheckReport["targets"][number];

export interface CheckWords {
  readonly worker: string;
  readonly environment: string;
  readonly delivery: string;
  readonly helper: string;
  readonly individual: string;
  readonly deliveries: Readonly<Record<"service" | "native", string>>;
  readonly states: Readonly<Record<Target["state"], string>>;
  readonly severity: Readonly<Record<CheckFinding["severity"], string>>;
  readonly notCheckedHeading: string;
  /** Of an annotation: who says it. */
  readonly annotation: string;
  readonly notChecked: string;
  readonly messages: Readonly<Record<CheckCode, Sentence>>;
  /** Where a command alone does not say it. */
  readonly fixes: Readonly<Partial<Record<CheckCode, Sentence>>>;
  readonly unchecked: Readonly<Record<UncheckedCode, Sentence>>;
  readonly more: (count: number) => string;
  readonly results: Readonly<
    Record<CheckReport["result"], (broken: number, notChecked: number) => string>
  >;
  readonly asked: (store: string) => string;
  readonly environmentUnknown: (known: readonly string[]) => string;
}

/** More names are only counted; --json has all. */
const SHOWN_NAMES_COUNT = 5;

function listNames(language: Language, names: readonly string[]): string {
  const more = names.length - SHOWN_NAMES_COUNT;
  if (more <= 1) return listWords(language, names);
  const rest = language === "fr" ? `${more} autres` : `${more} others`;
  return listWords(language, [...names.slice(0, SHOWN_NAMES_COUNT), rest]);
}

const namesEn = (s: CheckSubject) => listNames("en", s.names);
const beEn = ({ names: all }: CheckSubject) => (all.length === 1 ? "is" : "are");
const whereEn = ({ workers, environments }: CheckSubject) => {
  const worker = workers.length === 0 ? "" : ` of ${listWords("en", workers)}`;
  if (environments.length === 0) return worker;
  const word = environments.length === 1 ? "environment" : "environments";
  return `${worker}, ${word} ${listWords("en", environments)}`;
};

const en: CheckWords = {
  worker: "WORKER",
  environment: "ENVIRONMENT",
  delivery: "BOUND",
  helper: "VIA HELPER",
  individual: "OWN",
  deliveries: { service: "store", native: "native" },
  states: { ok: "ok", broken: "breaks", not_checked: "not all checked" },
  severity: { high: "Breaks", medium: "Mend", low: "Know" },
  notCheckedHeading: "Not checked",
  annotation: "lunakey check",
  notChecked: "not checked",
  messages: {
    binding_missing: (s) =>
      `LUNAKEY_MODE is store-only${whereEn(s)}, and no store is bound there: ${namesEn(s)} can not be read.`,
    entrypoint_wrong: (s) =>
      `The binding ${namesEn(s)}${whereEn(s)} leads to another entrypoint than Secrets, which has no read.`,
    props_invalid: (s) =>
      `The binding ${namesEn(s)}${whereEn(s)} has no props that say who asks: the store gives nothing to it.`,
    props_of_other: (s) =>
      `The binding ${namesEn(s)}${whereEn(s)} says that it is ${s.detail ?? "another"}: it would be given that one's secrets.`,
    store_of_other: (s) =>
      `The binding ${namesEn(s)}${whereEn(s)} names the store ${s.detail ?? ""}, lunakey.jsonc another one.`,
    native_missing: (s) =>
      `${namesEn(s)} ${beEn(s)} read through the helper${whereEn(s)}, and not bound like the other names.`,
    delivery_mixed: (s) =>
      `${namesEn(s)}${whereEn(s)} ${beEn(s)} bound natively and through the gateway: only one of both values is served.`,
    mode_unknown: (s) => `LUNAKEY_MODE${whereEn(s)} is no mode that the helper knows.`,
    gateway_missing: (s) =>
      `The gateway ${s.detail ?? ""} was never deployed: Cloudflare refuses the deploy${whereEn(s)}.`,
    gateway_unbound: (s) =>
      `The gateway's config has no binding for ${namesEn(s)}, which the code reads${whereEn(s)}.`,
    gateway_of_other: (s) =>
      `The gateway holds the values of ${s.detail ?? "another environment"} only, and serves none${whereEn(s)}.`,
    secret_missing: (s) => `${namesEn(s)} ${beEn(s)} not in the store${whereEn(s)}.`,
    secret_deleted: (s) => `${namesEn(s)} ${beEn(s)} deleted in the store${whereEn(s)}.`,
    secret_expired: (s) => `${namesEn(s)} ${beEn(s)} expired in the store${whereEn(s)}.`,
    expires_soon: (s) => `${namesEn(s)}${whereEn(s)} will expire on ${s.detail ?? "a near day"}.`,
    not_granted: (s) =>
      `${namesEn(s)} ${beEn(s)} read, and the store does not let it be read${whereEn(s)}.`,
    grant_unused: (s) =>
      `${namesEn(s)} may be read${whereEn(s)}, and no code here reads ${s.names.length === 1 ? "it" : "them"}.`,
    copy_differs: (s) =>
      `The Worker's own copy of ${namesEn(s)}${whereEn(s)} is not the store's value.`,
    copy_missing: (s) =>
      `In shadow the Worker's own copy serves, and it has none of ${namesEn(s)}${whereEn(s)}.`,
    copy_behind: (s) =>
      `The copies of ${namesEn(s)}${whereEn(s)} are behind: what the store has now was not sent yet.`,
    copy_failed: (s) =>
      `The store could not write the copies of ${namesEn(s)}${whereEn(s)}: ${s.detail ?? ""}`,
    copy_left: (s) =>
      `The store has nothing to send for ${namesEn(s)}${whereEn(s)} any more, and the Worker keeps the copy that it has.`,
    copy_of_other: (s) =>
      `The copies of ${namesEn(s)}${whereEn(s)} go to the script ${s.detail ?? ""}, and the config deploys another one.`,
    binding_gone: (s) =>
      `The store has served ${namesEn(s)}${whereEn(s)} in the last 30 days, and the config binds no store there.`,
    helper_differs: (s) => `The helper's copy${whereEn(s)} is not this lunakey's.`,
    types_stale: (s) => `The generated types${whereEn(s)} lack ${namesEn(s)}.`,
  },
  fixes: {
    mode_unknown: () => "Write shadow, store-first or store-only.",
    delivery_mixed: () => "Take one of the two bindings out.",
    store_of_other: () => "Bind again, or correct lunakey.jsonc.",
    gateway_of_other: () =>
      "Deploy a gateway for this environment too, and name it in the binding's service.",
    gateway_missing: () => "Deploy it first.",
    native_missing: () => "Bind it, or set it as an individual secret.",
  },
  unchecked: {
    store_offline: (s) => `Whether the store gives ${namesEn(s)}${whereEn(s)}: it was not asked.`,
    gateway_offline: (s) => `Whether the gateway ${namesEn(s)} is deployed: nobody was asked.`,
    store_silent: (s) => `Whether the store gives ${namesEn(s)}${whereEn(s)}: ${s.detail ?? ""}`,
    store_is_other: (s) =>
      `Whether the store gives ${namesEn(s)}${whereEn(s)}: the one that answers is ${s.detail ?? "another"}.`,
    individual: (s) =>
      `${countWords("en", s.names.length, "name comes", "names come")} from individual secrets${whereEn(s)}; only Cloudflare knows whether they are set.`,
    value_unseen: (s) =>
      `Whether ${namesEn(s)}${whereEn(s)} ${s.names.length === 1 ? "has a value" : "have values"}: only Cloudflare's store knows.`,
    copy_unproven: (s) =>
      `Whether the copies of ${namesEn(s)}${whereEn(s)} are equal to the store: Cloudflare has taken them, and no Worker has compared them since.`,
    copies_silent: (s) =>
      `Whether the store writes copies of ${namesEn(s)}${whereEn(s)}, and whether they are behind. ${s.detail ?? ""}`,
    gateway_silent: (s) => `Whether the gateway ${namesEn(s)} is deployed: ${s.detail ?? ""}.`,
    dynamic_names: (s) =>
      `Names that ${listWords("en", s.workers)} makes while it runs: ${namesEn(s)}.`,
    whole_environment: (s) =>
      `What is read where ${listWords("en", s.workers)} hands its whole environment over: ${namesEn(s)}.`,
    unreadable: (s) => `What stands in ${namesEn(s)}: it can not be read (${s.detail ?? ""}).`,
    helper_unknown: (s) =>
      `Whether ${namesEn(s)} ${beEn(s)} current: this installation of lunakey is not whole.`,
  },
  more: (count) => `and ${count} more (--json has all)`,
  results: {
    ok: () => "Every name that the code reads is there.",
    incomplete: (_, left) =>
      `Nothing that was looked at breaks; ${countWords("en", left, "thing was", "things were")} not checked.`,
    failed: (broken) =>
      `${countWords("en", broken, "finding breaks", "findings break")}: do not deploy.`,
  },
  asked: (store) => `Asked: ${store}.`,
  environmentUnknown: (known) =>
    `No Worker here has this environment. There are: ${listWords("en", known)}.`,
};

const namesFr = (s: CheckSubject) => listNames("fr", s.names);
const isOneFr = ({ names: all }: CheckSubject) => all.length === 1;
const beFr = (s: CheckSubject) => (isOneFr(s) ? "est" : "sont");
const pluralFr = (s: CheckSubject) => (isOneFr(s) ? "" : "s");
const whereFr = ({ workers, environments }: CheckSubject) => {
  const worker = workers.length === 0 ? "" : ` de ${listWords("fr", workers)}`;
  if (environments.length === 0) return worker;
  const word = environments.length === 1 ? "environnement" : "environnements";
  return `${worker}, ${word} ${listWords("fr", environments)}`;
};

const fr: CheckWords = {
  worker: "WORKER",
  environment: "ENVIRONNEMENT",
  delivery: "LIÉ",
  helper: "PAR LE HELPER",
  individual: "PROPRES",
  deliveries: { service: "store", native: "natif" },
  states: { ok: "ok", broken: "casse", not_checked: "pas tout vérifié" },
  severity: { high: "Casse", medium: "À corriger", low: "À savoir" },
  notCheckedHeading: "Pas vérifié",
  annotation: "lunakey check",
  notChecked: "pas vérifié",
  messages: {
    binding_missing: (s) =>
      `LUNAKEY_MODE vaut store-only${whereFr(s)}, et aucun store n'y est lié : impossible de lire ${namesFr(s)}.`,
    entrypoint_wrong: (s) =>
      `Le binding ${namesFr(s)}${whereFr(s)} mène à un autre point d'entrée que Secrets, qui n'a pas read.`,
    props_invalid: (s) =>
      `Le binding ${namesFr(s)}${whereFr(s)} n'a pas de props qui disent qui demande : le store ne lui donne rien.`,
    props_of_other: (s) =>
      `Le binding ${namesFr(s)}${whereFr(s)} se dit ${s.detail ?? "un autre"} : il recevrait les secrets de celui-là.`,
    store_of_other: (s) =>
      `Le binding ${namesFr(s)}${whereFr(s)} nomme le store ${s.detail ?? ""}, lunakey.jsonc un autre.`,
    native_missing: (s) =>
      `${namesFr(s)} ${beFr(s)} lu${pluralFr(s)} par le helper${whereFr(s)}, et pas lié${pluralFr(s)} comme les autres noms.`,
    delivery_mixed: (s) =>
      `${namesFr(s)}${whereFr(s)} ${beFr(s)} lié${pluralFr(s)} en natif et par la passerelle : une seule des deux valeurs est servie.`,
    mode_unknown: (s) => `LUNAKEY_MODE${whereFr(s)} n'est pas un mode que le helper connaît.`,
    gateway_missing: (s) =>
      `La passerelle ${s.detail ?? ""} n'a jamais été déployée : Cloudflare refuse le déploiement${whereFr(s)}.`,
    gateway_unbound: (s) =>
      `La configuration de la passerelle n'a pas de binding pour ${namesFr(s)}, que le code lit${whereFr(s)}.`,
    gateway_of_other: (s) =>
      `La passerelle n'a que les valeurs de ${s.detail ?? "un autre environnement"}, et n'en sert aucune${whereFr(s)}.`,
    secret_missing: (s) => `${namesFr(s)} : pas dans le store${whereFr(s)}.`,
    secret_deleted: (s) => `${namesFr(s)} : supprimé${pluralFr(s)} dans le store${whereFr(s)}.`,
    secret_expired: (s) => `${namesFr(s)} : expiré${pluralFr(s)} dans le store${whereFr(s)}.`,
    expires_soon: (s) =>
      `${namesFr(s)}${whereFr(s)} ${isOneFr(s) ? "expire" : "expirent"} le ${s.detail ?? "bientôt"}.`,
    not_granted: (s) =>
      `${namesFr(s)} : lu${pluralFr(s)} par le code, et le store ne l'autorise pas${whereFr(s)}.`,
    grant_unused: (s) =>
      `${namesFr(s)} : accès donné${whereFr(s)}, et aucun code ici ne ${isOneFr(s) ? "le lit" : "les lit"}.`,
    copy_differs: (s) =>
      `La copie propre du Worker pour ${namesFr(s)}${whereFr(s)} n'est pas la valeur du store.`,
    copy_missing: (s) =>
      `En shadow c'est la copie propre du Worker qui sert, et il n'en a pas pour ${namesFr(s)}${whereFr(s)}.`,
    copy_behind: (s) =>
      `Les copies de ${namesFr(s)}${whereFr(s)} sont en retard : ce que le store a maintenant n'a pas encore été envoyé.`,
    copy_failed: (s) =>
      `Le store n'a pas pu écrire les copies de ${namesFr(s)}${whereFr(s)} : ${s.detail ?? ""}`,
    copy_left: (s) =>
      `Le store n'a plus rien à envoyer pour ${namesFr(s)}${whereFr(s)}, et le Worker garde la copie qu'il a.`,
    copy_of_other: (s) =>
      `Les copies de ${namesFr(s)}${whereFr(s)} vont au script ${s.detail ?? ""}, et la configuration en déploie un autre.`,
    binding_gone: (s) =>
      `Le store a servi ${namesFr(s)}${whereFr(s)} ces 30 derniers jours, et la configuration n'y lie aucun store.`,
    helper_differs: (s) => `La copie du helper${whereFr(s)} n'est pas celle de ce lunakey.`,
    types_stale: (s) => `Il manque ${namesFr(s)} aux types générés${whereFr(s)}.`,
  },
  fixes: {
    mode_unknown: () => "Écris shadow, store-first ou store-only.",
    delivery_mixed: () => "Enlève l'un des deux bindings.",
    store_of_other: () => "Lie à nouveau, ou corrige lunakey.jsonc.",
    gateway_of_other: () =>
      "Déploie aussi une passerelle pour cet environnement, et nomme-la dans service du binding.",
    gateway_missing: () => "Déploie-la d'abord.",
    native_missing: () => "Lie-le, ou définis-le comme secret individuel.",
  },
  unchecked: {
    store_offline: (s) =>
      `Si le store donne ${namesFr(s)}${whereFr(s)} : il n'a pas été interrogé.`,
    gateway_offline: (s) =>
      `Si la passerelle ${namesFr(s)} est déployée : personne n'a été interrogé.`,
    store_silent: (s) => `Si le store donne ${namesFr(s)}${whereFr(s)} : ${s.detail ?? ""}`,
    store_is_other: (s) =>
      `Si le store donne ${namesFr(s)}${whereFr(s)} : celui qui répond est ${s.detail ?? "un autre"}.`,
    individual: (s) =>
      `${countWords("fr", s.names.length, "nom vient", "noms viennent")} de secrets individuels${whereFr(s)} ; seul Cloudflare sait s'ils sont définis.`,
    value_unseen: (s) =>
      `Si ${namesFr(s)}${whereFr(s)} ${isOneFr(s) ? "a une valeur" : "ont une valeur"} : seul le store de Cloudflare le sait.`,
    copy_unproven: (s) =>
      `Si les copies de ${namesFr(s)}${whereFr(s)} sont égales au store : Cloudflare les a prises, et aucun Worker ne les a comparées depuis.`,
    copies_silent: (s) =>
      `Si le store écrit des copies de ${namesFr(s)}${whereFr(s)}, et si elles sont en retard. ${s.detail ?? ""}`,
    gateway_silent: (s) => `Si la passerelle ${namesFr(s)} est déployée : ${s.detail ?? ""}.`,
    dynamic_names: (s) =>
      `Les noms que ${listWords("fr", s.workers)} fabrique en marche : ${namesFr(s)}.`,
    whole_environment: (s) =>
      `Ce qui est lu là où ${listWords("fr", s.workers)} passe tout son environnement : ${namesFr(s)}.`,
    unreadable: (s) => `Ce qu'il y a dans ${namesFr(s)} : illisible (${s.detail ?? ""}).`,
    helper_unknown: (s) =>
      `Si ${namesFr(s)} ${beFr(s)} à jour : cette installation de lunakey est incomplète.`,
  },
  more: (count) => `et ${count} de plus (--json a tout)`,
  results: {
    ok: () => "Chaque nom que le code lit est là.",
    incomplete: (_, left) =>
      `Rien de ce qui a été regardé ne casse ; ${countWords("fr", left, "point n'a pas été vérifié", "points n'ont pas été vérifiés")}.`,
    failed: (broken) =>
      `${countWords("fr", broken, "constat casse", "constats cassent")} : ne déploie pas.`,
  },
  asked: (store) => `Interrogé : ${store}.`,
  environmentUnknown: (known) =>
    `Aucun Worker ici n'a cet environnement. Il y a : ${listWords("fr", known)}.`,
};

export const CHECK_WORDS: Catalogue<CheckWords> = { en, fr };
