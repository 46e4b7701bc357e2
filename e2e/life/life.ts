/**
 * One team's world: its Cloudflare account and what runs of it, its repository, its users in staging
 * and production, and the time that all of them live in.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CloudflareAccount, startAccount } from "../cloudflare-account/start-account.ts";
import { createDoubles } from "../doubles/create-doubles.ts";
import type { Seed } from "../doubles/seed.ts";
import type { Backend } from "../stack/start-stack.ts";
import { PROVIDER_KEYS } from "../workers/system.ts";
import { type Clock, createClock } from "./clock.ts";
import { startClockServer } from "./clock-server.ts";
import { type Cloud, startCloud } from "./cloud.ts";
import { createJournal, type Journal } from "./journal.ts";
import { API_ROUTES } from "./load/api-routes.ts";
import { type Load, startLoad } from "./load/load.ts";
import type { Site } from "./load/site.ts";
import { createTokens } from "./load/tokens.ts";
import { WEB_ROUTES } from "./load/web-routes.ts";
import { makeRepository, type Repository, WORKERS, type Worker } from "./repository.ts";
import { acceptSeeds, makeSeeds, type Seeds } from "./seeds.ts";

export const ENVIRONMENTS = ["staging", "production"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export interface Life {
  readonly backend: Backend;
  readonly account: CloudflareAccount;
  readonly clock: Clock;
  readonly cloud: Cloud;
  readonly repository: Repository;
  readonly sites: Readonly<Record<Environment, Site>>;
  readonly journal: Journal;
  /** The admin API's place, once it is deployed. */
  readonly store: () => { readonly url: string; readonly tokenFile: string };
  /** Begins the requests, which end with everything else. */
  startLoad(): Load;
  /** Lets time pass in steps, with each route asked in between. */
  pass(ms: number, stepMs?: number): Promise<void>;
  /** Deploys the repository as it is, and waits until it serves. */
  deploy(environment: Environment, workers?: readonly Worker[]): Promise<void>;
  stop(): Promise<void>;
}

export const scriptOf = (worker: Worker, environment: Environment) => `${worker}-${environment}`;

export const secretsOf = ({ api, web }: Seed, worker: Worker): Readonly<Record<string, string>> =>
  worker === "luna-proxy-api" ? api : web;

/** How long one lets the load go on at each step of time, in rounds of all routes. */
const ROUNDS_PER_STEP = 1;
const SLEEP_STEP_MS = 20_000;

export async function startLife(backend: Backend): Promise<Life> {
  const folder = await mkdtemp(join(tmpdir(), ".tmp-life-"));
  const clock = createClock();
  const account = await startAccount({ now: clock.now });
  const seeds = makeSeeds(backend);
  const doubles = createDoubles({
    ...acceptSeeds(seeds),
    openaiKeys: [PROVIDER_KEYS.openai],
    now: clock.now,
  });
  const cloud = await startCloud({ account, clock, folder, scripts, outbound: doubles.fetch });
  const sites = makeSites(seeds, { cloud, clock, doubles });
  const users = gatherUsers(sites, clock);
  const clockServer = await startClockServer(users.pass, () => clock.offsetMs);
  const tokenFile = join(folder, "home", "keep", "admin-token");
  const store = () => ({ url: cloud.gateway.url, tokenFile });
  const repository = await makeRepository({
    ...{ folder, account, clock, clockUrl: clockServer.url },
    getEnv: () => ({ LUNAKEY_URL: store().url, LUNAKEY_TOKEN_FILE: store().tokenFile }),
  });
  return {
    ...{ backend, account, clock, cloud, repository, sites, store },
    journal: createJournal(store),
    startLoad: users.start,
    pass: users.pass,
    deploy: (environment, workers = WORKERS) => deploy(repository, cloud, environment, workers),
    async stop() {
      await users.stop();
      clockServer.stop();
      await cloud.stop();
      await account.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const scripts = ENVIRONMENTS.flatMap((environment) =>
  WORKERS.map((worker) => scriptOf(worker, environment)),
);

function makeSites(
  seeds: Seeds,
  { cloud, ...shared }: Pick<Site, "clock" | "doubles"> & { readonly cloud: Cloud },
): Record<Environment, Site> {
  const siteOf = (environment: Environment): Site => ({
    environment,
    api: cloud.urlOf(scriptOf("luna-proxy-api", environment)),
    web: cloud.urlOf(scriptOf("luna-proxy-web", environment)),
    seed: seeds[environment],
    ...shared,
    webhookKeys: [seeds[environment].api.STRIPE_WEBHOOK_SECRET],
    retiredWebhookKeys: [],
    tokens: createTokens(seeds[environment].api.JWT_SECRET),
  });
  return { staging: siteOf("staging"), production: siteOf("production") };
}

/** Those who ask, and the time that passes for them. */
function gatherUsers(sites: Readonly<Record<Environment, Site>>, clock: Clock) {
  let load: Load | undefined;
  return {
    start() {
      const routes = interleave(API_ROUTES, WEB_ROUTES);
      load = startLoad({ sites: Object.values(sites), routes, clients: 2, pauseMs: 120 });
      return load;
    },
    async pass(ms: number, stepMs = SLEEP_STEP_MS) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await clock.advance(Math.min(stepMs, ms - passed));
        await load?.rounds(ROUNDS_PER_STEP);
      }
    },
    stop: async () => load?.stop(),
  };
}

async function deploy(
  repository: Repository,
  cloud: Cloud,
  environment: Environment,
  workers: readonly Worker[],
): Promise<void> {
  await Promise.all(
    workers.map((worker) =>
      repository.wrangler(["deploy", "-c", `${worker}/wrangler.toml`, "--env", environment]),
    ),
  );
  await cloud.settle();
}

/** Two of the first, one of the second, and so on. */
function interleave<T>(many: readonly T[], few: readonly T[]): T[] {
  const each = Math.ceil(many.length / few.length);
  return few.flatMap((one, index) => [...many.slice(index * each, (index + 1) * each), one]);
}
