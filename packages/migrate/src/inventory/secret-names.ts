/** What a name alone says: is it a secret's, a setting's, or nothing in particular? */

export type NameClass = "secret" | "configuration" | "unknown";

/** Words that make a name a secret's wherever they stand, and those that do at its end only. */
const SECRET_WORDS =
  /(?:^|_)(?:SECRETS?|TOKENS?|PASSWORDS?|PASSWD|PASSPHRASE|PASSCODES?|CREDENTIALS?|APIKEY|MNEMONIC)(?:_|$|\d)/;
const SECRET_END =
  /(?:^|_)(?:(?:PASS|PWD)(?:_HASH)?|SERVICE_ACCOUNT_(?:JSON|B64|BASE64)|DSN|PEPPER|SALT|KEK|DEK|SEED|AUTH|BEARER|JWT|PAT|CERT|PEM)(?:_?V?\d+)?$/;
const KEY_WORD =
  /(?:^|_)(?:KEYS?|KEK)(?:_V?\d+|_(?:BASE64|PEM|HEX|JSON|CURRENT|PREVIOUS|OLD|NEW))?$/;
/** A name of a thing that is reached with a password in it. */
const CONNECTION =
  /(?:^|_)(?:DATABASE_URL|DB_URL|REDIS_URL|MONGO\w*_(?:URL|URI)|POSTGRES_URL|CONNECTION_STRING|WEBHOOK|WEBHOOK_URL|SENTRY_DSN)$|_HOOK$/;
/** Ends of names that are settings, whatever stands before. */
const SETTING_END =
  /(?:^|_)(?:ID|IDS|URL|URI|HOST|HOSTNAME|PORT|DOMAIN|ORIGINS?|EMAIL|USER|USERNAME|NAME|REGION|BUCKET|ENDPOINT|MODE|ENV|ENVIRONMENT|ENABLED|DISABLED|DEBUG|LEVEL|TTL|TIMEOUT|EXPIRES|EXPIRES_(?:AT|IN)|EXPIRY|EXPIRATION|LIMIT|VERSION|RELEASE|TIER|PLAN|AUD|AUDIENCE|ISSUER|TEAM|FROM|TO|PATH|PREFIX|LOCALE|TIMEZONE|DATASET|MODEL|INDEX|COUNT|SIZE|INTERVAL|SCHEDULE|ENFORCEMENT|POLICY|PROVIDER|FORMAT|ALGORITHM|DAYS|HOURS|MINUTES|SECONDS|MS)$/;
const SETTING_START =
  /^(?:STRIPE_)?PRICE_|_PRICE_|^(?:IS|HAS|USE|MAX|MIN)_|(?:^|_)(?:ENABLE|DISABLE|REQUIRE|SKIP|ALLOW)_/;
/** How much a model may read or write: `CLAUDE_MAX_TOKENS`. In the plural, for it is a number of them. */
const COUNT_OF_TOKENS = /(?:^|_)(?:MAX|MIN)_(?:[A-Z]+_)*TOKENS(?:_|$)/;
/** Made to be seen: by a browser, or by anybody. */
const PUBLIC =
  /^(?:NEXT_PUBLIC|PUBLIC|VITE|NUXT_PUBLIC|EXPO_PUBLIC|REACT_APP|GATSBY)_|PUBLISHABLE|PUBLIC_KEY|SITE_?KEY|SITEKEY/;
/** Set by a platform or a build, not by a person: `process.env.NODE_ENV`. */
const OF_PLATFORM =
  /^(?:NODE_ENV|CI|PORT|HOME|PATH|PWD|TZ|LANG|DEV|PROD|MODE|SSR|DEBUG|NEXT_RUNTIME|NEXTJS_ENV|VITEST|CF_PAGES\w*|CF_VERSION_METADATA|VERCEL\w*|GITHUB_(?:SHA|ACTIONS|REF\w*)|npm_\w*|CLOUDFLARE_ENV|WORKERS_CI\w*)$/;
/** Reads a whole account, where a scoped token would do. */
const GLOBAL_API_KEY = /^(?:CF|CLOUDFLARE)_(?:AUTH_KEY|API_KEY|GLOBAL_API_KEY|GLOBAL_KEY)$/;

/** Ends that people give to KV namespaces, buckets, databases and queues, and no string. */
const OF_BINDING =
  /(?:^|_)(?:KV|KV_NAMESPACE|R2|D1|DO|DB|BUCKET|QUEUE|DURABLE_OBJECT|NAMESPACE|HYPERDRIVE|VECTORIZE|ANALYTICS|WORKFLOW|STORAGE|LIMITER|RATE_LIMIT)$|^(?:AI|ASSETS|BROWSER|IMAGES|LOADER|SELF|WORKER_SELF_REFERENCE|__STATIC_CONTENT)$/;

/** Only for a name that nothing declares: a declaration knows better. */
export function isBindingName(name: string): boolean {
  return OF_BINDING.test(name);
}

/** `ADMIN_PASSWORD`, and an address that is itself the secret; `REPO_KEY` may be the key of anything. */
export function leavesNoDoubt(name: string): boolean {
  return SECRET_WORDS.test(name) || CONNECTION.test(name);
}

export function isPublicName(name: string): boolean {
  return PUBLIC.test(name);
}

export function isPlatformName(name: string): boolean {
  return OF_PLATFORM.test(name);
}

export function isGlobalApiKey(name: string): boolean {
  return GLOBAL_API_KEY.test(name);
}

export function classifyName(name: string): NameClass {
  const upper = name.replace(/([a-z\d])([A-Z])/g, "$1_$2").toUpperCase();
  const isSetting = SETTING_START.test(upper) || COUNT_OF_TOKENS.test(upper);
  if (isPublicName(upper) || isSetting) return "configuration";
  if (CONNECTION.test(upper)) return "secret";
  if (SETTING_END.test(upper)) return "configuration";
  if ([SECRET_WORDS, SECRET_END, KEY_WORD].some((pattern) => pattern.test(upper))) return "secret";
  return "unknown";
}
