/** Text that stands where a secret is still to come, or that shows what one looks like. */

const BEGINS =
  /^\s*$|^(.)\1*$|^<.*>$|^\$\{?.*\}?$|^(?:your|my|change|replace|todo|insert|enter|put|xxx|dummy|test|example|sample|placeholder|secret|password|none|null|undefined|false|true|\d+)(?:$|[-_ ].*)/i;
/** Words of their own, so that random text does not happen to have them. */
const CONTAINS =
  /(?:^|[^a-z\d])(?:your|example|placeholder|redacted|fake|dummy|injected)(?:[^a-z\d]|$)|change[-_ ]?me|[x*]{6,}/i;

/** `https://user:pass@example.com`, as every text about such addresses has it. */
const CREDENTIALS = /(?:^|\/)(?:user(?:name)?|login):(?:pass(?:word|wd)?|pwd?|secret)(?:@|$)/i;

/** @param value of a var. */
export function isPlaceholder(value: string): boolean {
  return BEGINS.test(value) || isMadeUp(value);
}

/** @param secret text of a secret's form, such as `xoxb-your-token`. */
export function isMadeUp(secret: string): boolean {
  return CONTAINS.test(secret) || CREDENTIALS.test(secret);
}
