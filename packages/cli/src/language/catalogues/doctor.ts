/** What `lunakey doctor` says of each line. */
import type { DoctorLine } from "@lunakey/contract";
import type { DoctorCode, LineState } from "../../work/doctor/probe.ts";
import { type Catalogue, countWords, listWords } from "../language.ts";

/** @param detail what the line speaks of: versions, paths, names, a reason. */
type Say = (state: LineState, detail: readonly string[]) => string;

export interface DoctorWords {
  readonly areas: Readonly<Record<DoctorLine["area"], string>>;
  readonly lines: Readonly<Record<DoctorCode, Say>>;
  readonly result: (failed: number, warned: number, notChecked: number) => string;
}

/** More paths are only counted. */
const SHOWN_COUNT = 4;

function some(language: "en" | "fr", all: readonly string[]): string {
  const more = all.length - SHOWN_COUNT;
  if (more <= 0) return listWords(language, all);
  const rest = language === "fr" ? `${more} de plus` : `${more} more`;
  return listWords(language, [...all.slice(0, SHOWN_COUNT), rest]);
}

/** A sentence for each state; what is not written here falls back on the last one. */
function by(
  sentences: Readonly<Partial<Record<LineState, (detail: readonly string[]) => string>>>,
): Say {
  return (state, detail) => (sentences[state] ?? sentences.not_checked)?.(detail) ?? state;
}

const someEn = (all: readonly string[]) => some("en", all);
const someFr = (all: readonly string[]) => some("fr", all);
const at = (detail: readonly string[], index: number) => detail[index] ?? "?";

