/** The Workers of `bench:read` in one workerd: reader, store, what stands between, and the floor. */
import { join } from "node:path";
import type { ServeConfig, WorkerConfig } from "../harness/capnp.ts";
import { fillStore } from "../harness/fill-store.ts";
import { findPort, startWorkerd } from "../harness/processes.ts";
import { bundleWorker, describeStore, makeKeys, SECRETS } from "../harness/store-workers.ts";
import { NAMES } from "./variants.ts";

export interface ReadSetup {
  readonly readerPort: number;
  /** @param delayMs between the Worker and the store, in the variants that have it. */
  config(delayMs: number): ServeConfig;
}

const WORKERS = join(import.meta.dirname, "..", "workers");

/** Fills a store in the folder. It is then read by one process after the other, never two at once. */
export async function prepareStore(folder: string): Promise<ReadSetup> {
  const [readerPort, adminPort, keys] = [await findPort(), await findPort(), makeKeys()];
  const store = await describeStore(keys);
  const [reader, floor, delay] = await Promise.all([
    bundleWorker(join(WORKERS, "reader.ts")),
    bundleWorker(join(WORKERS, "floor.ts")),
    bundleWorker(join(WORKERS, "delay.ts")),
  ]);
  const describe = (delayMs: number): WorkerConfig[] => [
    ...store,
    {
      name: "reader",
      code: reader,
      vars: { PLAIN: "0123456789abcdef".repeat(4) },
      services: {
        SECRETS,
        DELAYED: { service: "delay", entrypoint: "Delay" },
        FLOOR: { service: "floor", entrypoint: "Floor" },
      },
    },
    { name: "floor", code: floor, objects: { OBJECT: "FloorObject" } },
    {
      name: "delay",
      code: delay,
      vars: { DELAY_MS: String(delayMs) },
      services: { STORE: SECRETS },
    },
  ];
  const config = (delayMs: number): ServeConfig => ({
    workers: describe(delayMs),
    sockets: { [readerPort]: "reader" },
    diskPath: folder,
  });
  const filling = await startWorkerd({
    ...config(0),
    sockets: { [readerPort]: "reader", [adminPort]: "admin" },
  });
  await fillStore(adminPort, keys.token, NAMES);
  await filling.stop();
  return { readerPort, config };
}
