import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalStore, startLocalStore, type WorkerOptions } from "lunakey/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptSeed, createDoubles } from "../doubles/create-doubles.ts";
import { createSeed } from "../doubles/seed.ts";
import { findFreePort } from "../stack/free-ports.ts";
import { describeWorker, STORE_ID } from "../stack/start-stack.ts";
import { DEV_CLIENT_IDS } from "../start/bring-up.ts";
import { expectHealth } from "./health.ts";
import { createProbe } from "./probe.ts";
import { findWorkerds } from "./processes.ts";
import { asAdmin } from "./requests.ts";
import { findHeld, recordTraffic } from "./traffic.ts";

/** What a store that is down does to the Worker that asks it. */
const FAILURES = {
  throws: "throw new Error('overloaded')",
  "never answers": "await scheduler.wait(60_000)",
  "answers nonsense": "return { v: 1, items: 'none' }",
  "answers nothing": "return undefined",
};
type FailureName = keyof typeof FAILURES;
const NAMES = Object.keys(FAILURES) as FailureName[];

/** The helper's deadline where a fallback exists, once for the key and once for the page. */
const DEADLINES_MS = 2 * 1_000;
/** For a loaded machine; far from the 60 seconds of the store's silence. */
const MARGIN_MS = 3_000;

const seed = createSeed();
const traffic = recordTraffic();
const apis = new Map<FailureName, string>();
const logs: string[] = [];
let folder: string;
let store: LocalStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lunakey-e2e-"));
  const { fetch: outbound } = createDoubles(acceptSeed(seed, DEV_CLIENT_IDS));
  const individual = { "luna-proxy-api": seed.api };
  const api = await describeWorker("luna-proxy-api", await findFreePort(), {
    ...{ folder, tree: "golden", individual, outbound },
  });
  const workers = await Promise.all(NAMES.map((name, index) => breakStore(api, name, index)));
  store = await startLocalStore({
    ...{ folder, storeId: STORE_ID, workers: workers.flat() },
    onLog: ({ message }) => logs.push(message),
  });
});

afterAll(async () => {
  await store.stop();
  await rm(folder, { recursive: true, force: true });
  expect(await findWorkerds()).toEqual([]);
});

/** luna-proxy-api, bound to something in the store's place that fails in this way. */
async function breakStore(
  api: WorkerOptions,
  failure: FailureName,
  index: number,
): Promise<WorkerOptions[]> {
  const port = await findFreePort();
  apis.set(failure, `http://127.0.0.1:${port}`);
  const broken = await createProbe({
    name: `store-${index}`,
    script: `import { WorkerEntrypoint } from "cloudflare:workers";
      export default {};
      export class Secrets extends WorkerEntrypoint {
        async read() { ${FAILURES[failure]}; }
      }`,
  });
  const bound = {
    ...api,
    name: `api-${index}`,
    serviceBindings: { SECRETS: { name: `store-${index}`, entrypoint: "Secrets" } },
    unsafeDirectSockets: [{ host: "127.0.0.1", port }],
  };
  return [bound, broken.worker];
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const start = performance.now();
  const result = await work();
  return { result, ms: performance.now() - start };
}

describe.each(NAMES)("a store that %s", (failure) => {
  const askHealth = () => traffic.ask(`${apis.get(failure)}/admin/health`, asAdmin(seed));

  it("leaves the Worker with its individual secrets, within the deadline", async () => {
    const { result, ms } = await timed(askHealth);
    expect(result.status).toBe(200);
    const each = { configured: true, source: "individual", version: null } as const;
    expect(result.json()).toEqual(expectHealth("development", each));
    expect(ms).toBeLessThan(DEADLINES_MS + MARGIN_MS);
  });

  it("is not waited for again and again", async () => {
    await askHealth();
    const { result, ms } = await timed(() => Promise.all([askHealth(), askHealth(), askHealth()]));
    expect(result.map(({ status }) => status)).toEqual([200, 200, 200]);
    // Once in 10 seconds a request may try the store, and waits for it once.
    expect(ms).toBeLessThan(DEADLINES_MS + MARGIN_MS);
  });

  it("does not keep a customer from paying", async () => {
    const answer = await traffic.ask(`${apis.get(failure)}/billing/checkout`, {
      method: "POST",
      body: JSON.stringify({ plan: "starter", user_id: "test", email: "test@example.com" }),
    });
    expect(answer.status).toBe(200);
  });

  it("makes the Worker show and log no value", () => {
    expect(traffic.findLeaks(seed.api)).toEqual([]);
    expect(findHeld(logs.join("\n"), seed.api)).toEqual([]);
  });
});
