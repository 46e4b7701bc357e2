import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptSeed, createDoubles } from "../doubles/create-doubles.ts";
import { createSeed } from "../doubles/seed.ts";
import { findFreePort, findFreePorts } from "../stack/free-ports.ts";
import { describeWorker, type Stack, startStack } from "../stack/start-stack.ts";
import { connectStore, fillStore, type StoreClient } from "../stack/store-client.ts";
import { DEV_CLIENT_IDS } from "../start/bring-up.ts";
import { expectHealth, type Health } from "./health.ts";
import { bindSecrets, createProbe } from "./probe.ts";
import { findWorkerds } from "./processes.ts";
import { asAdmin, expectError } from "./requests.ts";
import { grantAll } from "./system.ts";
import { recordTraffic } from "./traffic.ts";

/** As the request has it under "Après (Secrets Store)" and "API asynchrone". */
const SNIPPET = `export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname === "/property") {
      // ❌ Ne marche pas
      const key = env.SECRETS.STRIPE_SECRET_KEY;
      const awaited = await Promise.resolve(key).catch(() => "refused");
      return Response.json({ type: typeof key, text: String(key), awaited: String(awaited) });
    }
    const stripeKey = await env.SECRETS.get("STRIPE_SECRET_KEY");
    const jwtSecret = await env.SECRETS.get("JWT_SECRET");
    const missing = await env.SECRETS.get("NO_SUCH_SECRET");
    return Response.json({ stripeKey, jwtSecret, missing });
  },
};`;

const ENVIRONMENTS = ["default", "staging", "production"] as const;
type Environment = (typeof ENVIRONMENTS)[number];

/** What /admin/health shows as `environment`. */
const SHOWN = { default: "development", staging: "staging", production: "production" };

const seeds = { default: createSeed(), staging: createSeed(), production: createSeed() };
const forAll = createSeed();
const traffic = recordTraffic();

let folder: string;
let stack: Stack;
let client: StoreClient;
const apis = new Map<Environment, string>();
const probes = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lunakey-e2e-"));
  const ports = await findFreePorts();
  const named = await Promise.all([describeApi("staging"), describeApi("production")]);
  const all = [...ENVIRONMENTS.map((each) => ["luna-proxy-api", each] as const)];
  const made = await Promise.all(
    [...all, ["luna-proxy-other", "default"] as const].map(async ([worker, environment]) => {
      const probe = await createProbe({
        name: `probe-${worker}-${environment}`,
        script: SNIPPET,
        serviceBindings: { SECRETS: bindSecrets(worker, environment) },
      });
      probes.set(`${worker}/${environment}`, probe.url);
      return probe.worker;
    }),
  );
  stack = await startStack({
    ...{ folder, ports, tree: "golden", outbound: outboundOf("default") },
    workers: [...named, ...made],
  });
  apis.set("default", stack.api);
  client = await connectStore(stack.store);
});

afterAll(async () => {
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
  expect(await findWorkerds()).toEqual([]);
});

/** Stripe and the others know the keys of this environment, and of no other. */
function outboundOf(environment: Environment) {
  const { cloudflare, ...accepted } = acceptSeed(seeds[environment], DEV_CLIENT_IDS);
  return createDoubles({ ...accepted, cloudflare }).fetch;
}

async function describeApi(environment: Environment) {
  const port = await findFreePort();
  apis.set(environment, `http://127.0.0.1:${port}`);
  const outbound = outboundOf(environment);
  return describeWorker("luna-proxy-api", port, { folder, tree: "golden", environment, outbound });
}

async function healthOf(environment: Environment, seed = seeds[environment]) {
  const answer = await traffic.ask(`${apis.get(environment)}/admin/health`, asAdmin(seed));
  return answer.status === 200 ? (answer.json() as Health) : answer.status;
}

async function askProbe(path: string, worker = "luna-proxy-api"): Promise<unknown> {
  const [environment = "", rest = ""] = path.split("/");
  const answer = await traffic.ask(`${probes.get(`${worker}/${environment}`)}/${rest}`);
  return answer.json();
}

const checkOut = (environment: Environment) =>
  traffic.ask(`${apis.get(environment)}/billing/checkout`, {
    method: "POST",
    body: JSON.stringify({ plan: "starter", user_id: "test", email: "test@example.com" }),
  });

