/** The store as it is deployed, from its built bundles, with a root key and a token made here. */
import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import type { Target, WorkerConfig } from "./capnp.ts";

const ROOT = join(import.meta.dirname, "..", "..");
export const STORE_ID = "bench";
export const CONSUMER = { worker: "consumer", environment: "production" } as const;

/** How a consumer's service binding leads to the store. */
export const SECRETS: Target = {
  service: "store",
  entrypoint: "Secrets",
  props: { v: 1, store: STORE_ID, ...CONSUMER },
};

export interface StoreKeys {
  readonly rootKey: string;
  readonly token: string;
}

export function makeKeys(): StoreKeys {
  const id = randomBytes(8).toString("hex");
  return {
    rootKey: randomBytes(32).toString("base64"),
    token: `lunakey_${id}_${randomBytes(32).toString("base64url")}`,
  };
}

/** Gateway and admin Worker. Not `LUNAKEY_LOCAL`: a local store's answers are never fresh. */
export async function describeStore({ rootKey, token }: StoreKeys): Promise<WorkerConfig[]> {
  const digest = createHash("sha256").update(token).digest("hex");
  return [
    {
      name: "store",
      code: await readBundle("store"),
      vars: {
        LUNAKEY_STORE_ID: STORE_ID,
        LUNAKEY_ROOT_KEY_V1: rootKey,
        LUNAKEY_FIRST_ADMIN_TOKEN_HASH: `${token.split("_")[1]}:${digest}`,
      },
      objects: { LEDGER: "Ledger" },
    },
    {
      name: "admin",
      code: await readBundle("admin"),
      services: { STORE: { service: "store", entrypoint: "Admin" } },
    },
  ];
}

function readBundle(name: string): Promise<string> {
  return readFile(join(ROOT, "packages", name, "dist", "worker.js"), "utf8");
}

/** A Worker of the bench, bundled as wrangler bundles one. @param path absolute. */
export async function bundleWorker(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
  });
  return outputFiles[0]?.text ?? "";
}
