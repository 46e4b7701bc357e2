/** The secrets of staging and production, and doubles of the services that accept both. */
import { acceptSeed, type DoublesOptions } from "../doubles/create-doubles.ts";
import { createSeed, type Seed } from "../doubles/seed.ts";
import type { Backend } from "../stack/start-stack.ts";

/** The OAuth client ids in the environments' [vars]. */
const CLIENT_IDS = {
  staging: {
    github: "Ov23liStagingLuna000",
    google: "602391857264-staging.apps.googleusercontent.com",
  },
  production: {
    github: "Ov23liLunaProxyProd0",
    google: "602391857264-prod.apps.googleusercontent.com",
  },
};

export type Seeds = Readonly<Record<keyof typeof CLIENT_IDS, Seed>>;

/**
 * Both have one Cloudflare account. On backend `cloudflare` they share all values, since Cloudflare's
 * store knows no environments and the gateway is for all of them.
 */
export function makeSeeds(backend: Backend): Seeds {
  const production = createSeed();
  if (backend === "cloudflare") return { staging: production, production };
  const { api, web } = createSeed();
  const shared = Object.entries(production.api).filter(([name]) => name.startsWith("CF_"));
  return { staging: { api: { ...api, ...Object.fromEntries(shared) }, web }, production };
}

export function acceptSeeds(seeds: Seeds): DoublesOptions {
  const staging = acceptSeed(seeds.staging, CLIENT_IDS.staging);
  const production = acceptSeed(seeds.production, CLIENT_IDS.production);
  return {
    cloudflare: production.cloudflare,
    turnKeys: production.turnKeys,
    stripeKeys: [...staging.stripeKeys, ...production.stripeKeys],
    stripePrices: [...staging.stripePrices, ...production.stripePrices],
    githubClients: [...staging.githubClients, ...production.githubClients],
    googleClients: [...staging.googleClients, ...production.googleClients],
  };
}