/** In order: each part adds to what the store holds. */
describe("with nothing but grants", () => {
  beforeAll(async () => {
    for (const each of ENVIRONMENTS) await grantAll(client, each, { "luna-proxy-api": forAll.api });
  });

  it("no environment has anything, and nobody is admin", async () => {
    for (const each of ENVIRONMENTS) {
      expect(await healthOf(each)).toBe(401);
      expect(await askProbe(each)).toEqual({ stripeKey: null, jwtSecret: null, missing: null });
    }
  });
});

describe("with values for default", () => {
  beforeAll(async () => {
    await fillStore(client, "default", { "luna-proxy-api": seeds.default.api });
  });

  it("default serves them", async () => {
    const each = { configured: true, source: "store", version: 1 } as const;
    expect(await healthOf("default")).toEqual(expectHealth("development", each));
    expect((await checkOut("default")).status).toBe(200);
  });

  it.each(["staging", "production"] as const)("%s inherits none of them", async (environment) => {
    expect(await healthOf(environment, seeds.default)).toBe(401);
    expect(await askProbe(environment)).toMatchObject({ stripeKey: null, jwtSecret: null });
    expectError(await checkOut(environment), 500, "internal");
  });

  it("staging is degraded where it has the admin key alone", async () => {
    const { ADMIN_API_KEY } = seeds.staging.api;
    await fillStore(client, "staging", { "luna-proxy-api": { ADMIN_API_KEY } });
    const { status, secrets } = (await healthOf("staging")) as Health;
    expect(status).toBe("degraded");
    for (const secret of secrets) {
      const expected =
        secret.name === "ADMIN_API_KEY"
          ? { configured: true, source: "store", version: 1 }
          : { configured: false, source: "none", version: null };
      expect(secret).toEqual({ name: secret.name, ...expected });
    }
  });
});

describe("with a value for all", () => {
  beforeAll(async () => {
    const { JWT_SECRET } = forAll.api;
    await client.call("PUT", "/environments/all/secrets/JWT_SECRET", { value: JWT_SECRET });
  });

  it("serves where an environment has none of its own", async () => {
    const { JWT_SECRET } = forAll.api;
    expect(await askProbe("default")).toMatchObject({ jwtSecret: seeds.default.api.JWT_SECRET });
    expect(await askProbe("staging")).toMatchObject({ jwtSecret: JWT_SECRET, stripeKey: null });
    expect(await askProbe("production")).toMatchObject({ jwtSecret: JWT_SECRET });
  });
});

describe("with values for each environment", () => {
  beforeAll(async () => {
    for (const each of ["staging", "production"] as const) {
      await fillStore(client, each, { "luna-proxy-api": seeds[each].api });
    }
  });

  it.each(ENVIRONMENTS)("%s serves its own", async (environment) => {
    const each = { configured: true, source: "store", version: 1 } as const;
    expect(await healthOf(environment)).toEqual(expectHealth(SHOWN[environment], each));
    expect((await checkOut(environment)).status).toBe(200);
    for (const other of ENVIRONMENTS.filter((name) => name !== environment)) {
      expect(await healthOf(environment, seeds[other])).toBe(401);
    }
  });

  it.each(ENVIRONMENTS)("the request's own lines read them in %s", async (environment) => {
    expect(await askProbe(environment)).toEqual({
      stripeKey: seeds[environment].api.STRIPE_SECRET_KEY,
      jwtSecret: seeds[environment].api.JWT_SECRET,
      missing: null,
    });
  });

  it("a Worker that was granted nothing reads nothing", async () => {
    const nothing = { stripeKey: null, jwtSecret: null, missing: null };
    expect(await askProbe("default", "luna-proxy-other")).toEqual(nothing);
  });

  it("a property without get is not the value, although it is truthy", async () => {
    const { STRIPE_SECRET_KEY } = seeds.default.api;
    const got = (await askProbe("default/property")) as Record<string, string>;
    expect(got).toEqual({
      type: "function",
      text: expect.any(String),
      awaited: expect.any(String),
    });
    expect(Object.values(got)).not.toContain(STRIPE_SECRET_KEY);
  });

  it("the value of a name follows what is set, version by version", async () => {
    const path = "/environments/staging/secrets/STRIPE_PRICE_STARTER";
    await client.call("PUT", path, { value: "price_second" });
    const { secrets } = (await healthOf("staging")) as Health;
    const versions = secrets.filter(({ version }) => version === 2).map(({ name }) => name);
    expect(versions).toEqual(["STRIPE_PRICE_STARTER"]);
    expectError(await checkOut("staging"), 502, "stripe_error");
    expect((await checkOut("production")).status).toBe(200);
  });
});
