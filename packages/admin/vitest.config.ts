/**
 * Tests run in workerd, against the two Workers as they are deployed: `npm run build` first. The
 * store is the real one, and Cloudflare has no secrets of anybody. `cut-off` has a Worker in the store's place that can not be called.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { Validator } from "@seriousme/openapi-schema-validator";
import { type Request, Response } from "miniflare";
import { defineProject } from "vitest/config";
import { FIRST_ADMIN_TOKEN } from "./test/first-admin-token.ts";

const compatibilityDate = "2026-10-01";
const store = { name: "lunakey-store", entrypoint: "Admin" };

/** A Worker of another folder needs a root above both: workerd takes no `..` in modules' names. */
function workerAt(name: string, path: string) {
  const modulesRoot = join(import.meta.dirname, "..");
  return {
    name,
    compatibilityDate,
    modules: true,
    modulesRoot,
    scriptPath: join(modulesRoot, path),
  };
}

function admin(name: string, STORE: { name: string; entrypoint?: string }, hosts?: string) {
  return {
    ...workerAt(name, "admin/dist/worker.js"),
    serviceBindings: { STORE },
    bindings: hosts === undefined ? {} : { LUNAKEY_ALLOWED_HOSTS: hosts },
  };
}

/** The validator reads its schemas from files, so it runs here, in Node. */
async function validateOpenApi(request: Request): Promise<Response> {
  const document = (await request.json()) as Record<string, unknown>;
  return Response.json(await new Validator().validate(document));
}

/** Shaped as Cloudflare's ids and tokens are; the outbound service answers whatever they are. */
const account = {
  LUNAKEY_CLOUDFLARE_ACCOUNT_ID: "0".repeat(32),
  LUNAKEY_CLOUDFLARE_API_TOKEN: "0".repeat(40),
};

const tokenId = FIRST_ADMIN_TOKEN.slice("lunakey_".length, "lunakey_".length + 16);
const tokenHash = createHash("sha256").update(FIRST_ADMIN_TOKEN).digest("hex");

export default defineProject({
  plugins: [
    cloudflareTest({
      miniflare: {
        compatibilityDate,
        serviceBindings: {
          ADMIN: "admin",
          ADMIN_GUARDED: "admin-guarded",
          ADMIN_CUT_OFF: "admin-cut-off",
          OPENAPI_VALIDATOR: validateOpenApi,
        },
        workers: [
          admin("admin", store),
          admin("admin-guarded", store, "lunakey.example.com, 127.0.0.1:8788"),
          admin("admin-cut-off", { name: "not-a-store" }),
          {
            name: "not-a-store",
            compatibilityDate,
            modules: true,
            script: "export default { fetch: () => new Response() };",
          },
          {
            ...workerAt("lunakey-store", "store/dist/worker.js"),
            durableObjects: { LEDGER: { className: "Ledger", useSQLite: true } },
            bindings: {
              LUNAKEY_STORE_ID: "local",
              LUNAKEY_ROOT_KEY_V1: Buffer.alloc(32, 7).toString("base64"),
              LUNAKEY_FIRST_ADMIN_TOKEN_HASH: `${tokenId}:${tokenHash}`,
              LUNAKEY_LOCAL: "true",
              ...account,
            },
            outboundService: () => Response.json({ success: true, result: [] }),
          },
        ],
      },
    }),
  ],
  test: { name: "admin", include: ["test/**/*.test.ts"], isolate: false },
});
