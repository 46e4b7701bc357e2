/**
 * `npm start -- --once`: everything that `npm start` shows, done once in a folder and on ports of
 * its own, so that it can run beside a `npm start` that is up.
 */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePorts } from "../stack/free-ports.ts";
import type { StackPorts } from "../stack/start-stack.ts";
import { connectStore } from "../stack/store-client.ts";
import { bringUp, type Running } from "./bring-up.ts";

interface Health {
  readonly status: string;
  readonly secrets: readonly { name: string; source: string; version: number | null }[];
}

type Step = readonly [title: string, check: (running: Running) => Promise<void>];

const BEFORE_RESTART: readonly Step[] = [
  ["keys for pasted commands are in files that only you can read", checkFileModes],
  ["luna-proxy-api serves all 13 secrets from the store", checkHealth],
  ["a wrong admin key is refused", checkWrongKey],
  ["checkout reaches Stripe with the store's key", checkCheckout],
  ["luna-proxy-web answers", checkWeb],
  ["a new version is served without a deploy", checkNewVersion],
  ["without a grant, no value", checkRevoked],
  ["the audit's chain holds", checkAudit],
];

const AFTER_RESTART: readonly Step[] = [
  ["after a restart everything is as before", checkNewVersionIsKept],
];

/** @returns whether all of it held. */
export async function checkOnce(print: (text: string) => void): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-once-"));
  const ports = await findFreePorts();
  try {
    const before = await checkRunning(folder, ports, BEFORE_RESTART, print);
    return before && (await checkRunning(folder, ports, AFTER_RESTART, print));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkRunning(
  folder: string,
  ports: StackPorts,
  steps: readonly Step[],
  print: (text: string) => void,
): Promise<boolean> {
  const running = await bringUp(folder, ports);
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
  const response = await fetch(`${stack.api}/admin/health`, {
    headers: { authorization: `Bearer ${state.seed.api.ADMIN_API_KEY}` },
  });
  expect(response.status === 200, `/admin/health answered ${response.status}`);
  return (await response.json()) as Health;
}

async function checkFileModes({ stack, state }: Running): Promise<void> {
  for (const file of [state.adminApiKeyFile, stack.store.tokenFile]) {
    const mode = (await stat(file)).mode & 0o777;
    expect(mode === 0o600, `${file} has mode ${mode.toString(8)}`);
  }
}

async function checkHealth(running: Running): Promise<void> {
  const { status, secrets } = await getHealth(running);
  const served = secrets.filter(({ source, version }) => source === "store" && version === 1);
  expect(status === "ok" && served.length === 13, `${served.length} of 13, status ${status}`);
}

async function checkWrongKey({ stack }: Running): Promise<void> {
  const headers = { authorization: "Bearer wrong" };
  const response = await fetch(`${stack.api}/admin/health`, { headers });
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

async function checkNewVersion(running: Running): Promise<void> {
  const client = await connectStore(running.stack.store);
  const path = "/environments/default/secrets/STRIPE_PRICE_GROWTH";
  await client.call("PUT", path, { value: "price_changedByTheSelfCheck" });
  const version = await versionOf(running, "STRIPE_PRICE_GROWTH");
  expect(version === 2, `version ${version} is served`);
}

async function checkNewVersionIsKept(running: Running): Promise<void> {
  expect(!running.firstStart, "the values were put in again");
  const version = await versionOf(running, "STRIPE_PRICE_GROWTH");
  expect(version === 2, `version ${version} is served`);
  const { secrets } = await getHealth(running);
  expect(secrets.length === 13, `${secrets.length} of 13 are known`);
}

async function versionOf(running: Running, name: string): Promise<number | null | undefined> {
  const { secrets } = await getHealth(running);
  return secrets.find((secret) => secret.name === name)?.version;
}

async function checkRevoked(running: Running): Promise<void> {
  const client = await connectStore(running.stack.store);
  const grant = {
    worker: "luna-proxy-api",
    environment: "default",
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
