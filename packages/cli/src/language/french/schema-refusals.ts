/**
 * What a schema of the contract says of a value that it does not take, in French. The schemas'
 * sentences hold numbers and lists of choices, so they are known by their form.
 */
import { speak, type Wording } from "../phrase.ts";

const FORMS: readonly (readonly [form: RegExp, french: string])[] = [
  [/^is missing: it (.+)$/, "manque : cela $1"],
  [/^must be valid$/, "doit être valable"],
  [/^must not be empty$/, "ne doit pas être vide"],
  [/^must be a string$/, "doit être une chaîne"],
  [/^must be a number$/, "doit être un nombre"],
  [/^must be a whole number$/, "doit être un nombre entier"],
  [/^must be a whole number of at least (\d+)$/, "doit être un nombre entier d'au moins $1"],
  [
    /^must be a version number: a whole number from (\d+) to (\d+)$/,
    "doit être un numéro de version : un entier de $1 à $2",
  ],
  [/^must be a version number$/, "doit être un numéro de version"],
  [/^must be a version$/, "doit être une version"],
  [
    /^must be (?:a whole number of |whole )?milliseconds since 1970$/,
    "doit être un nombre entier de millisecondes depuis 1970",
  ],
  [/^must be true or false$/, "doit être true ou false"],
  [/^must be one environment, not all$/, "doit être un seul environnement, pas all"],
  [/^must be one of the known forms$/, "doit être l'une des formes connues"],
  [/^must be one of (.+)$/, "doit être l'un de : $1"],
  [/^must be at least (\d+)$/, "doit être au moins $1"],
  [/^must be at most (\d+)$/, "doit être au plus $1"],
  [/^must be at most (\d+) characters$/, "doit faire au plus $1 caractères"],
  [/^must be at most (\d+) bytes in UTF-8$/, "doit faire au plus $1 octets en UTF-8"],
  [
    /^must be 1 to (\d+) letters, digits, underscores or dashes$/,
    "doit être fait de 1 à $1 lettres, chiffres, tirets bas ou tirets",
  ],
  [
    /^must be a Worker's name: 1 to (\d+) letters, digits, underscores or dashes$/,
    "doit être le nom d'un Worker : de 1 à $1 lettres, chiffres, tirets bas ou tirets",
  ],
  [
    /^must be a store's id: 1 to (\d+) letters, digits, underscores or dashes$/,
    "doit être l'identifiant d'un store : de 1 à $1 lettres, chiffres, tirets bas ou tirets",
  ],
  [
    /^must be a token's id: 16 hexadecimal digits$/,
    "doit être l'identifiant d'un jeton : 16 chiffres hexadécimaux",
  ],
  [/^must be a token's id and its hash$/, "doit être l'identifiant d'un jeton et son empreinte"],
  [/^must be (\d+) hexadecimal digits$/, "doit être fait de $1 chiffres hexadécimaux"],
  [/^must be base64 of (more than )?(\d+) bytes$/, "doit être $2 octets ou plus en base64"],
  [/^must be base64$/, "doit être en base64"],
  [/^must be root keys by version$/, "doit être des clés racine par version"],
  [/^must be a URL that starts with https:\/\/$/, "doit être une URL qui commence par https://"],
  [/^must be an object$/, "doit être un objet"],
  [/^must be a list of (\w+)$/, "doit être une liste ($1)"],
  [/^must hold at least one (\w+)$/, "doit contenir au moins un élément ($1)"],
  [/^must hold at most (\d+) (\w+)$/, "doit contenir au plus $1 éléments ($2)"],
  [
    /^must be well-formed Unicode, without lone surrogates$/,
    "doit être de l'Unicode bien formé, sans demi-codets isolés",
  ],
  [
    /^has (\d+) unknown fields?; remove what the documentation does not name$/,
    "a $1 champs inconnus ; retire ce que la documentation ne nomme pas",
  ],
  [/^must be of type (\w+)$/, "doit être du type $1"],
  [/^must be (\d+|[\w-]+)$/, "doit être $1"],
];

/** @param problem what the schema says after the field's name, with a full stop or without. */
export function describeProblem(problem: string): Wording {
  const [, sentence = "", stop = ""] = /^(.*?)(\.?)$/s.exec(problem) ?? [];
  return { en: problem, fr: inFrench(sentence) + stop };
}

/** @param message a whole sentence, which begins with the field. */
export function describeFault(message: string): Wording {
  const [, field = "", problem] = /^(.+?) ((?:must|is missing:|has) .+)$/s.exec(message) ?? [];
  if (problem === undefined) return { en: message, fr: speak("fr", message) };
  return { en: message, fr: `${speak("fr", field)} ${describeProblem(problem).fr}` };
}

function inFrench(sentence: string): string {
  for (const [form, french] of FORMS) {
    const found = form.exec(sentence);
    if (found === null) continue;
    const [, first = "", second = ""] = found;
    const inner = form === FORMS[0]?.[0] ? inFrench(first) : first;
    return french.replace("$1", () => inner).replace("$2", () => second);
  }
  return sentence;
}
