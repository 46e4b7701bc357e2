/**
 * What the value of a var says against its name: `REQUIRE_SECRET = "true"` and `REPO_KEY = "team/shop"`
 * are settings. Only what nobody would choose for a secret counts. Values are looked at, never kept.
 */
import type { ConfigVar } from "../wrangler-config/wrangler-config.ts";
import { leavesNoDoubt } from "./secret-names.ts";

const SWITCH = /^(?:true|false|on|off|yes|no|enabled|disabled)$/i;
/** `team/shop-2`, `keys/current.json`: words, which random text is not. */
const WORD = String.raw`[a-z]+\d{0,4}`;
const PART = String.raw`\.?${WORD}(?:[-_.]${WORD})*`;
const PATH_OF_WORDS = new RegExp(`^/?${PART}(?:/${PART})+/?$`);

export function isSettingValue({ name, value }: Pick<ConfigVar, "name" | "value">): boolean {
  if (value === null) return false; // no text: an object can hold anything
  if (SWITCH.test(value)) return true;
  return !leavesNoDoubt(name) && (PATH_OF_WORDS.test(value) || isPlainAddress(value));
}

/** An address without a password, a query or a part that could be a token. */
function isPlainAddress(value: string): boolean {
  if (!/^https?:/.test(value) || !URL.canParse(value)) return false;
  const { username, password, pathname, search, hash } = new URL(value);
  const isWords = pathname === "/" || PATH_OF_WORDS.test(`words${pathname}`);
  return username + password + search + hash === "" && isWords;
}
