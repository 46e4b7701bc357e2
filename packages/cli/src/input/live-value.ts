/**
 * Values that look like keys of a live account, by the prefixes that their makers document. Used to
 * warn before one is put on a laptop, and to refuse one where a name is expected. A guess: absence
 * of a match means nothing.
 */

const LIVE_PATTERNS: readonly RegExp[] = [
  // Stripe: secret, restricted and publishable keys in live mode (docs.stripe.com/keys).
  /^(?:sk|rk|pk)_live_/,
  // GitHub: fine-grained and classic tokens, OAuth, user-to-server, server-to-server, refresh
  // (github.blog/2021-04-05-behind-githubs-new-authentication-token-formats).
  /^github_pat_/,
  /^gh[pousr]_/,
  // Slack (api.slack.com/authentication/token-types).
  /^xox[bpars]-/,
  /^xapp-/,
  // AWS access key ids (docs.aws.amazon.com, IAM identifiers).
  /^(?:AKIA|ASIA)[A-Z0-9]{16}$/,
  // Google API keys (cloud.google.com/docs/authentication/api-keys).
  /^AIza[A-Za-z0-9_-]{35}$/,
  // Private keys (RFC 7468), on their own or inside of JSON.
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/,
];

/** Does this look like a key of a live account? */
export function isLiveLooking(value: string): boolean {
  const text = value.trim();
  return LIVE_PATTERNS.some((pattern) => pattern.test(text));
}
