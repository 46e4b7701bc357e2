/**
 * The two Workers, the store and the doubles, in a folder and on ports of their own, with what a
 * test needs to ask them and to look for what must not be seen.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkerOptions } from "lunakey/local";
import type { CloudflareAccount } from "../doubles/cloudflare-api.ts";
import type { TurnKey } from "../doubles/cloudflare-turn.ts";
import { acceptSeed, createDoubles, type Doubles } from "../doubles/create-doubles.ts";
import type { OauthClient } from "../doubles/oauth-codes.ts";
import { createSeed, type Seed } from "../doubles/seed.ts";
import { findFreePorts } from "../stack/free-ports.ts";
import { type Stack, startStack, type Tree } from "../stack/start-stack.ts";
import { connectStore, fillStore, type StoreClient } from "../stack/store-client.ts";
import { DEV_CLIENT_IDS } from "../start/bring-up.ts";
import { recordTraffic, type Traffic } from "./traffic.ts";

export interface SystemOptions {
  readonly tree: Tree;
  /** Do the Workers have individual secrets? */
  readonly individual: boolean;
  /** What the store has for them: values and grants, grants alone, or nothing. */
  readonly inStore: "values" | "grants" | "nothing";
  /** More Workers for the same workerd. */
  readonly workers?: readonly WorkerOptions[];
}

/** What the doubles accept at the moment: a test may take a key away and put it back. */
export interface Accepted {
  readonly stripeKeys: string[];
  readonly stripePrices: string[];
  readonly turnKeys: TurnKey[];
  readonly githubClients: OauthClient[];
  readonly cloudflare: { -readonly [Field in keyof CloudflareAccount]: CloudflareAccount[Field] };
}

export interface System extends Omit<Stack, "stop"> {
  readonly seed: Seed;
  readonly accepted: Accepted;
  readonly doubles: Doubles;
  readonly client: StoreClient;
  readonly traffic: Traffic;
  readonly ask: Traffic["ask"];
  /** What the Workers wrote to their console. */
  readonly logs: readonly string[];
  stop(): Promise<void>;
}

/** Keys of users at the providers, which the doubles of those accept. */
export const PROVIDER_KEYS = {
  openai: "sk-proj-luna-test-user-0001",
  anthropic: "sk-ant-api03-luna-test-user-0001",
};

export async function startSystem(options: SystemOptions): Promise<System> {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-e2e-"));
  const seed = createSeed();
  const secrets = { "luna-proxy-api": seed.api, "luna-proxy-web": seed.web };
  const accepted = accept(seed);
  const doubles = createDoubles({
    ...accepted,
    googleClients: acceptSeed(seed, DEV_CLIENT_IDS).googleClients,
    openaiKeys: [PROVIDER_KEYS.openai],
    anthropicKeys: [PROVIDER_KEYS.anthropic],
  });
  const logs: string[] = [];
  const stack = await startStack({
    folder,
    ports: await findFreePorts(),
    tree: options.tree,
    outbound: doubles.fetch,
    onLog: ({ message }) => logs.push(message),
    ...(options.individual ? { individual: secrets } : {}),
    ...(options.workers === undefined ? {} : { workers: options.workers }),
  });
  const client = await connectStore(stack.store);
  if (options.inStore === "values") await fillStore(client, "default", secrets);
  if (options.inStore === "grants") await grantAll(client, "default", secrets);
  const traffic = recordTraffic();
  return {
    ...stack,
    ...{ seed, accepted, doubles, client, traffic, logs },
    ask: (url, init) => traffic.ask(url, init),
    async stop() {
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function accept(seed: Seed): Accepted {
  const { stripeKeys, stripePrices, turnKeys, githubClients, cloudflare } = acceptSeed(
    seed,
    DEV_CLIENT_IDS,
  );
  return {
    stripeKeys: [...stripeKeys],
    stripePrices: [...stripePrices],
    turnKeys: [...turnKeys],
    githubClients: [...githubClients],
    cloudflare: { ...cloudflare },
  };
}

/** Lets the Workers read names that have no value yet. */
export async function grantAll(
  client: StoreClient,
  environment: string,
  workers: Readonly<Record<string, object>>,
): Promise<void> {
  for (const [worker, secrets] of Object.entries(workers)) {
    await client.call("POST", "/grants", { worker, environment, names: Object.keys(secrets) });
  }
}

/** Does the work while the list is empty: a service that knows none of its keys. */
export async function without<Item>(list: Item[], work: () => Promise<void>): Promise<void> {
  const kept = list.splice(0);
  try {
    await work();
  } finally {
    list.push(...kept);
  }
}
