/** What a scan finds, as sentences: what is so, and what to do about it. */
import type { FindingCode, FixCode, Problem } from "@lunakey/migrate";
import { type Catalogue, countWords, listWords } from "../language.ts";

/** What a sentence can speak of; lists are in words already. */
export interface FindingSubject {
  readonly names: readonly string[];
  readonly workers: readonly string[];
  readonly environments: readonly string[];
  readonly detail: string | null;
}

type Sentence = (subject: FindingSubject) => string;

export interface FindingWords {
  readonly messages: Readonly<Record<FindingCode, Sentence>>;
  readonly fixes: Readonly<Record<FixCode, Sentence>>;
  readonly problems: Readonly<Record<Problem["code"], string>>;
}

const listEn = (words: readonly string[]) => listWords("en", words);
const listFr = (words: readonly string[]) => listWords("fr", words);
const isOne = ({ names }: FindingSubject) => names.length < 2;

/** ` of api, environment production`; nothing where there is nothing to say. */
function whereEn({ workers, environments }: FindingSubject): string {
  const worker = workers.length === 0 ? "" : ` of ${listEn(workers)}`;
  if (environments.length === 0) return worker;
  const word = environments.length === 1 ? "environment" : "environments";
  return `${worker}, ${word} ${listEn(environments)}`;
}

function whereFr({ workers, environments }: FindingSubject): string {
  const worker = workers.length === 0 ? "" : ` de ${listFr(workers)}`;
  if (environments.length === 0) return worker;
  const word = environments.length === 1 ? "environnement" : "environnements";
  return `${worker}, ${word} ${listFr(environments)}`;
}

