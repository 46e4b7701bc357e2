/** Text that stands where a secret is still to come, or that shows what one looks like. */

const BEGINS =
  /^\s*$|^(.)\1*$|^<.*>$|^\$\{?.*\}?$|^(?:your|my|change|replace|todo|insert|enter|put|xxx|dummy|test|example|sample|placeholder|secret|password|none|null|undefined|false|true|\d+)(?:$|[-_ ].*)/i;
/** Words of their own, so that random text does not happen to have them. */
const CONTAINS =
  /(?:^|[^a-z\d])(?:your|example|placeholder|redacted|fake|dummy|injected)(?:[^a-z\d]|$)|change[-_ ]?me|[x*]{6,}/i;

/** @param value of a var. */
export function isPlaceholder(value: string): boolean {
  return BEGINS.test(value) || isMadeUp(value);
}

/** @param secret text of a secret's form, such as `xoxb-your-token`. */
export function isMadeUp(secret: string): boolean {
  return CONTAINS.test(secret);
}
