/** What the planner of bindings refuses and remarks, as sentences. */
import type { BindNoteCode, BindRefusalCode } from "@lunakey/migrate";
import { type Catalogue, listWords } from "../language.ts";

/** What a sentence can speak of. */
export interface BindSubject {
  readonly worker: string;
  /** null: the whole config. */
  readonly environment: string | null;
  readonly names: readonly string[];
}

type Sentence = (subject: BindSubject) => string;

export interface BindPlanWords {
  /** What is in the way, and what to do about it. */
  readonly refusals: Readonly<Record<BindRefusalCode, readonly [what: Sentence, hint: Sentence]>>;
  readonly notes: Readonly<Record<BindNoteCode, Sentence>>;
}

const listEn = (words: readonly string[]) => listWords("en", words);
const listFr = (words: readonly string[]) => listWords("fr", words);
const inEn = ({ worker, environment }: BindSubject) =>
  environment === null ? worker : `${worker} in ${environment}`;
const inFr = ({ worker, environment }: BindSubject) =>
  environment === null ? worker : `${worker} en ${environment}`;

const en: BindPlanWords = {
  refusals: {
    production_before_staging: [
      (s) =>
        `${inEn(s)} is not bound before the store has served another environment of it; it has served none.`,
      () =>
        "First: lunakey bind --env staging (--create-env makes one), deploy it, let it read once. --skip-staging goes on without that proof.",
    ],
    gateway_unknown: [
      (s) =>
        `The gateway was never deployed, or nobody can tell; Cloudflare would refuse a deploy of ${s.worker} that is bound to it.`,
      () =>
        "Deploy it first (lunakey init prints how), or add --offline to write the binding all the same.",
    ],
    binding_name_taken: [
      (s) => `${inEn(s)} has something else under ${listEn(s.names)}.`,
      () => "Name that otherwise first.",
    ],
    environment_unknown: [
      (s) => `${s.worker} has no environment ${s.environment ?? ""}.`,
      () => "--create-env makes it; --worker names the Workers that have it.",
    ],
    environment_name_reserved: [
      () => "all is no environment, and default is the config's top level.",
      () => "Name one environment: default, staging, production, …",
    ],
    no_worker_name: [
      (s) => `The config of ${s.worker} gives no name, by which the store would know it.`,
      () => 'Add name = "…" to it.',
    ],
    config_unreadable: [
      (s) => `The config of ${s.worker} does not parse, or not where it matters.`,
      () => "Mend it first: lunakey scan says where.",
    ],
    config_not_deployed: [
      (s) => `The config of ${s.worker} is a template, made by a build, or of Pages.`,
      () => "Name a Worker that is deployed by wrangler, with --worker.",
    ],
    wrangler_too_old: [
      (s) => `The wrangler of ${s.worker} is older than 4.13, and leaves the binding's props out.`,
      () => "npm install --save-dev wrangler@4",
    ],
    compatibility_too_old: [
      (s) =>
        `The compatibility date of ${inEn(s)} is before 2024-04-03: calls to the store would fail.`,
      () => 'Set a later one, or the compatibility flag "rpc".',
    ],
    name_not_bindable: [
      ({ names }) => `${listEn(names)} does not make a binding's name.`,
      () => "Use delivery service for it.",
    ],
    edit_not_safe: [
      (s) =>
        `The config of ${inEn(s)} is written in a way that can not be added to without changing more.`,
      () => "Add the binding by hand: docs/production.md has it.",
    ],
  },
  notes: {
    worker_name_shared: (s) =>
      `Another config here has the name ${s.worker} too: to the store they are one Worker.`,
    already_bound: (s) => `${inEn(s)} is bound already.`,
    environment_created: (s) => `The environment ${s.environment ?? ""} of ${s.worker} is new.`,
    vars_not_repeated: ({ names, environment }) =>
      `${environment ?? "It"} has no ${listEn(names)}: environments inherit no [vars], and the top level's may point at production.`,
    vars_repeated: ({ names, environment }) =>
      `${environment ?? "It"} has ${listEn(names)} as the top level: do they point at production?`,
    bindings_not_repeated: ({ names, environment }) =>
      `${environment ?? "It"} lacks ${listEn(names)}: repeated, it would share the top level's data. Make its own.`,
    bindings_repeated: ({ names, environment }) =>
      `${environment ?? "It"} has ${listEn(names)} as the top level.`,
    routes_not_inherited: ({ environment }) =>
      `${environment ?? "It"} has no routes, so that it does not take over the top level's: give it its own.`,
    crons_not_inherited: ({ environment }) =>
      `${environment ?? "It"} has no crons, so that nothing runs twice.`,
    required_not_inherited: ({ names, environment }) =>
      `${environment ?? "It"} needs its own ${listEn(names)}: npx wrangler secret put NAME --env ${environment ?? "ENVIRONMENT"}`,
    unsafe_replaced: (s) =>
      `[[unsafe.bindings]] of ${inEn(s)} never worked, and is a service binding now.`,
    unsafe_replaced_too: (s) =>
      `[[unsafe.bindings]] of ${inEn(s)} is replaced too: with it, wrangler refuses every environment.`,
    unsafe_left: (s) => `[[unsafe.bindings]] of ${inEn(s)} is left where it is.`,
    unsafe_other_store: (s) =>
      `[[unsafe.bindings]] of ${inEn(s)} named another store than this one.`,
    environments_left: ({ worker, names }) =>
      `${listEn(names)} of ${worker} ${names.length === 1 ? "stays" : "stay"} as before: environments inherit nothing.`,
    staging_skipped: (s) =>
      `Skipped: whether ${s.worker} gets its secrets from the store anywhere, before ${s.environment ?? "production"} asks for them.`,
    production_mode: (s) =>
      `${inEn(s)} starts in shadow: its individual secrets serve, and are compared with the store's. Remove LUNAKEY_MODE to let the store serve.`,
    native_same_name: ({ names }) =>
      `${listEn(names)} has the name of an individual secret, which the next deploy replaces.`,
    required_is_bound: ({ names }) =>
      `${listEn(names)} is in secrets.required as well as bound: wrangler refuses that.`,
    dev_vars_hidden: ({ names }) =>
      `${listEn(names)} in .dev.vars is hidden by the binding of the same name.`,
    wrangler_unknown: ({ worker }) =>
      `No wrangler was found for ${worker}; props of a service binding need 4.13 or later.`,
    gateway_unchecked: () =>
      "Whether the gateway is deployed was not checked: deploy it before the Worker.",
    build_first: ({ worker }) =>
      `${worker} is deployed from what a build makes: build before deploying.`,
    reads_nothing: ({ worker }) =>
      `${worker} reads no secret that was found, and is left as it is.`,
    synced_needs_none: ({ worker }) =>
      `${worker} needs no binding: its individual secrets are to be kept equal to the store.`,
  },
};

