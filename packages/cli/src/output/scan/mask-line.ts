/**
 * A line of somebody's code to be shown: whatever in it could be a secret's value is masked. Masks
 * too much rather than too little; names of variables and bindings stay.
 */
import { isLiveLooking } from "../../input/live-value.ts";

const MASK = "•••";

/** The inside of a string on one line; an unfinished one too, as lines of a longer template have. */
const LITERAL = /(["'`])((?:\\.|(?!\1)[^\\])*)(\1|$)/g;
/** What is long enough to be a value, with the padding of base64. */
const WORD = /[A-Za-z0-9+/_.-]{16,}={0,2}/g;
/** Values that lie there without quotes, as in a comment. */
const ASSIGNED =
  /\b([A-Z][A-Z0-9_]*(?:KEY|SECRET|TOKEN|PASSWORD)|PASSWORD|TOKEN)(\s*[=:]\s*)([^\s"'`;,()]{8,})/g;
/** A part of a word that is this long and no name is a value; URLs have shorter ones. */
const KEY_CHARACTERS = 16;
const KEY_DIGITS = 5;
const KEY_TURNS = 4;
/** A line that is longer is cut: minified code is nothing to read. */
const SHOWN_CHARACTERS = 240;
const SHOWN_BEFORE = 60;
const LOOKED_AT_CHARACTERS = 2_000;

/** @param column from 1: of a line that is too long to be read, what is around it is shown. */
export function maskLine(line: string, column = 1): string {
  if (line.length <= SHOWN_CHARACTERS) return mask(line);
  const at = column - 1;
  const before = mask(line.slice(Math.max(0, at - LOOKED_AT_CHARACTERS), at));
  const after = mask(line.slice(at, at + LOOKED_AT_CHARACTERS));
  const shown = before.length > SHOWN_BEFORE ? `…${before.slice(-SHOWN_BEFORE)}` : before;
  return shown + (after.length > SHOWN_CHARACTERS ? `${after.slice(0, SHOWN_CHARACTERS)}…` : after);
}

function mask(text: string): string {
  return text
    .replace(ASSIGNED, (whole, name: string, between: string, value: string) =>
      /\d/.test(value) ? name + between + MASK : whole,
    )
    .replace(LITERAL, (_, quote: string, inside: string, end: string) =>
      isLiveLooking(inside) ? quote + MASK + end : quote + inside + end,
    )
    .replace(WORD, (word) => (isKeyLike(word) ? MASK : word));
}

/** Letters and digits mixed as chance mixes them. */
function isKeyLike(word: string): boolean {
  if (isLiveLooking(word)) return true;
  if (word.split(/[/.]/).some((part) => part.length >= KEY_CHARACTERS && isMixed(part)))
    return true;
  const digits = word.match(/\d/g)?.length ?? 0;
  return digits >= KEY_DIGITS && /[a-z]/.test(word) && /[A-Z]/.test(word);
}

/** Names have a number at the end of a word; values have them anywhere. */
function isMixed(text: string): boolean {
  const turns = text.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return turns >= KEY_TURNS;
}
