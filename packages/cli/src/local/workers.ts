/** The gateway and the admin Worker as miniflare runs them, from the bundles that are deployed. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { SecretName } from "@lunakey/contract";
import { failure } from "../cli-error.ts";
import { phrase } from "../language/phrase.ts";
import type { WorkerOptions } from "./miniflare.ts";
import { describeBindings } from "./secrets-store.ts";
import type { StateSecrets } from "./state-folder.ts";

export const STORE_WORKER = "lunakey-store";
export const ADMIN_WORKER = "lunakey-admin";

/** Known to the workerd of the oldest wrangler that works here; a newer date would stop it. */
const COMPATIBILITY_DATE = "2026-08-01";

/** What the gateway is given on backend `cloudflare`. */
export interface BoundNames {
  readonly names: readonly SecretName[];
  /** The environment that the values are for, or `all`. */
  readonly environment: string;
  /** For the commands that the gateway tells people to type. */
  readonly folder: string;
}

/**
 * @param bound of backend `cloudflare`; null on backend `vault`.
 * @param hosts `host:port` that the admin Worker answers under; all others are refused.
 * @returns the admin Worker first, since miniflare's port belongs to the first.
 */
export async function describeWorkers(
  storeId: string,
  secrets: StateSecrets,
  hosts: readonly string[],
  bound: BoundNames | null,
): Promise<WorkerOptions[]> {
  const admin = await describeWorker(ADMIN_WORKER, "@lunakey/admin", {
    LUNAKEY_ALLOWED_HOSTS: hosts.join(","),
  });
  const store = await describeWorker(STORE_WORKER, "@lunakey/store", {
    LUNAKEY_STORE_ID: storeId,
    LUNAKEY_LOCAL: "true",
    LUNAKEY_ROOT_KEY_V1: secrets.rootKey,
    LUNAKEY_FIRST_ADMIN_TOKEN_HASH: secrets.adminTokenHash,
    ...(bound === null ? {} : describeBackend(bound)),
  });
  return [
    { ...admin, serviceBindings: { STORE: { name: STORE_WORKER, entrypoint: "Admin" } } },
    {
      ...store,
      durableObjects: { LEDGER: { className: "Ledger", useSQLite: true } },
      secretsStoreSecrets: bound === null ? {} : describeBindings(storeId, bound.names),
    },
  ];
}

function describeBackend({ environment, folder }: BoundNames): Record<string, string> {
  return {
    LUNAKEY_BACKEND: "cloudflare",
    LUNAKEY_ENVIRONMENT: environment,
    LUNAKEY_LOCAL_FOLDER: folder,
  };
}

async function describeWorker(
  name: string,
  packageName: string,
  bindings: Readonly<Record<string, string>>,
): Promise<WorkerOptions> {
  return {
    name,
    modules: [{ type: "ESModule", path: "worker.js", contents: await readBundle(packageName) }],
    compatibilityDate: COMPATIBILITY_DATE,
    bindings,
  };
}

async function readBundle(packageName: string): Promise<string> {
  try {
    return await readFile(createRequire(import.meta.url).resolve(packageName), "utf8");
  } catch {
    throw failure(
      "local_start_failed",
      phrase("The package {name} is not whole.", { name: packageName }),
      "Install lunakey again; in its own repository: npm run build.",
    );
  }
}
