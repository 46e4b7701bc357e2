/**
 * Stands in for the hosts that the two Workers call and that tests can not reach: give `fetch` to
 * workerd as its outbound service. Answers are as each service documents them; what is recorded of
 * a request is its method, host and path, never a header, a query or a body, nor an id in the path.
 */
import { type CloudflareAccount, createCloudflareApi } from "./cloudflare-api.ts";
import { createCloudflareTurn, type TurnKey } from "./cloudflare-turn.ts";
import type { Double } from "./double.ts";
import { createGithub } from "./github.ts";
import { createGoogle } from "./google.ts";
import type { OauthClient } from "./oauth-codes.ts";
import { createAnthropic, createOpenai } from "./providers.ts";
import type { Seed } from "./seed.ts";
import { createStripe } from "./stripe.ts";

/** What the doubles accept. Lists are read at each request, so a test may change them meanwhile. */
export interface DoublesOptions {
  readonly stripeKeys: readonly string[];
  readonly stripePrices: readonly string[];
  readonly turnKeys: readonly TurnKey[];
  readonly cloudflare: CloudflareAccount;
  readonly githubClients: readonly OauthClient[];
  readonly googleClients: readonly OauthClient[];
  readonly openaiKeys?: readonly string[];
  readonly anthropicKeys?: readonly string[];
  /** Milliseconds since 1970; default: the real clock. */
  readonly now?: () => number;
  /** Told of each request once it was answered. */
  readonly log?: (seen: SeenRequest) => void;
}

export interface SeenRequest {
  readonly method: string;
  readonly host: string;
  /** With `:id` for the ids of accounts and TURN keys, which are secrets of luna-proxy-api. */
  readonly path: string;
  readonly status: number;
}

export interface Doubles {
  readonly fetch: Double;
  /** In the order in which they were answered. */
  readonly seen: readonly SeenRequest[];
}

export function createDoubles(options: DoublesOptions): Doubles {
  const github = createGithub(options.githubClients);
  const google = createGoogle(options.googleClients, options.now);
  const hosts = new Map<string, Double>([
    ["api.stripe.com", createStripe(options.stripeKeys, options.stripePrices)],
    ["api.cloudflare.com", createCloudflareApi(options.cloudflare)],
    ["rtc.live.cloudflare.com", createCloudflareTurn(options.turnKeys)],
    ["github.com", github.site],
    ["api.github.com", github.api],
    ["accounts.google.com", google.accounts],
    ["oauth2.googleapis.com", google.oauth2],
    ["openidconnect.googleapis.com", google.openidconnect],
    ["www.googleapis.com", google.www],
    ["api.openai.com", createOpenai(options.openaiKeys ?? [])],
    ["api.anthropic.com", createAnthropic(options.anthropicKeys ?? [])],
  ]);
  const seen: SeenRequest[] = [];

  return {
    seen,
    async fetch(request) {
      const { hostname: host, pathname } = new URL(request.url);
      const double = hosts.get(host);
      const response = double ? await double(request) : unknownHost(host);
      const path = pathname.replaceAll(/(?<=\/)[0-9a-f]{32}(?=\/|$)/g, ":id");
      const record = { method: request.method, host, path, status: response.status };
      seen.push(record);
      options.log?.(record);
      return response;
    },
  };
}

/** What accepts the keys of a seed, for OAuth clients with these ids. */
export function acceptSeed(
  { api, web }: Seed,
  clientIds: { readonly github: string; readonly google: string },
): DoublesOptions {
  return {
    stripeKeys: [api.STRIPE_SECRET_KEY],
    stripePrices: [api.STRIPE_PRICE_STARTER, api.STRIPE_PRICE_GROWTH],
    turnKeys: [{ id: api.CF_TURN_KEY_ID, apiToken: api.CF_TURN_KEY_API_TOKEN }],
    cloudflare: {
      id: api.CF_ACCOUNT_ID,
      authEmail: api.CF_AUTH_EMAIL,
      authKey: api.CF_AUTH_KEY,
      apiTokens: [api.CF_TURN_API_TOKEN],
      turnKeyIds: [api.CF_TURN_KEY_ID],
    },
    githubClients: [{ id: clientIds.github, secret: web.GITHUB_CLIENT_SECRET }],
    googleClients: [{ id: clientIds.google, secret: web.GOOGLE_CLIENT_SECRET }],
  };
}

function unknownHost(host: string): Response {
  return new Response(`There is no double for ${host}.\n`, { status: 502 });
}
