/**
 * Development values for the secrets of luna-proxy-api and luna-proxy-web: new random ones at each
 * call, in the shape that each service gives its own. None of them is a key of anything.
 */

export const API_SECRET_NAMES = [
  "ADMIN_API_KEY",
  "CF_ACCOUNT_ID",
  "CF_AUTH_EMAIL",
  "CF_AUTH_KEY",
  "CF_TURN_API_TOKEN",
  "CF_TURN_KEY_API_TOKEN",
  "CF_TURN_KEY_ID",
  "JWT_SECRET",
  "KEK_V1",
  "STRIPE_PRICE_GROWTH",
  "STRIPE_PRICE_STARTER",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
] as const;

export const WEB_SECRET_NAMES = [
  "ADMIN_API_KEY",
  "AUTH_SECRET",
  "GITHUB_CLIENT_SECRET",
  "GOOGLE_CLIENT_SECRET",
  "NEXTAUTH_SECRET",
] as const;

export type ApiSecretName = (typeof API_SECRET_NAMES)[number];
export type WebSecretName = (typeof WEB_SECRET_NAMES)[number];

export interface Seed {
  readonly api: Readonly<Record<ApiSecretName, string>>;
  /** Its `ADMIN_API_KEY` is the same as the API's. */
  readonly web: Readonly<Record<WebSecretName, string>>;
}

export function createSeed(): Seed {
  const adminApiKey = `luna_admin_${randomHex(32)}`;
  return {
    api: {
      ADMIN_API_KEY: adminApiKey,
      CF_ACCOUNT_ID: randomHex(16),
      CF_AUTH_EMAIL: `ops-${randomHex(4)}@example.com`,
      CF_AUTH_KEY: randomHex(19).slice(0, 37),
      CF_TURN_API_TOKEN: randomAlphanumeric(40),
      CF_TURN_KEY_API_TOKEN: randomHex(32),
      CF_TURN_KEY_ID: randomHex(16),
      JWT_SECRET: randomBase64(48),
      KEK_V1: randomBase64(32),
      STRIPE_PRICE_GROWTH: `price_${randomAlphanumeric(24)}`,
      STRIPE_PRICE_STARTER: `price_${randomAlphanumeric(24)}`,
      STRIPE_SECRET_KEY: `sk_test_${randomAlphanumeric(99)}`,
      STRIPE_WEBHOOK_SECRET: `whsec_${randomAlphanumeric(32)}`,
    },
    web: {
      ADMIN_API_KEY: adminApiKey,
      AUTH_SECRET: randomBase64(33),
      GITHUB_CLIENT_SECRET: randomHex(20),
      GOOGLE_CLIENT_SECRET: `GOCSPX-${randomAlphanumeric(28)}`,
      NEXTAUTH_SECRET: randomBase64(32),
    },
  };
}

function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** Twice as many digits as bytes. */
export function randomHex(byteCount: number): string {
  return Array.from(randomBytes(byteCount), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function randomBase64(byteCount: number): string {
  return btoa(String.fromCharCode(...randomBytes(byteCount)));
}

const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Letters and digits. The modulus favours the first eight of them a little: fine for test data. */
export function randomAlphanumeric(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHANUMERIC[byte % ALPHANUMERIC.length]).join(
    "",
  );
}
