/**
 * A line of somebody's code to be shown: every literal that could be a secret's value is masked.
 * Masks too much rather than too little; names of variables and bindings stay.
 */
import { isLiveLooking } from "../../input/live-value.ts";

export const MASK = "•••";

/** The inside of a string on one line; an unfinished one too, as lines of a longer template have. */
const LITERAL = /(["'`])((?:\\.|(?!\1)[^\\])*)(\1|$)/g;
/** What makes of a word a value: long, and of letters and digits as keys have them. */
const KEY_LIKE = /[A-Za-z0-9+/_=.-]{20,}/g;
/** Values that lie in code without quotes: `.env` lines, comments. */
const ASSIGNED =
  /\b([A-Z][A-Z0-9_]*(?:KEY|SECRET|TOKEN|PASSWORD))(\s*[=:]\s*)(?!await\b)([^\s"'`;,)]{8,})/g;
/** A line that is longer is cut: minified code is nothing to read. */
const SHOWN_CHARACTERS = 240;

export function maskLine(line: string): string {
  const masked = line
    .replace(
      LITERAL,
      (_, quote: string, inside: string, end: string) => quote + maskText(inside) + end,
    )
    .replace(KEY_LIKE, (word) => (isKeyLike(word) ? MASK : word))
    .replace(ASSIGNED, (whole, name: string, between: string, value: string) =>
      isLiveLooking(value) || (isKeyLike(value) && !value.includes("."))
        ? name + between + MASK
        : whole,
    );
  return masked.length > SHOWN_CHARACTERS ? `${masked.slice(0, SHOWN_CHARACTERS)}…` : masked;
}

function maskText(text: string): string {
  if (isLiveLooking(text)) return MASK;
  return text.replace(KEY_LIKE, (word) => (isKeyLike(word) ? MASK : word));
}

/** Letters and digits mixed, and no name: names are words of one case with underscores. */
function isKeyLike(word: string): boolean {
  const isName = /^[A-Za-z]+[a-z]*(?:[_.-]?[A-Za-z]+\d{0,3})*$/.test(word);
  return !isName && /\d/.test(word) && /[A-Za-z]/.test(word);
}
