/**
 * `npm start -- --once`: everything that `npm start` shows, done once in a folder and on ports of
 * its own, so that it can run beside a `npm start` that is up.
 */
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePorts } from "../stack/free-ports.ts";
import { type Backend, putStackSecrets } from "../stack/start-stack.ts";
import { connectStore } from "../stack/store-client.ts";
import { bringUp, type Running } from "./bring-up.ts";

interface Health {
  readonly status: string;
  readonly secrets: readonly { name: string; configured: boolean }[];
}

type Step = readonly [title: string, check: (running: Running) => Promise<void>];

/** What is true of one backend only: values that change, with versions or without. */
const OF_BACKEND: Readonly<Record<Backend, { before: readonly Step[]; after: readonly Step[] }>> = {
  vault: {
    before: [
      ["production's bindings were not touched", checkProductionIsUntouched],
      ["a new version is served without a deploy", checkNewVersion],
    ],
    after: [["after a restart everything is as before", checkNewVersionIsKept]],
  },
  cloudflare: {
    before: [
      ["a new value in the Secrets Store is served without a deploy", checkNewValue],
      ["to set a value here is refused, with the command that does it", checkSetIsRefused],
    ],
    after: [["after a restart everything is as before", checkAllIsKept]],
  },
};

function listSteps(backend: Backend): readonly Step[] {
  return [
    ["keys for pasted commands are in files that only you can read", checkFileModes],
    ["luna-proxy-api serves all 13 secrets from the store", checkHealth],
    ["a wrong admin key is refused", checkWrongKey],
    ["checkout reaches Stripe with the store's key", checkCheckout],
    ["luna-proxy-web answers", checkWeb],
    ...OF_BACKEND[backend].before,
    ["without a grant, no value", checkRevoked],
    ["the audit's chain holds", checkAudit],
  ];
}

/** @returns whether all of it held. */
export async function checkOnce(backend: Backend, print: (text: string) => void): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-once-"));
  const ports = await findFreePorts();
  const check = async (steps: readonly Step[]) =>
    checkRunning(await bringUp({ folder, ports, backend, print }), steps, print);
  try {
    return (await check(listSteps(backend))) && (await check(OF_BACKEND[backend].after));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkRunning(
  running: Running,
  steps: readonly Step[],
  print: (text: string) => void,
): Promise<boolean> {
  let held = true;
  for (const [title, check] of steps) {
    try {
      await check(running);
      print(`ok      ${title}`);
    } catch (error) {
      held = false;
      print(`FAILED  ${title}: ${(error as Error).message}`);
    }
  }
  await running.stack.stop();
  return held;
}

function expect(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}

async function getHealth({ stack, state }: Running): Promise<Health> {
  const response = await askHealth(stack.api, state.seed.api.ADMIN_API_KEY);
  expect(response.status === 200, `/admin/health answered ${response.status}`);
  return (await response.json()) as Health;
}

function askHealth(api: string, key: string): Promise<Response> {
  return fetch(`${api}/admin/health`, { headers: { authorization: `Bearer ${key}` } });
}

async function checkFileModes({ stack, state }: Running): Promise<void> {
  for (const file of [state.adminApiKeyFile, stack.store.tokenFile]) {
    const mode = (await stat(file)).mode & 0o777;
    expect(mode === 0o600, `${file} has mode ${mode.toString(8)}`);
  }
}

/** The Workers have no secrets of their own here: what they have is the store's. */
async function checkHealth(running: Running): Promise<void> {
  const { status, secrets } = await getHealth(running);
  const served = secrets.filter(({ configured }) => configured);
  expect(status === "ok" && served.length === 13, `${served.length} of 13, status ${status}`);
}

async function checkWrongKey({ stack }: Running): Promise<void> {
  const response = await askHealth(stack.api, "wrong");
  expect(response.status === 401, `it was answered ${response.status}`);
}

async function checkCheckout({ stack, doubles }: Running): Promise<void> {
  const response = await fetch(`${stack.api}/billing/checkout`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ plan: "starter", user_id: "test", email: "test@example.com" }),
  });
  const { url = "" } = (await response.json()) as { url?: string };
  expect(response.ok && url.startsWith("https://"), `it was answered ${response.status}`);
  const asked = doubles.seen.some(
    ({ host, status }) => host === "api.stripe.com" && status === 200,
  );
  expect(asked, "Stripe's double was not asked");
}

