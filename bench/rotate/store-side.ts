/**
 * Many Workers that read one secret from a store, in one workerd: `lunakey rotate` and `lunakey set`
 * change it while all of them are asked four times a second, until the last serves the new value.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { READ_TIMING } from "@lunakey/contract";
import type { Target, WorkerConfig } from "../harness/capnp.ts";
import { post } from "../harness/fill-store.ts";
import { findPort, makeFolder, startWorkerd } from "../harness/processes.ts";
import { type CommandRun, runCommand } from "../harness/run-command.ts";
import { bundleWorker, describeStore, makeKeys, STORE_ID } from "../harness/store-workers.ts";
import { CLI } from "../scan/variants.ts";
import { countCalls } from "./count-calls.ts";

export interface Change extends CommandRun {
  readonly commands: number;
  readonly calls: number;
  readonly deploys: number;
  /** From the start of the first command until one Worker, and until the last, served the new value. */
  readonly firstSeconds: number;
  readonly lastSeconds: number;
}

export interface StoreSide {
  /** Asks all Workers until each has its own minute of the cache, spread evenly over a minute. */
  warm(): Promise<void>;
  rotate(value: string): Promise<Change>;
  set(value: string): Promise<Change>;
  stop(): Promise<void>;
}

export const ENVIRONMENT = "production";
export const FIRST_VALUE = "the first value of the secret";
const POLL_MS = 250;
/** Twice what both waits by design may take. */
const PATIENCE_MS = 4 * READ_TIMING.FRESH_MS;
const WORKERS = join(import.meta.dirname, "..", "workers");

const workerName = (index: number) => `worker-${index}`;

export async function startStoreSide(count: number): Promise<StoreSide> {
  const folder = await makeFolder();
  const [fleetPort, adminPort, keys] = [await findPort(), await findPort(), makeKeys()];
  const workerd = await startWorkerd({
    workers: [...(await describeStore(keys)), ...(await describeFleet(count))],
    sockets: { [fleetPort]: "fleet", [adminPort]: "admin" },
    diskPath: folder,
  });
  await fill(adminPort, keys.token, count);
  const calls = await countCalls(adminPort);
  const askFirst = (some: number) => ask(fleetPort, some);
  const change = async (command: readonly string[], value: string): Promise<Change> => {
    const options = {
      cwd: folder,
      env: { HOME: folder, LUNAKEY_URL: calls.url, LUNAKEY_TOKEN: keys.token },
      input: value,
    };
    calls.take();
    const watched = watch(() => askFirst(count), value);
    const run = await runCommand([CLI, ...command], options);
    return { ...run, commands: 1, calls: calls.take(), deploys: 0, ...(await watched) };
  };
  const named = ["KEY", "--env", ENVIRONMENT, "--yes"];
  return {
    warm: () => warm(askFirst, count),
    rotate: (value) => change(["rotate", ...named], value),
    set: (value) => change(["set", ...named.slice(0, 3)], value),
    async stop() {
      calls.stop();
      await workerd.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function describeFleet(count: number): Promise<WorkerConfig[]> {
  const [member, fleet] = await Promise.all([
    bundleWorker(join(WORKERS, "member.ts")),
    bundleWorker(join(WORKERS, "fleet.ts")),
  ]);
  const indexes = Array.from({ length: count }, (_, index) => index);
  const secretsOf = (index: number): Target => ({
    service: "store",
    entrypoint: "Secrets",
    props: { v: 1, store: STORE_ID, worker: workerName(index), environment: ENVIRONMENT },
  });
  return [
    ...indexes.map((index) => ({
      name: workerName(index),
      code: member,
      services: { SECRETS: secretsOf(index) },
    })),
    {
      name: "fleet",
      code: fleet,
      services: Object.fromEntries(
        indexes.map((index) => [`W${index}`, { service: workerName(index) }]),
      ),
    },
  ];
}

async function fill(port: number, token: string, count: number): Promise<void> {
  const entries = [{ name: "KEY", value: FIRST_VALUE }];
  await post(port, token, `/v1/environments/${ENVIRONMENT}/import`, { entries, mode: "apply" });
  for (let index = 0; index < count; index++) {
    const grant = { worker: workerName(index), environment: ENVIRONMENT, names: ["KEY"] };
    await post(port, token, "/v1/grants", grant);
  }
}

async function ask(port: number, count: number): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/?count=${count}`, {
    signal: AbortSignal.timeout(30_000),
  });
  return (await response.json()) as string[];
}

async function warm(askFirst: (some: number) => Promise<string[]>, count: number): Promise<void> {
  for (let some = 1; some <= count; some++) {
    await askFirst(some);
    await sleep(READ_TIMING.FRESH_MS / count);
  }
}

/** @throws Error where a Worker serves neither value, the old one after the new, or the old for ever. */
async function watch(askAll: () => Promise<string[]>, value: string) {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  const [before = ""] = await askAll();
  let firstSeconds: number | undefined;
  let known = 0;
  for (;;) {
    const served = await askAll();
    const changed = served.filter((one) => one === value).length;
    if (served.some((one) => one !== value && one !== before)) throw new Error("Another value.");
    if (changed < known) throw new Error("A Worker went back to the old value.");
    known = changed;
    if (changed > 0) firstSeconds ??= seconds();
    if (changed === served.length) {
      return { firstSeconds: firstSeconds ?? 0, lastSeconds: seconds() };
    }
    if (seconds() * 1_000 > PATIENCE_MS) throw new Error(`${changed} of ${served.length} changed.`);
    await sleep(POLL_MS);
  }
}
