import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalStore, startLocalStore } from "lunakey/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptSeed, createDoubles } from "../doubles/create-doubles.ts";
import { createSeed } from "../doubles/seed.ts";
import { findFreePort } from "../stack/free-ports.ts";
import { describeWorker, STORE_ID } from "../stack/start-stack.ts";
import { connectStore, fillStore, type StoreClient } from "../stack/store-client.ts";
import { DEV_CLIENT_IDS } from "../start/bring-up.ts";
import { type ExpectedHealth, expectHealth, type Health } from "./health.ts";
import { findWorkerds } from "./processes.ts";
import { asAdmin } from "./requests.ts";
import { grantAll } from "./system.ts";
import { recordTraffic } from "./traffic.ts";

/** `LUNAKEY_MODE` of a migrated luna-proxy-api that still has its individual secrets. */
const MODES = ["store-first", "shadow", "store-only", "individual-first"] as const;
type Mode = (typeof MODES)[number];

const fromStore: ExpectedHealth = { configured: true, source: "store", version: 1 };
const individual: ExpectedHealth = { configured: true, source: "individual", version: null };

const seed = createSeed();
const secrets = { "luna-proxy-api": seed.api };
const traffic = recordTraffic();
const apis = new Map<Mode, string>();
let folder: string;
let store: LocalStore;
let client: StoreClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lunakey-e2e-"));
  const { fetch: outbound } = createDoubles(acceptSeed(seed, DEV_CLIENT_IDS));
  const api = await describeWorker("luna-proxy-api", 0, {
    ...{ folder, tree: "golden", individual: secrets, outbound },
  });
  const workers = MODES.map(async (mode) => {
    const port = await findFreePort();
    apis.set(mode, `http://127.0.0.1:${port}`);
    return {
      ...api,
      name: `api-${mode}`,
      bindings: { ...(api.bindings as object), LUNAKEY_MODE: mode },
      unsafeDirectSockets: [{ host: "127.0.0.1", port }],
    };
  });
  store = await startLocalStore({ folder, storeId: STORE_ID, workers: await Promise.all(workers) });
  client = await connectStore(store);
});

afterAll(async () => {
  await store.stop();
  await rm(folder, { recursive: true, force: true });
  expect(await findWorkerds()).toEqual([]);
});

/** What the health page says, or the status that it was refused with. */
async function healthOf(mode: Mode): Promise<Health | number> {
  const answer = await traffic.ask(`${apis.get(mode)}/admin/health`, asAdmin(seed));
  return answer.status === 200 ? (answer.json() as Health) : answer.status;
}

async function healthOfOne(mode: Mode, name: string): Promise<ExpectedHealth | undefined> {
  const health = (await healthOf(mode)) as Health;
  return health.secrets.find((secret) => secret.name === name);
}

/** In order: each step is on the ones before. */
describe("a migrated Worker that still has its individual secrets", () => {
  it("serves none of them where the store refuses it, unless they are to come first", async () => {
    expect(await healthOf("store-first")).toBe(401);
    expect(await healthOf("store-only")).toBe(401);
    for (const mode of ["shadow", "individual-first"] as const) {
      expect([mode, await healthOf(mode)]).toEqual([mode, health()]);
    }
  });

  it("serves them while the store has no value, unless it is to use the store alone", async () => {
    await grantAll(client, "default", secrets);
    for (const mode of ["store-first", "shadow", "individual-first"] as const) {
      expect([mode, await healthOf(mode)]).toEqual([mode, health()]);
    }
    expect(await healthOf("store-only")).toBe(401);
  });

  it("serves the store's values as soon as they are there, in the modes that say so", async () => {
    await fillStore(client, "default", secrets);
    for (const mode of ["store-first", "store-only"] as const) {
      expect([mode, await healthOf(mode)]).toEqual([mode, health(fromStore)]);
    }
    for (const mode of ["shadow", "individual-first"] as const) {
      expect([mode, await healthOf(mode)]).toEqual([mode, health()]);
    }
  });

  it("serves a new version at once, and a deleted secret not at all", async () => {
    const name = "STRIPE_PRICE_GROWTH";
    const path = `/environments/default/secrets/${name}`;
    await client.call("PUT", path, { value: "price_second" });
    expect(await healthOfOne("store-first", name)).toMatchObject({ ...fromStore, version: 2 });
    await client.call("DELETE", `${path}?force=true`); // it was read just now
    expect(await healthOfOne("store-first", name)).toMatchObject({ configured: false });
    await client.call("POST", `${path}/undelete`);
    expect(await healthOfOne("store-first", name)).toMatchObject({ configured: true, version: 2 });
  });

  it("showed no value in any of this", () => {
    expect(traffic.findLeaks(seed.api)).toEqual([]);
  });
});

function health(each = individual): Health {
  return expectHealth("development", each);
}