async function checkWeb({ stack }: Running): Promise<void> {
  const response = await fetch(stack.web);
  expect(response.ok, `the home page answered ${response.status}`);
}

async function checkProductionIsUntouched({ stack }: Running): Promise<void> {
  for (const worker of ["luna-proxy-api", "luna-proxy-web"]) {
    const config = await readFile(
      join(stack.store.folder, "journey", worker, "wrangler.toml"),
      "utf8",
    );
    const bound = [...config.matchAll(/environment = "(\w+)"/g)].map(([, name]) => name).join(", ");
    expect(bound === stack.environment, `${worker} is bound in ${bound}`);
  }
}

/** A new admin key, and the old one again: both count at once. */
async function checkNewVersion({ stack, state }: Running): Promise<void> {
  const { ADMIN_API_KEY } = state.seed.api;
  const changed = `${ADMIN_API_KEY}-changed`;
  const client = await connectStore(stack.store);
  const path = `/environments/${stack.environment}/secrets/ADMIN_API_KEY`;
  await client.call("PUT", path, { value: changed });
  await expectKeys(stack.api, { refused: ADMIN_API_KEY, accepted: changed });
  await client.call("PUT", path, { value: ADMIN_API_KEY });
}

async function checkNewVersionIsKept(running: Running): Promise<void> {
  const { stack } = running;
  expect(!running.firstStart, "the values were put in again");
  const client = await connectStore(stack.store);
  const path = `/environments/${stack.environment}/secrets/ADMIN_API_KEY/versions`;
  const { versions } = (await client.call("GET", path)) as { versions: readonly unknown[] };
  expect(versions.length === 3, `${versions.length} versions are kept`);
  await checkHealth(running);
}

async function checkNewValue({ stack, state }: Running): Promise<void> {
  const { ADMIN_API_KEY } = state.seed.api;
  const changed = `${ADMIN_API_KEY}-changed`;
  await putStackSecrets(stack.store.folder, { ADMIN_API_KEY: changed });
  await expectKeys(stack.api, { refused: ADMIN_API_KEY, accepted: changed });
  await putStackSecrets(stack.store.folder, { ADMIN_API_KEY });
}

async function expectKeys(
  api: string,
  { refused, accepted }: { readonly refused: string; readonly accepted: string },
): Promise<void> {
  const statuses = [await askHealth(api, refused), await askHealth(api, accepted)];
  const answered = statuses.map(({ status }) => status).join(", ");
  expect(answered === "401, 200", `old and new key were answered ${answered}`);
}

async function checkSetIsRefused({ stack }: Running): Promise<void> {
  const client = await connectStore(stack.store);
  const path = "/environments/default/secrets/STRIPE_PRICE_GROWTH";
  const refused = await client.call("PUT", path, { value: "price_changedByTheSelfCheck" }).then(
    () => "it was not refused",
    (error: Error) => error.message,
  );
  expect(refused.startsWith("not_supported: "), refused);
}

async function checkAllIsKept(running: Running): Promise<void> {
  expect(!running.firstStart, "the values were put in again");
  await checkHealth(running);
}

async function checkRevoked(running: Running): Promise<void> {
  const client = await connectStore(running.stack.store);
  const grant = {
    worker: "luna-proxy-api",
    environment: running.stack.environment,
    names: ["CF_TURN_KEY_ID"],
  };
  await client.call("POST", "/grants/remove", grant);
  const { status } = await getHealth(running);
  await client.call("POST", "/grants", grant);
  expect(status === "degraded", `status is ${status}`);
}

async function checkAudit({ stack }: Running): Promise<void> {
  const client = await connectStore(stack.store);
  const { verdict } = (await client.call("GET", "/audit/verify")) as { verdict: string };
  expect(verdict === "self-consistent", `it is ${verdict}`);
}