const fr: BindPlanWords = {
  refusals: {
    production_before_staging: [
      (s) =>
        `${inFr(s)} n'est pas lié avant que le store ait servi un autre de ses environnements ; il n'en a servi aucun.`,
      () =>
        "D'abord : lunakey bind --env staging (--create-env en crée un), déploie-le, laisse-le lire une fois. --skip-staging continue sans cette preuve.",
    ],
    gateway_unknown: [
      (s) =>
        `La passerelle n'a jamais été déployée, ou personne ne sait ; Cloudflare refuserait un déploiement de ${s.worker} qui y est lié.`,
      () =>
        "Déploie-la d'abord (lunakey init affiche comment), ou ajoute --offline pour écrire le binding quand même.",
    ],
    binding_name_taken: [
      (s) => `${inFr(s)} a autre chose sous ${listFr(s.names)}.`,
      () => "Donne-lui d'abord un autre nom.",
    ],
    environment_unknown: [
      (s) => `${s.worker} n'a pas d'environnement ${s.environment ?? ""}.`,
      () => "--create-env le crée ; --worker nomme les Workers qui l'ont.",
    ],
    environment_name_reserved: [
      () =>
        "all n'est pas un environnement, et default est le niveau principal de la configuration.",
      () => "Nomme un environnement : default, staging, production, …",
    ],
    no_worker_name: [
      (s) =>
        `La configuration de ${s.worker} ne donne pas de nom, par lequel le store le connaîtrait.`,
      () => 'Ajoutes-y name = "…".',
    ],
    config_unreadable: [
      (s) => `La configuration de ${s.worker} ne se lit pas, ou pas là où il faut.`,
      () => "Corrige-la d'abord : lunakey scan dit où.",
    ],
    config_not_deployed: [
      (s) => `La configuration de ${s.worker} est un modèle, faite par un build, ou de Pages.`,
      () => "Nomme un Worker que wrangler déploie, avec --worker.",
    ],
    wrangler_too_old: [
      (s) => `Le wrangler de ${s.worker} est plus ancien que 4.13 et omet les props du binding.`,
      () => "npm install --save-dev wrangler@4",
    ],
    compatibility_too_old: [
      (s) =>
        `La date de compatibilité de ${inFr(s)} est avant le 2024-04-03 : les appels au store échoueraient.`,
      () => 'Mets-en une plus récente, ou le flag de compatibilité "rpc".',
    ],
    name_not_bindable: [
      ({ names }) => `${listFr(names)} ne peut pas être le nom d'un binding.`,
      () => "Utilise la delivery service pour lui.",
    ],
    edit_not_safe: [
      (s) =>
        `La configuration de ${inFr(s)} est écrite d'une façon qui ne se complète pas sans en changer plus.`,
      () => "Ajoute le binding à la main : docs/production.md le donne.",
    ],
  },
  notes: {
    worker_name_shared: (s) =>
      `Une autre configuration ici porte aussi le nom ${s.worker} : pour le store, c'est un seul Worker.`,
    already_bound: (s) => `${inFr(s)} est déjà lié.`,
    environment_created: (s) =>
      `L'environnement ${s.environment ?? ""} de ${s.worker} est nouveau.`,
    vars_not_repeated: ({ names, environment }) =>
      `${environment ?? "Il"} n'a pas ${listFr(names)} : les environnements n'héritent d'aucune [vars], et celles du niveau principal visent peut-être la production.`,
    vars_repeated: ({ names, environment }) =>
      `${environment ?? "Il"} a ${listFr(names)} comme le niveau principal : visent-elles la production ?`,
    bindings_not_repeated: ({ names, environment }) =>
      `${environment ?? "Il"} n'a pas ${listFr(names)} : répété, il partagerait les données du niveau principal. Crée les siens.`,
    bindings_repeated: ({ names, environment }) =>
      `${environment ?? "Il"} a ${listFr(names)} comme le niveau principal.`,
    routes_not_inherited: ({ environment }) =>
      `${environment ?? "Il"} n'a pas de routes, pour ne pas prendre celles du niveau principal : donne-lui les siennes.`,
    crons_not_inherited: ({ environment }) =>
      `${environment ?? "Il"} n'a pas de crons, pour que rien ne tourne deux fois.`,
    required_not_inherited: ({ names, environment }) =>
      `${environment ?? "Il"} a besoin de ses propres ${listFr(names)} : npx wrangler secret put NOM --env ${environment ?? "ENVIRONNEMENT"}`,
    unsafe_replaced: (s) =>
      `[[unsafe.bindings]] de ${inFr(s)} n'a jamais marché, et devient un service binding.`,
    unsafe_replaced_too: (s) =>
      `[[unsafe.bindings]] de ${inFr(s)} est remplacé aussi : avec lui, wrangler refuse tous les environnements.`,
    unsafe_left: (s) => `[[unsafe.bindings]] de ${inFr(s)} reste où il est.`,
    unsafe_other_store: (s) =>
      `[[unsafe.bindings]] de ${inFr(s)} nommait un autre store que celui-ci.`,
    environments_left: ({ worker, names }) =>
      `${listFr(names)} de ${worker} ${names.length === 1 ? "reste" : "restent"} comme avant : les environnements n'héritent de rien.`,
    staging_skipped: (s) =>
      `Sauté : vérifier que ${s.worker} reçoit ses secrets du store quelque part, avant que ${s.environment ?? "production"} les demande.`,
    production_mode: (s) =>
      `${inFr(s)} commence en shadow : ses secrets individuels servent et sont comparés à ceux du store. Retire LUNAKEY_MODE pour que le store serve.`,
    native_same_name: ({ names }) =>
      `${listFr(names)} porte le nom d'un secret individuel, que le prochain déploiement remplace.`,
    required_is_bound: ({ names }) =>
      `${listFr(names)} est dans secrets.required et lié aussi : wrangler le refuse.`,
    dev_vars_hidden: ({ names }) =>
      `${listFr(names)} dans .dev.vars est caché par le binding du même nom.`,
    wrangler_unknown: ({ worker }) =>
      `Aucun wrangler trouvé pour ${worker} ; les props d'un service binding demandent 4.13 ou plus récent.`,
    gateway_unchecked: () =>
      "Personne n'a vérifié que la passerelle est déployée : déploie-la avant le Worker.",
    build_first: ({ worker }) =>
      `${worker} est déployé depuis ce que produit un build : lance-le avant de déployer.`,
    reads_nothing: ({ worker }) => `${worker} ne lit aucun secret trouvé, et reste tel quel.`,
    synced_needs_none: ({ worker }) =>
      `${worker} n'a besoin d'aucun binding : ses secrets individuels doivent rester égaux au store.`,
  },
};

export const BIND_PLAN_WORDS: Catalogue<BindPlanWords> = { en, fr };