const en: FindingWords = {
  messages: {
    copies: (s) =>
      `${listEn(s.names)} ${isOne(s) ? "belongs" : "belong"} to ${countWords("en", s.workers.length, "Worker", "Workers")}, ${listEn(s.workers)}: each holds its own copy.`,
    maybe_one: ({ names }) => `${listEn(names)} may be one secret: only their values can tell.`,
    undeclared: (s) =>
      `${listEn(s.names)} ${isOne(s) ? "is" : "are"} read, and nothing${whereEn(s)} declares ${isOne(s) ? "it" : "them"}.`,
    declared_in_comment: (s) =>
      `${listEn(s.names)} ${isOne(s) ? "is" : "are"} read, and only a comment in the config${whereEn(s)} names ${isOne(s) ? "it" : "them"}.`,
    unused: (s) =>
      `${listEn(s.names)} ${isOne(s) ? "is" : "are"} declared${whereEn(s)}, and read nowhere.`,
    left_to_library: (s) =>
      `${listEn(s.names)} ${isOne(s) ? "is" : "are"} declared${whereEn(s)}, and not read by its own code; ${s.detail ?? ""} may: ${isOne(s) ? "the name is" : "the names are"} in there.`,
    built_in: (s) =>
      `${listEn(s.names)}${whereEn(s)}: "$env/static/private" has a build write ${isOne(s) ? "its value" : "their values"} into the code that is deployed.`,
    build_time: (s) =>
      `${listEn(s.names)}${whereEn(s)} ${isOne(s) ? "is" : "are"} read through import.meta.env: what the build has under ${isOne(s) ? "that name" : "those names"} is put into the code that is deployed, and stays in it when the secret is rotated.`,
    environment_gap: (s) =>
      `${listEn(s.names)} ${isOne(s) ? "is" : "are"} missing${whereEn(s)}; another environment has ${isOne(s) ? "it" : "them"}.`,
    plain_in_vars: (s) =>
      `${listEn(s.names)} ${isOne(s) ? "is" : "are"} in plain text in [vars]${whereEn(s)}${rule(s)}.`,
    plain_in_source: (s) =>
      `A secret is in plain text in the source${s.names.length === 0 ? "" : `, at ${listEn(s.names)}`}${rule(s)}.`,
    dev_vars_not_ignored: () => "A file with secrets for development is not ignored by git.",
    secret_logged: ({ names }) => `${listEn(names)} may be written to the log.`,
    unsafe_store_binding: (s) =>
      `[[unsafe.bindings]] of type secret_store${whereEn(s)}: there is no such binding, and a deploy with it is refused.`,
    store_property: ({ names }) =>
      `${listEn(names)}: a property of a store's binding, without get. That is always a function, never the value.`,
    store_binding_as_string: ({ names }) =>
      `${listEn(names)}: a binding of the Secrets Store is used as if it were the value; it is an object.`,
    store_binding_same_name: (s) =>
      `The store binding ${listEn(s.names)}${whereEn(s)} has the name of an individual secret: a deploy may replace that one, without a word.`,
    store_binding_required: (s) =>
      `${listEn(s.names)} is a store binding and in secrets.required${whereEn(s)}: wrangler refuses that.`,
    store_binding_hides_dev_vars: (s) =>
      `${listEn(s.names)} in .dev.vars${whereEn(s)} is hidden by the store binding of the same name, and the local store is empty.`,
    store_binding_process_env: ({ names }) =>
      `${listEn(names)} is read from process.env, where a store binding never is.`,
    environment_inherits_nothing: (s) =>
      `${listEn(s.names)} ${isOne(s) ? "stands" : "stand"} at the top level only: environments inherit no bindings${s.environments.length === 0 ? "" : `, and ${listEn(s.environments)} ${s.environments.length === 1 ? "goes" : "go"} without`}.`,
    service_unknown: (s) =>
      `The service binding ${listEn(s.names)}${whereEn(s)} names ${s.detail ?? "a script"}, which no config here makes.`,
    props_need_wrangler: (s) =>
      `props of a service binding${whereEn(s)} need wrangler 4.13 or later${s.detail === null ? "" : `; here it is ${s.detail}`}.`,
    global_api_key: ({ names }) =>
      `${listEn(names)}: a global API key may do everything that its owner may.`,
    env_to_library: (s) =>
      `The whole environment${whereEn(s)} is handed to a library, which reads from it by itself.`,
    service_worker_syntax: (s) =>
      `${listEn(s.names)} ${isOne(s) ? "is a global" : "are globals"}${whereEn(s)}, in the service-worker syntax: migrate leaves ${isOne(s) ? "it" : "them"}.`,
    var_and_secret: (s) =>
      `${listEn(s.names)} ${isOne(s) ? "is" : "are"} in [vars] and ${isOne(s) ? "a secret" : "secrets"} at once${whereEn(s)}: which one is served depends on the order of deploys.`,
  },
  fixes: {
    store_once: () =>
      "Keep it equal by hand, or put it into a store once: lunakey bind --env staging",
    compare_values: () =>
      "Compare the values where they came from; if they are equal, keep one name.",
    declare_required: () =>
      "A deploy without a secret is refused where secrets.required of the config lists it.",
    declare_setting: () =>
      "A setting belongs into vars; what is secret after all, into secrets.required.",
    remove_name: () => "Remove what no library and no other repository reads.",
    keep_for_library: () =>
      "Leave it where it is, until you know: what a library reads by itself can not move.",
    read_when_it_runs: () =>
      'Read it from env of "$env/dynamic/private" or from platform.env: then it is in no build, and migrate can move it.',
    read_from_worker_env: ({ names }) =>
      `Read it from the environment of the Worker where the server needs it (in Astro env of "cloudflare:workers", or Astro.locals.runtime.env before Astro 6: env.${names[0] ?? "NAME"}): then it is in no build, and migrate can move it.`,
    add_to_environment: ({ environments }) =>
      `Set it there too: npx wrangler secret put NAME --env ${environments[0] ?? "ENVIRONMENT"}; or leave it, if it is not needed there.`,
    add_var_to_environment: ({ names, environments }) =>
      `Add ${listEn(names)} to vars of ${environments[0] ?? "the environment"} too, which inherits none; or leave it, if it is not needed there.`,
    rotate_and_make_secret: ({ names }) =>
      `Replace it at its maker, since it is in git's history; take it out, and set it with: npx wrangler secret put ${names[0] ?? "NAME"}`,
    ignore_file: () => "Add it to .gitignore; if it was committed ever, replace what is in it.",
    drop_log: () => "Log that it is there, not what it is.",
    bind_service: () => "lunakey bind --env staging turns it into a binding that works.",
    call_get: () => "Write await env.BINDING.get(…), or getSecret(env, NAME).",
    rename_binding: ({ names }) =>
      `Name the binding ${names[0] ?? "NAME"}_STORE: the helper finds it there, and the individual secret stays.`,
    remove_from_required: () => "Take it out of secrets.required.",
    use_local_store: () =>
      "Put it into the local store (npx wrangler secrets-store secret create), or name the binding otherwise.",
    read_from_env: () => "Read it from env of the handler, or with the helper.",
    repeat_in_environment: ({ environments }) =>
      `Repeat it under [env.${environments[0] ?? "NAME"}].`,
    deploy_first: ({ detail }) =>
      `Deploy ${detail ?? "it"} before this Worker, or the deploy is refused.`,
    update_wrangler: () => "npm install --save-dev wrangler@4",
    use_scoped_token: () => "Make a token that may only do what is needed, and use it instead.",
    hand_over_values: () => "Hand over what it needs, value by value.",
    use_modules: () =>
      "Turn the Worker into the module syntax: export default { fetch(request, env) { … } }",
    keep_one: () => "Keep the secret, and remove it from [vars].",
  },
  problems: {
    config_syntax: "This config does not parse",
    config_shape: "Something in this config has another form than wrangler's",
    config_unread: "This config is not read without --config",
    no_entry: "This Worker has no entry that could be found",
    no_tsconfig: "There is no tsconfig.json; types are guessed",
    tsconfig_in_part:
      "Not all of this tsconfig can be read (what it extends may not be made yet, as before svelte-kit sync); types may be guessed",
    source_syntax: "This file does not parse",
    unreadable: "This can not be read",
    too_large: "This is too large to be read",
    circular_workspaces: "Workspaces lead in a circle",
    no_repository: "There is no Worker here",
  },
};

