/**
 * Tests run in workerd. The ledger's insides run from source in the tests' own Worker; the entrypoints
 * are those of the built gateway (`npm run build` first), bound from here as Workers bind them, and
 * `outsider` is another script of the account that binds the ledger's class.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineProject } from "vitest/config";
import { FIRST_ADMIN_TOKEN, STORE_ID } from "./test/fixed-values.ts";

/** What tests make the Workers throw on purpose: workerd reports every error that crosses RPC. */
const EXPECTED =
  /^(uncaught exception|Annotating with brokenness); .*(TypeError: \S+ must |RefusedReport: |RefusedCall: |The ledger failed|LunakeyError: |NewerDatabaseError: )/;

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    EXPECTED.test(String(chunk)) || write(chunk, ...rest);
}

const compatibilityDate = "2026-10-01";
const tokenId = FIRST_ADMIN_TOKEN.slice("lunakey_".length, "lunakey_".length + 16);
const tokenHash = createHash("sha256").update(FIRST_ADMIN_TOKEN).digest("hex");

const storeVariables = {
  LUNAKEY_STORE_ID: STORE_ID,
  LUNAKEY_ROOT_KEY_V1: Buffer.alloc(32, 7).toString("base64"),
  LUNAKEY_FIRST_ADMIN_TOKEN_HASH: `${tokenId}:${tokenHash}`,
};

function secrets(props: Record<string, unknown>) {
  return { name: "lunakey-store", entrypoint: "Secrets", props };
}

const api = { v: 1, store: STORE_ID, worker: "luna-proxy-api", environment: "production" };

export default defineProject({
  plugins: [
    cloudflareTest({
      main: "./src/worker.ts",
      miniflare: {
        compatibilityDate,
        durableObjects: { LEDGER: { className: "Ledger", useSQLite: true } },
        bindings: storeVariables,
        serviceBindings: {
          GATEWAY: "lunakey-store",
          ADMIN: { name: "lunakey-store", entrypoint: "Admin" },
          SECRETS: secrets(api),
          SECRETS_STAGING: secrets({ ...api, environment: "staging" }),
          SECRETS_NO_PROPS: { name: "lunakey-store", entrypoint: "Secrets" },
          SECRETS_BAD_PROPS: secrets({ ...api, v: 2 }),
          SECRETS_OTHER_STORE: secrets({ ...api, store: "another" }),
          BROKEN_ADMIN: { name: "broken-store", entrypoint: "Admin" },
          OUTSIDER: "outsider",
        },
        workers: [
          {
            name: "lunakey-store",
            compatibilityDate,
            modules: true,
            scriptPath: join(import.meta.dirname, "dist/worker.js"),
            durableObjects: { LEDGER: { className: "Ledger", useSQLite: true } },
            bindings: { ...storeVariables, LUNAKEY_LOCAL: "true" },
          },
          {
            name: "broken-store",
            compatibilityDate,
            modules: true,
            scriptPath: join(import.meta.dirname, "dist/worker.js"),
            durableObjects: { LEDGER: { className: "Ledger", useSQLite: true } },
            bindings: { ...storeVariables, LUNAKEY_ROOT_KEY_V1: "not a key" },
          },
          {
            name: "outsider",
            compatibilityDate,
            modules: true,
            scriptPath: join(import.meta.dirname, "test/outsider.js"),
            durableObjects: {
              STOLEN: { className: "Ledger", scriptName: "lunakey-store", useSQLite: true },
            },
          },
        ],
      },
    }),
  ],
  // One Worker for all files: each starts with `reset`, and starting Workers takes longer than testing.
  test: { name: "store", include: ["test/**/*.test.ts"], isolate: false },
});
