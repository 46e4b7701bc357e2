/**
 * Sentences that the store itself says, in French; by the English one, `{…}` being whatever stands there.
 * One that is not here, as of a newer store, stays English beside what its code means. Hints without
 * a part that differs are among the command line's own sentences.
 */
const SENTENCES: Readonly<Record<string, string>> = {
  "The token is not valid.": "Le jeton n'est pas valide.",
  "A token of role {role} may not give the command {command}.":
    "Un jeton de rôle {role} ne peut pas donner la commande {command}.",
  "There is no secret {name} in environment {environment}.":
    "Il n'y a pas de secret {name} dans l'environnement {environment}.",
  "There is no version {version} of {name}.": "Il n'y a pas de version {version} de {name}.",
  "There is no token {id}.": "Il n'y a pas de jeton {id}.",
  "{name} is deleted already in environment {environment}.":
    "{name} est déjà supprimé dans l'environnement {environment}.",
  "{name} is deleted in environment {environment}.":
    "{name} est supprimé dans l'environnement {environment}.",
  "Bring it back first: {command}": "D'abord, fais-le revenir : {command}",
  "{name} was deleted too long ago to be recovered in environment {environment}.":
    "{name} a été supprimé il y a trop longtemps pour revenir dans l'environnement {environment}.",
  "Workers still read {name}: {workers}.": "Des Workers lisent encore {name} : {workers}.",
  "Workers that hold a copy of {name} of their own would keep the old value: {workers}.":
    "Des Workers qui ont leur propre copie de {name} garderaient l'ancienne valeur : {workers}.",
  "{name} is at version {version}, not {expected}.":
    "{name} est à la version {version}, pas {expected}.",
  "Version {version} of {name} is pending.": "La version {version} de {name} est en attente.",
  "Version {version} of {name} is pending, and becomes current at {at}.":
    "La version {version} de {name} est en attente, et devient courante le {at}.",
  "Version {version} of {name} is pending in environment {environment}.":
    "La version {version} de {name} est en attente dans l'environnement {environment}.",
  "Finish that first: {command}": "Termine-la d'abord : {command}",
  "Or withdraw it: {command}": "Ou retire-la : {command}",
  "Withdraw it first: {command}": "D'abord, retire-la : {command}",
  "Finish it: {command}": "Termine-la : {command}",
  "Version {version} of {name} is still accepted as the previous one until {at}.":
    "La version {version} de {name} est encore acceptée comme précédente jusqu'au {at}.",
  "Wait, or end that first: {command}": "Attends, ou mets-y fin d'abord : {command}",
  "{name} has no pending version in environment {environment}.":
    "{name} n'a pas de version en attente dans l'environnement {environment}.",
  "Look at what it has: {command}": "Regarde ce qu'il a : {command}",
  "{name} has no previous version that is still accepted.":
    "{name} n'a pas de version précédente encore acceptée.",
  "Name the version to go back to: {command}": "Nomme la version à reprendre : {command}",
  "{name} is the name of a key-encryption key and can not be {deed}: what is sealed under it would be lost.":
    "{name} est le nom d'une clé qui en chiffre d'autres, et reste tel quel : ce qui est scellé sous elle serait perdu.",
  "Add the next one under a name of its own: {command}":
    "Ajoute la suivante sous son propre nom : {command}",
  "A local store writes no individual secrets: there is no account that they could be of.":
    "Un store local n'écrit pas de secrets individuels : il n'y a pas de compte où les mettre.",
  "Use the store that is deployed: --url URL, or LUNAKEY_URL.":
    "Prends le store déployé : --url URL, ou LUNAKEY_URL.",
  "The gateway was given no power to write the Workers' individual secrets.":
    "La passerelle n'a pas reçu le pouvoir d'écrire les secrets individuels des Workers.",
  "Make an API token with the permission Workers Scripts: Edit (docs/sync.md says what it means), then:":
    "Crée un jeton d'API avec la permission Workers Scripts: Edit (docs/sync.md dit ce que cela veut dire), puis :",
  "On backend cloudflare, values are put in by wrangler.":
    "Sur le backend cloudflare, c'est wrangler qui met les valeurs.",
  "On backend cloudflare, values are put in by wrangler, one by one.":
    "Sur le backend cloudflare, c'est wrangler qui met les valeurs, une par une.",
  "On backend cloudflare, secrets are deleted by wrangler.":
    "Sur le backend cloudflare, c'est wrangler qui supprime les secrets.",
  "For each name:": "Pour chaque nom :",
  "Then, with the ID of {name} from there:": "Puis, avec l'identifiant de {name} trouvé là :",
  "Take the binding {binding} out of the gateway's wrangler.jsonc, deploy it, then delete:":
    "Retire le binding {binding} du wrangler.jsonc de la passerelle, déploie-la, puis supprime :",
  "Cloudflare's Secrets Store keeps no versions, and nothing that was deleted.":
    "Le Secrets Store de Cloudflare ne garde ni versions, ni ce qui a été supprimé.",
  'Backend vault does: set LUNAKEY_BACKEND = "vault" on the gateway.':
    'Le backend vault le fait : mets LUNAKEY_BACKEND = "vault" sur la passerelle.',
  "The gateway has no binding for the secret {name}.":
    "La passerelle n'a pas de binding pour le secret {name}.",
  "The store can not be reached. Try again.": "Le store ne peut pas être joint. Réessaie.",
};

const PATTERNS = Object.entries(SENTENCES).map(([english, french]) => ({
  pattern: new RegExp(
    `^${english
      .split(/(\{\w+\})/)
      .map(toPattern)
      .join("")}$`,
  ),
  french,
}));

/** @param text a sentence of the store's, or lines of them. @returns null where one is not known. */
export function inFrench(text: string): string | null {
  const lines = text.split("\n").map((line) => (isCommand(line) ? line : translate(line)));
  return lines.includes(null) ? null : lines.join("\n");
}

/** In English, for a test that looks for them in the store. */
export const KNOWN_SENTENCES: readonly string[] = Object.keys(SENTENCES);

function translate(line: string): string | null {
  for (const { pattern, french } of PATTERNS) {
    const groups = pattern.exec(line)?.groups;
    if (groups !== undefined) {
      return french.replace(/\{(\w+)\}/g, (_, name: string) => groups[name] ?? "");
    }
    if (pattern.test(line)) return french;
  }
  return null;
}

/** To be typed as it stands. */
function isCommand(line: string): boolean {
  return /^(?:npx|lunakey) /.test(line);
}

function toPattern(part: string): string {
  const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
  return name === undefined ? part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : `(?<${name}>.+?)`;
}