const en: DoctorWords = {
  areas: { machine: "This machine", repository: "Files", account: "Account", store: "Store" },
  lines: {
    node: by({ ok: (d) => `Node ${at(d, 0)}.` }),
    git: by({
      ok: () => "git follows this folder.",
      warn: () => "This is no git repository: bind and migrate want one.",
    }),
    wrangler: by({
      ok: (d) => `The project's wrangler is ${at(d, 0)}.`,
      fail: (d) => `wrangler ${at(d, 0)} of ${someEn(d.slice(1))} is too old: props need 4.13.`,
      warn: (d) => `There is no wrangler for ${someEn(d)}.`,
      not_checked: (d) => `Which wrangler ${someEn(d)} has: package.json does not tell.`,
    }),
    own_wrangler: by({
      ok: (d) => `lunakey's own wrangler is ${at(d, 0)}.`,
      warn: () => "lunakey finds no wrangler beside itself.",
    }),
    log_sanitize: by({
      ok: () => "wrangler leaves values out of its log files.",
      fail: () => "WRANGLER_LOG_SANITIZE is false: wrangler writes secrets into its log files.",
    }),
    tracing: by({
      ok: () => "wrangler dev has left no traces in this repository.",
      warn: (d) => `wrangler dev keeps URLs and SQL in clear in ${someEn(d)}.`,
    }),
    workers: by({ warn: () => "There is no wrangler config here." }),
    state_folder: by({
      ok: () => "No other user can read .lunakey.",
      fail: (d) => `Other users of this machine can read ${someEn(d)}.`,
      not_checked: () => "Who can read .lunakey: Windows has no such modes.",
    }),
    ignored: by({
      ok: () => "git ignores .dev.vars and .lunakey.",
      warn: (d) => `git does not ignore ${someEn(d)}.`,
      not_checked: () => "What git ignores: there is no git here.",
    }),
    tracked: by({
      ok: () => "git follows no file of secrets.",
      fail: (d) =>
        `git follows ${someEn(d)}. Take it out, and replace every secret in it: history keeps them.`,
      not_checked: () => "What git follows: there is no git here.",
    }),
    invocation_logs: by({
      ok: () => "No config logs each request.",
      warn: (d) =>
        `Each request is logged with its URL, at ${someEn(d)}: a secret in a URL would be in the log. invocation_logs = false under [observability.logs] stops it.`,
    }),
    recovery_file: by({
      ok: (d) => `The recovery file is at ${at(d, 0)}.`,
      warn: (d) =>
        `No recovery file at ${at(d, 0)}. Without it and its passphrase a lost root key loses all values; try the one that you keep elsewhere.`,
      fail: (d) => `Other users of this machine can read ${at(d, 0)}.`,
      not_checked: () => "The recovery file: no lunakey.jsonc names a store here.",
    }),
    shadowed_login: by({
      ok: () => "No token in the environment stands before a login.",
      warn: (d) => `${at(d, 0)} is used, and not the login of ${at(d, 1)}.`,
    }),
    token_in_file: by({
      warn: (d) => `${at(d, 0)} holds a token of Cloudflare in clear, and wrangler uses it.`,
    }),
    sign_in: by({
      ok: (d) => `Signed in (${at(d, 0)}): ${someEn(d.slice(1))}.`,
      warn: () => "wrangler is not signed in: nothing can be deployed from here.",
      fail: (d) => `The sign-in does not work: ${at(d, 0)}.`,
      not_checked: (d) => `The account: ${d[0] ?? "it was not asked"}.`,
    }),
    role: by({
      ok: () => "Layer 1, the role: it may fill the Secrets Store and bind it.",
      warn: (d) =>
        `Layer 1, the role: ${someEn(d)} is missing. A Super Administrator gives it, under Manage Account, Members.`,
      not_checked: () => "Layer 1, the role: this token may not see it (Memberships, Read).",
    }),
    token_permission: by({
      ok: (d) => `Layer 2, the token's permission: ${at(d, 0)}.`,
      fail: (d) => `Layer 2, the token's permission (or the role): ${at(d, 0)} is missing.`,
      not_checked: (d) =>
        d[0] === "read"
          ? "Layer 2, the token's permission: it reads the Secrets Store; that it may edit shows when it does. It needs Secrets Store, Edit."
          : `Layer 2, the token's permission: ${d[0] ?? "it was not asked"}.`,
    }),
    secret_scope: by({
      ok: () => "Layer 3, the secrets' scope: all that are bound are for Workers.",
      fail: (d) => `Layer 3, the secrets' scope: ${someEn(d)} can not be bound to Workers.`,
      not_checked: () => "Layer 3, the secrets' scope: no list of them was to be had.",
    }),
    reachable: by({
      ok: (d) => `The ${at(d, 0)} answers: ${at(d, 1)}, backend ${at(d, 2)}.`,
      fail: (d) => d.join(" "),
      not_checked: (d) => (d.length === 0 ? "The store was not asked." : d.join(" ")),
    }),
    token_role: by({
      ok: (d) =>
        d[0] === undefined ? "The token is valid, and no admin's." : `The token's role is ${d[0]}.`,
      warn: (d) => `The token, of role ${at(d, 0)}, expires on ${at(d, 1)}.`,
      not_checked: () => "Whose the token is: the store does not list it.",
    }),
    clock: by({
      ok: () => "Its clock is this machine's.",
      warn: (d) => `Its clock is ${at(d, 0)} seconds from this machine's.`,
      fail: (d) => `Its clock is ${at(d, 0)} seconds from this machine's: set the clock here.`,
      not_checked: () => "Its clock: the answer has no date.",
    }),
    copies: by({
      ok: (d) =>
        `${countWords("en", Number(d[0]), "copy", "copies")} written by the store, each found equal by its Worker.`,
      warn: (d) =>
        [
          `Copies that are not as the store has them: ${at(d, 0)} of ${at(d, 1)}.`,
          ...d.slice(2),
        ].join(" "),
      not_checked: (d) =>
        d[1] === undefined
          ? `Copies that the store writes: ${at(d, 0)}`
          : `Copies that the store has written and no Worker has compared: ${at(d, 1)} of ${at(d, 0)}.`,
    }),
  },
  result: (failed, warned, left) =>
    `${countWords("en", failed, "failure", "failures")}, ${countWords("en", warned, "warning", "warnings")}, ${left} not checked.`,
};

