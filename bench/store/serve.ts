/** A store of a given size with a consumer and the admin Worker in front, in one workerd. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ServeConfig } from "../harness/capnp.ts";
import { fillStore } from "../harness/fill-store.ts";
import { findPort, makeFolder, type Running, startWorkerd } from "../harness/processes.ts";
import { bundleWorker, describeStore, makeKeys, SECRETS } from "../harness/store-workers.ts";
import { seedAudit } from "./seed-audit.ts";

export interface Store extends Running {
  readonly consumerPort: number;
  readonly adminPort: number;
  readonly token: string;
  readonly secrets: number;
}

const WORKERS = join(import.meta.dirname, "..", "workers");

export async function startStore(secrets: number, auditEvents: number): Promise<Store> {
  const folder = await makeFolder();
  const [consumerPort, adminPort, keys] = [await findPort(), await findPort(), makeKeys()];
  const config: ServeConfig = {
    workers: [
      ...(await describeStore(keys)),
      {
        name: "consumer",
        code: await bundleWorker(join(WORKERS, "consumer.ts")),
        vars: { PLAIN: "0123456789abcdef".repeat(4) },
        services: { SECRETS, FLOOR: { service: "floor", entrypoint: "Floor" } },
      },
      {
        name: "floor",
        code: await bundleWorker(join(WORKERS, "floor.ts")),
        objects: { OBJECT: "FloorObject" },
      },
    ],
    sockets: { [consumerPort]: "consumer", [adminPort]: "admin" },
    diskPath: folder,
  };
  const filling = await startWorkerd(config);
  await fillStore(adminPort, keys.token, secrets);
  await filling.stop();
  if (auditEvents > 0) seedAudit(folder, auditEvents);
  const { pid, stop } = await startWorkerd(config);
  return {
    consumerPort,
    adminPort,
    token: keys.token,
    secrets,
    pid,
    async stop() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
