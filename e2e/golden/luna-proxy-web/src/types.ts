/** The Worker's bindings, variables and secrets, as wrangler.toml and `wrangler secret` set them. */
export interface Env {
  // Variables
  GITHUB_CLIENT_ID: string;
  GOOGLE_CLIENT_ID: string;

  // luna-proxy-api, and the key of its admin routes
  API: Fetcher;
  ADMIN_API_KEY: string;

  // Sessions: one of the two is enough, NEXTAUTH_SECRET is the name from before Auth.js 5
  AUTH_SECRET?: string;
  NEXTAUTH_SECRET?: string;

  // OAuth applications
  GITHUB_CLIENT_SECRET: string;
  GOOGLE_CLIENT_SECRET: string;

  // Secrets Store
  SECRETS: {
    get(key: string): Promise<string | null>;
  };
}

/** What Hono's context is typed with. */
export interface AppEnv {
  Bindings: Env;
}