const fr: DoctorWords = {
  areas: { machine: "Cette machine", repository: "Fichiers", account: "Compte", store: "Store" },
  lines: {
    node: by({ ok: (d) => `Node ${at(d, 0)}.` }),
    git: by({
      ok: () => "git suit ce dossier.",
      warn: () => "Ce n'est pas un dépôt git : bind et migrate en veulent un.",
    }),
    wrangler: by({
      ok: (d) => `Le wrangler du projet est ${at(d, 0)}.`,
      fail: (d) =>
        `wrangler ${at(d, 0)} dans ${someFr(d.slice(1))} est trop ancien : props demande 4.13.`,
      warn: (d) => `Il n'y a pas de wrangler pour ${someFr(d)}.`,
      not_checked: (d) => `Le wrangler de ${someFr(d)} : package.json ne le dit pas.`,
    }),
    own_wrangler: by({
      ok: (d) => `Le wrangler de lunakey est ${at(d, 0)}.`,
      warn: () => "lunakey ne trouve pas de wrangler à côté de lui.",
    }),
    log_sanitize: by({
      ok: () => "wrangler n'écrit aucune valeur dans ses journaux.",
      fail: () =>
        "WRANGLER_LOG_SANITIZE vaut false : wrangler écrit les secrets dans ses journaux.",
    }),
    tracing: by({
      ok: () => "wrangler dev n'a laissé aucune trace dans ce dépôt.",
      warn: (d) => `wrangler dev garde URL et SQL en clair dans ${someFr(d)}.`,
    }),
    workers: by({ warn: () => "Il n'y a pas de configuration wrangler ici." }),
    state_folder: by({
      ok: () => "Aucun autre utilisateur ne peut lire .lunakey.",
      fail: (d) => `D'autres utilisateurs de cette machine peuvent lire ${someFr(d)}.`,
      not_checked: () => "Qui peut lire .lunakey : Windows n'a pas de tels droits.",
    }),
    ignored: by({
      ok: () => "git ignore .dev.vars et .lunakey.",
      warn: (d) => `git n'ignore pas ${someFr(d)}.`,
      not_checked: () => "Ce que git ignore : il n'y a pas de git ici.",
    }),
    tracked: by({
      ok: () => "git ne suit aucun fichier de secrets.",
      fail: (d) =>
        `git suit ${someFr(d)}. Retire-le, et remplace chaque secret qu'il contient : l'historique les garde.`,
      not_checked: () => "Ce que git suit : il n'y a pas de git ici.",
    }),
    invocation_logs: by({
      ok: () => "Aucune configuration ne journalise chaque requête.",
      warn: (d) =>
        `Chaque requête est journalisée avec son URL, à ${someFr(d)} : un secret dans une URL y serait. invocation_logs = false sous [observability.logs] l'arrête.`,
    }),
    recovery_file: by({
      ok: (d) => `Le fichier de récupération est ${at(d, 0)}.`,
      warn: (d) =>
        `Pas de fichier de récupération à ${at(d, 0)}. Sans lui et sa phrase de passe, une clé racine perdue perd toutes les valeurs ; essaie celui que tu gardes ailleurs.`,
      fail: (d) => `D'autres utilisateurs de cette machine peuvent lire ${at(d, 0)}.`,
      not_checked: () => "Le fichier de récupération : aucun lunakey.jsonc ne nomme de store ici.",
    }),
    shadowed_login: by({
      ok: () => "Aucun jeton de l'environnement ne passe devant une connexion.",
      warn: (d) => `C'est ${at(d, 0)} qui sert, et non la connexion de ${at(d, 1)}.`,
    }),
    token_in_file: by({
      warn: (d) => `${at(d, 0)} contient un jeton Cloudflare en clair, et wrangler s'en sert.`,
    }),
    sign_in: by({
      ok: (d) => `Connecté (${at(d, 0)}) : ${someFr(d.slice(1))}.`,
      warn: () => "wrangler n'est pas connecté : rien ne peut être déployé d'ici.",
      fail: (d) => `La connexion ne marche pas : ${at(d, 0)}.`,
      not_checked: (d) => `Le compte : ${d[0] ?? "il n'a pas été interrogé"}.`,
    }),
    role: by({
      ok: () => "Couche 1, le rôle : il permet de remplir le Secrets Store et de le lier.",
      warn: (d) =>
        `Couche 1, le rôle : il manque ${someFr(d)}. Un Super Administrator le donne, sous Manage Account, Members.`,
      not_checked: () => "Couche 1, le rôle : ce jeton ne peut pas le voir (Memberships, Read).",
    }),
    token_permission: by({
      ok: (d) => `Couche 2, la permission du jeton : ${at(d, 0)}.`,
      fail: (d) => `Couche 2, la permission du jeton (ou le rôle) : il manque ${at(d, 0)}.`,
      not_checked: (d) =>
        d[0] === "read"
          ? "Couche 2, la permission du jeton : il lit le Secrets Store ; qu'il puisse y écrire ne se voit qu'en écrivant. Il lui faut Secrets Store, Edit."
          : `Couche 2, la permission du jeton : ${d[0] ?? "pas demandée"}.`,
    }),
    secret_scope: by({
      ok: () => "Couche 3, la portée des secrets : tous ceux qui sont liés sont pour les Workers.",
      fail: (d) => `Couche 3, la portée des secrets : impossible de lier ${someFr(d)} à un Worker.`,
      not_checked: () => "Couche 3, la portée des secrets : pas de liste à lire.",
    }),
    reachable: by({
      ok: (d) => `Le ${at(d, 0)} répond : ${at(d, 1)}, backend ${at(d, 2)}.`,
      fail: (d) => d.join(" "),
      not_checked: (d) => (d.length === 0 ? "Le store n'a pas été interrogé." : d.join(" ")),
    }),
    token_role: by({
      ok: (d) =>
        d[0] === undefined
          ? "Le jeton est valable, et n'est pas celui d'un admin."
          : `Le jeton a le rôle ${d[0]}.`,
      warn: (d) => `Le jeton, de rôle ${at(d, 0)}, expire le ${at(d, 1)}.`,
      not_checked: () => "Le rôle du jeton : le store ne le liste pas.",
    }),
    clock: by({
      ok: () => "Son horloge est celle de cette machine.",
      warn: (d) => `Son horloge est à ${at(d, 0)} secondes de celle de cette machine.`,
      fail: (d) =>
        `Son horloge est à ${at(d, 0)} secondes de celle de cette machine : règle celle d'ici.`,
      not_checked: () => "Son horloge : la réponse n'a pas de date.",
    }),
    copies: by({
      ok: (d) =>
        `${countWords("fr", Number(d[0]), "copie écrite", "copies écrites")} par le store, que chaque Worker a trouvées égales.`,
      warn: (d) =>
        [
          `Copies qui ne sont pas ce que le store a : ${at(d, 0)} sur ${at(d, 1)}.`,
          ...d.slice(2),
        ].join(" "),
      not_checked: (d) =>
        d[1] === undefined
          ? `Les copies que le store écrit : ${at(d, 0)}`
          : `Copies que le store a écrites et qu'aucun Worker n'a comparées : ${at(d, 1)} sur ${at(d, 0)}.`,
    }),
  },
  result: (failed, warned, left) =>
    `${countWords("fr", failed, "échec", "échecs")}, ${countWords("fr", warned, "avertissement", "avertissements")}, ${countWords("fr", left, "pas vérifié", "pas vérifiés")}.`,
};

export const DOCTOR_WORDS: Catalogue<DoctorWords> = { en, fr };