const fr: FindingWords = {
  messages: {
    copies: (s) =>
      `${listFr(s.names)} ${isOne(s) ? "appartient" : "appartiennent"} à ${countWords("fr", s.workers.length, "Worker", "Workers")}, ${listFr(s.workers)} : chacun a sa propre copie.`,
    maybe_one: ({ names }) =>
      `${listFr(names)} sont peut-être un seul secret : seules leurs valeurs le disent.`,
    undeclared: (s) =>
      `${listFr(s.names)} ${isOne(s) ? "est lu" : "sont lus"}, et rien${whereFr(s)} ne ${isOne(s) ? "le" : "les"} déclare.`,
    declared_in_comment: (s) =>
      `${listFr(s.names)} ${isOne(s) ? "est lu" : "sont lus"}, et seul un commentaire de la configuration${whereFr(s)} ${isOne(s) ? "le" : "les"} nomme.`,
    unused: (s) =>
      `${listFr(s.names)} ${isOne(s) ? "est déclaré" : "sont déclarés"}${whereFr(s)} et ${isOne(s) ? "n'est lu" : "ne sont lus"} nulle part.`,
    left_to_library: (s) =>
      `${listFr(s.names)} ${isOne(s) ? "est déclaré" : "sont déclarés"}${whereFr(s)} et son propre code ne ${isOne(s) ? "le" : "les"} lit pas ; ${s.detail ?? ""} le fait peut-être : ${isOne(s) ? "le nom s'y trouve" : "les noms s'y trouvent"}.`,
    built_in: (s) =>
      `${listFr(s.names)}${whereFr(s)} : avec "$env/static/private", un build écrit ${isOne(s) ? "sa valeur" : "leurs valeurs"} dans le code déployé.`,
    build_time: (s) =>
      `${listFr(s.names)}${whereFr(s)} ${isOne(s) ? "est lu" : "sont lus"} par import.meta.env : ce que le build a sous ${isOne(s) ? "ce nom" : "ces noms"} est mis dans le code déployé, et y reste quand le secret est changé.`,
    environment_gap: (s) =>
      `${listFr(s.names)} ${isOne(s) ? "manque" : "manquent"}${whereFr(s)} ; un autre environnement ${isOne(s) ? "l'a" : "les a"}.`,
    plain_in_vars: (s) =>
      `${listFr(s.names)} ${isOne(s) ? "est" : "sont"} en clair dans [vars]${whereFr(s)}${rule(s)}.`,
    plain_in_source: (s) =>
      `Un secret est en clair dans le code${s.names.length === 0 ? "" : `, à ${listFr(s.names)}`}${rule(s)}.`,
    dev_vars_not_ignored: () => "Un fichier de secrets de développement n'est pas ignoré par git.",
    secret_logged: ({ names }) => `${listFr(names)} peut être écrit dans les logs.`,
    unsafe_store_binding: (s) =>
      `[[unsafe.bindings]] de type secret_store${whereFr(s)} : ce binding n'existe pas, et un déploiement avec lui est refusé.`,
    store_property: ({ names }) =>
      `${listFr(names)} : une propriété du binding d'un store, sans get. C'est toujours une fonction, jamais la valeur.`,
    store_binding_as_string: ({ names }) =>
      `${listFr(names)} : un binding du Secrets Store est utilisé comme si c'était la valeur ; c'est un objet.`,
    store_binding_same_name: (s) =>
      `Le binding de store ${listFr(s.names)}${whereFr(s)} porte le nom d'un secret individuel : un déploiement peut le remplacer, sans rien dire.`,
    store_binding_required: (s) =>
      `${listFr(s.names)} est un binding de store et figure dans secrets.required${whereFr(s)} : wrangler le refuse.`,
    store_binding_hides_dev_vars: (s) =>
      `${listFr(s.names)} dans .dev.vars${whereFr(s)} est caché par le binding de store du même nom, et le store local est vide.`,
    store_binding_process_env: ({ names }) =>
      `${listFr(names)} est lu dans process.env, où un binding de store n'est jamais.`,
    environment_inherits_nothing: (s) =>
      `${listFr(s.names)} n'${isOne(s) ? "existe" : "existent"} qu'au niveau principal : les environnements n'héritent d'aucun binding${s.environments.length === 0 ? "" : `, ${listFr(s.environments)} ${s.environments.length === 1 ? "s'en passe" : "s'en passent"}`}.`,
    service_unknown: (s) =>
      `Le service binding ${listFr(s.names)}${whereFr(s)} nomme ${s.detail ?? "un script"}, qu'aucune configuration ici ne crée.`,
    props_need_wrangler: (s) =>
      `Les props d'un service binding${whereFr(s)} demandent wrangler 4.13 ou plus récent${s.detail === null ? "" : ` ; ici c'est ${s.detail}`}.`,
    global_api_key: ({ names }) =>
      `${listFr(names)} : une clé d'API globale peut tout ce que peut son propriétaire.`,
    env_to_library: (s) =>
      `Tout l'environnement${whereFr(s)} est transmis à une bibliothèque, qui y lit elle-même.`,
    service_worker_syntax: (s) =>
      `${listFr(s.names)} ${isOne(s) ? "est une globale" : "sont des globales"}${whereFr(s)}, en syntaxe service-worker : migrate ${isOne(s) ? "la" : "les"} laisse.`,
    var_and_secret: (s) =>
      `${listFr(s.names)} ${isOne(s) ? "est" : "sont"} à la fois dans [vars] et ${isOne(s) ? "un secret" : "des secrets"}${whereFr(s)} : lequel est servi dépend de l'ordre des déploiements.`,
  },
  fixes: {
    store_once: () =>
      "Garde les copies égales à la main, ou mets-le une fois dans un store : lunakey bind --env staging",
    compare_values: () =>
      "Compare les valeurs là d'où elles viennent ; si elles sont égales, garde un seul nom.",
    declare_required: () =>
      "Un déploiement sans un secret est refusé si secrets.required de la configuration le nomme.",
    declare_setting: () =>
      "Un réglage a sa place dans vars ; ce qui est tout de même secret, dans secrets.required.",
    remove_name: () => "Retire ce qu'aucune bibliothèque ni aucun autre dépôt ne lit.",
    keep_for_library: () =>
      "Laisse-le où il est tant que tu ne sais pas : ce qu'une bibliothèque lit elle-même ne peut pas bouger.",
    read_when_it_runs: () =>
      'Lis-le dans env de "$env/dynamic/private" ou dans platform.env : il n\'est alors dans aucun build, et migrate peut le déplacer.',
    read_from_worker_env: ({ names }) =>
      `Lis-le dans l'environnement du Worker là où le serveur en a besoin (avec Astro, env de "cloudflare:workers", ou Astro.locals.runtime.env avant Astro 6 : env.${names[0] ?? "NOM"}) : il n'est alors dans aucun build, et migrate peut le déplacer.`,
    add_to_environment: ({ environments }) =>
      `Définis-le là aussi : npx wrangler secret put NOM --env ${environments[0] ?? "ENVIRONNEMENT"} ; ou laisse, s'il n'y sert pas.`,
    add_var_to_environment: ({ names, environments }) =>
      `Ajoute ${listFr(names)} aux vars de ${environments[0] ?? "l'environnement"} aussi, qui n'hérite de rien ; ou laisse, s'il n'y sert pas.`,
    rotate_and_make_secret: ({ names }) =>
      `Remplace-le chez son émetteur, car il est dans l'historique de git ; retire-le, puis définis-le avec : npx wrangler secret put ${names[0] ?? "NOM"}`,
    ignore_file: () =>
      "Ajoute-le à .gitignore ; s'il a été commité un jour, remplace ce qu'il contient.",
    drop_log: () => "Écris dans les logs qu'il est là, pas ce qu'il est.",
    bind_service: () => "lunakey bind --env staging en fait un binding qui marche.",
    call_get: () => "Écris await env.BINDING.get(…), ou getSecret(env, NOM).",
    rename_binding: ({ names }) =>
      `Nomme le binding ${names[0] ?? "NOM"}_STORE : le helper l'y trouve, et le secret individuel reste.`,
    remove_from_required: () => "Retire-le de secrets.required.",
    use_local_store: () =>
      "Mets-le dans le store local (npx wrangler secrets-store secret create), ou donne un autre nom au binding.",
    read_from_env: () => "Lis-le dans l'env du handler, ou avec le helper.",
    repeat_in_environment: ({ environments }) =>
      `Répète-le sous [env.${environments[0] ?? "NOM"}].`,
    deploy_first: ({ detail }) =>
      `Déploie ${detail ?? "ce script"} avant ce Worker, sinon le déploiement est refusé.`,
    update_wrangler: () => "npm install --save-dev wrangler@4",
    use_scoped_token: () =>
      "Crée un jeton qui ne peut que ce qu'il faut, et utilise-le à la place.",
    hand_over_values: () => "Transmets-lui ce qu'il lui faut, valeur par valeur.",
    use_modules: () =>
      "Passe le Worker en syntaxe module : export default { fetch(request, env) { … } }",
    keep_one: () => "Garde le secret et retire-le de [vars].",
  },
  problems: {
    config_syntax: "Cette configuration ne se lit pas",
    config_shape: "Quelque chose dans cette configuration n'a pas la forme que wrangler attend",
    config_unread: "Cette config n'est pas lue sans --config",
    no_entry: "Ce Worker n'a pas de point d'entrée trouvable",
    no_tsconfig: "Il n'y a pas de tsconfig.json ; les types sont devinés",
    tsconfig_in_part:
      "Ce tsconfig ne se lit pas en entier (ce qu'il étend n'existe peut-être pas encore, comme avant svelte-kit sync) ; des types peuvent être devinés",
    source_syntax: "Ce fichier ne se lit pas",
    unreadable: "Ceci ne peut pas être lu",
    too_large: "Ceci est trop grand pour être lu",
    circular_workspaces: "Des workspaces tournent en rond",
    no_repository: "Il n'y a pas de Worker ici",
  },
};

/** The rule of a finder of plain secrets, in brackets. */
function rule({ detail }: FindingSubject): string {
  return detail === null ? "" : ` (${detail})`;
}

export const FINDING_WORDS: Catalogue<FindingWords> = { en, fr };
