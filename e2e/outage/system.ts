/**
 * Consumers in one workerd, the store and its front in another process: many copies of the golden
 * luna-proxy-api and of the reader, each an isolate of its own with a lane of its own through the
 * front, so that what happens to one is nothing to the others.
 */
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalStore, type WorkerOptions } from "lunakey/local";
import { acceptSeed, createDoubles } from "../doubles/create-doubles.ts";
import { createSeed, type Seed } from "../doubles/seed.ts";
import { findFreePort } from "../stack/free-ports.ts";
import { describeWorker } from "../stack/start-stack.ts";
import { connectStore, fillStore, type StoreClient } from "../stack/store-client.ts";
import { DEV_CLIENT_IDS } from "../start/bring-up.ts";
import { bindFront, type Fault, tellFront } from "./front.ts";
import { buildReader, type Times } from "./reader.ts";
import { type StoreProcess, startStoreProcess } from "./store-process.ts";

/** A consumer: an isolate that has asked for nothing yet. */
export interface Lane {
  /** Unique in the system. */
  readonly name: string;
  /** `api`: the golden luna-proxy-api, with all of its individual secrets. */
  readonly kind: "api" | "reader";
  readonly mode?: "store-only";
}

export interface OutageSystem {
  readonly seed: Seed;
  readonly client: StoreClient;
  readonly process: StoreProcess;
  /** Prices that Stripe knows. */
  readonly stripePrices: string[];
  urlOf(lane: string): string;
  /** What happens to the lane's reads from now on. @returns how many it made so far. */
  tell(lane: string, fault?: Fault): Promise<number>;
  stop(): Promise<void>;
}

/** The reader's individual secrets, and what the store has under those names. */
export const COPIES = {
  /** As in the store. */
  KEPT: "kept-individual",
  /** Replaced in the store. */
  ROTATED: "rotated-individual",
  /** Never granted. */
  DENIED: "denied-individual",
  DELETED: "deleted-individual",
};

/** Names that only the store has, for tests that change them. */
export const STORE_ONLY = ["FIRST", "SECOND", "THIRD"] as const;

export async function startOutageSystem(
  lanes: readonly Lane[],
  times: Times,
): Promise<OutageSystem> {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-outage-"));
  const [port, frontPort] = [await findFreePort(), await findFreePort()];
  const seed = createSeed();
  const accepted = acceptSeed(seed, DEV_CLIENT_IDS);
  const stripePrices = [...accepted.stripePrices];
  const { fetch: outbound } = createDoubles({ ...accepted, stripePrices });
  const [process, api, reader] = await Promise.all([
    startStoreProcess(join(folder, "store"), port, frontPort),
    describeWorker("luna-proxy-api", 0, {
      ...{ folder, tree: "golden", individual: { "luna-proxy-api": seed.api }, outbound },
    }),
    buildReader(times),
  ]);
  const consumers = join(folder, "consumers");
  // One registry for both: it is how a Worker of one process finds those of another.
  await mkdir(consumers);
  await symlink(process.place.registryPath, join(consumers, "registry"));
  const client = await connectStore(process.place);
  const entryPort = await findFreePort();
  const running = await startLocalStore({
    folder: consumers,
    workers: [
      describeEntry(lanes, entryPort),
      ...lanes.map((lane) =>
        describeLane(lane, lane.kind === "api" ? api : { ...reader, bindings: COPIES }),
      ),
    ],
  });
  await fill(client, seed);
  return {
    ...{ seed, client, process, stripePrices },
    urlOf: (lane) => `http://127.0.0.1:${entryPort}/${lane}`,
    tell: (lane, fault) => tellFront(frontPort, lane, fault),
    async stop() {
      await running.stop();
      await process.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One port for all: a port for each would be one that another program may take meanwhile. */
function describeEntry(lanes: readonly Lane[], port: number): WorkerOptions {
  const contents = `export default {
    fetch(request, env) {
      const url = new URL(request.url);
      const [, lane, ...path] = url.pathname.split("/");
      url.pathname = path.join("/");
      return env[lane].fetch(url, request);
    },
  };`;
  return {
    name: "entry",
    modules: [{ type: "ESModule", path: "entry.js", contents }],
    compatibilityDate: "2026-09-15",
    serviceBindings: Object.fromEntries(lanes.map(({ name }) => [name, name])),
    unsafeDirectSockets: [{ host: "127.0.0.1", port }],
  };
}

function describeLane({ name, mode }: Lane, worker: Pick<WorkerOptions, string>): WorkerOptions {
  const bindings = worker.bindings as Readonly<Record<string, unknown>>;
  return {
    ...worker,
    name,
    bindings: { ...bindings, ...(mode === undefined ? {} : { LUNAKEY_MODE: mode }) },
    serviceBindings: { SECRETS: bindFront(name) },
  };
}

/** All that luna-proxy-api has, and the reader's names in each of their states. */
async function fill(client: StoreClient, seed: Seed): Promise<void> {
  await fillStore(client, "default", { "luna-proxy-api": seed.api });
  const names = [...Object.keys(COPIES), ...STORE_ONLY];
  for (const name of names) await setSecret(client, name, `${name.toLowerCase()}-store-1`);
  await setSecret(client, "ROTATED", "rotated-store-2");
  await client.call("DELETE", "/environments/default/secrets/DELETED");
  const granted = names.filter((name) => name !== "DENIED");
  const grant = { worker: "luna-proxy-api", environment: "default", names: granted };
  await client.call("POST", "/grants", grant);
}

export async function setSecret(client: StoreClient, name: string, value: string): Promise<void> {
  await client.call("PUT", `/environments/default/secrets/${name}`, { value });
}
