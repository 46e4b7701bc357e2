/** The move: bound, in shadow, route by route, and then the store serves. Staging first. */
import type { MigrateReport } from "@lunakey/contract";
import { type Environment, type Life, secretsOf } from "../life.ts";
import { WORKERS, type Worker } from "../repository.ts";

const FIRST_ROUTES: Readonly<Record<Worker, string>> = {
  "luna-proxy-api": "/billing/checkout",
  "luna-proxy-web": "/account",
};

const GATEWAY_CONFIG = "lunakey/store/wrangler.jsonc";

/** `lunakey bind`, and the gateway first where it changed. */
export async function bind(life: Life, environment: Environment): Promise<void> {
  const { repository, journal, sites } = life;
  await repository.lunakey(["bind", "--env", environment, "--yes", "--json"]);
  await repository.commit(`Bind ${environment} to the store`);
  const changed = await repository.git("show", "--format=", "--name-only", "HEAD");
  for (const worker of WORKERS) {
    if (!changed.includes(`${worker}/wrangler.toml`)) throw new Error(`${worker} was not bound.`);
    for (const name of Object.keys(secretsOf(sites[environment].seed, worker))) {
      journal.note({ action: "grant.add", target: { worker, environment, name } });
    }
  }
  // On backend `cloudflare` each name has a binding of the gateway's own.
  if (changed.includes(GATEWAY_CONFIG)) {
    await repository.wrangler(["deploy", "-c", GATEWAY_CONFIG]);
    await life.cloud.settle();
  }
  await life.deploy(environment);
}

export async function setMode(life: Life, environment: Environment, mode: string): Promise<void> {
  const { repository } = life;
  for (const worker of WORKERS) {
    const args = ["mode", mode, "--env", environment, "--worker", worker, "--yes", "--json"];
    await repository.lunakey(args);
    await repository.commit(`${worker} in ${environment}: ${mode}`);
  }
  await life.deploy(environment);
}

/** One Worker, one route at a time, each deployed to staging before the next. @returns how many. */
export async function migrate(life: Life, worker: Worker): Promise<number> {
  let route: string | null = FIRST_ROUTES[worker];
  let steps = 0;
  while (route !== null) {
    route = await migrateStep(life, worker, route);
    steps += 1;
  }
  await migrateStep(life, worker, null);
  return steps;
}

/** @returns the route to move next. */
async function migrateStep(
  life: Life,
  worker: Worker,
  route: string | null,
): Promise<string | null> {
  const only = route === null ? [] : ["--route", route];
  const out = await life.repository.lunakey([
    ...["migrate", "--worker", worker, "--package", "--json"],
    ...only,
  ]);
  const { workers } = JSON.parse(out) as MigrateReport;
  const moved = workers.flatMap(({ converted }) => converted).length;
  if (moved > 0) {
    await life.repository.commit(`Move ${route ?? `what is left of ${worker}`} to the store`);
    await life.deploy("staging", [worker]);
  }
  return workers.find((each) => each.worker === worker)?.nextRoute ?? null;
}

/** Waits until each Worker of the environment has told the store that its copies are the same. */
export async function waitForParity(life: Life, environment: Environment): Promise<void> {
  for (let minutes = 0; minutes < 15; minutes += 1) {
    await life.pass(60_000);
    const out = await life.repository.lunakey(["parity", "--env", environment, "--json"]);
    const { readiness } = JSON.parse(out) as { readiness: { isReady: boolean }[] };
    if (readiness.length === WORKERS.length && readiness.every(({ isReady }) => isReady)) return;
  }
  throw new Error(await life.repository.lunakey(["parity", "--env", environment]));
}
