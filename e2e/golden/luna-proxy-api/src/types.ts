/** The Worker's bindings, variables and secrets, as wrangler.toml and `wrangler secret` set them. */
export interface Env {
  // Variables
  ENVIRONMENT: string;
  APP_URL: string;

  // Plans and sealed provider keys
  USER_DATA: KVNamespace;

  // Admin routes
  ADMIN_API_KEY: string;

  // Cloudflare API
  CF_ACCOUNT_ID: string;
  CF_AUTH_EMAIL: string;
  CF_AUTH_KEY: string;

  // TURN
  CF_TURN_API_TOKEN: string;
  CF_TURN_KEY_API_TOKEN: string;
  CF_TURN_KEY_ID: string;

  // Sessions, and the key that seals users' provider keys
  JWT_SECRET: string;
  KEK_V1: string;

  // Stripe
  STRIPE_PRICE_GROWTH: string;
  STRIPE_PRICE_STARTER: string;
  STRIPE_SECRET_KEY: string;
  STRIPE_WEBHOOK_SECRET: string;

  // Secrets Store
  SECRETS: {
    get(key: string): Promise<string | null>;
  };
}
