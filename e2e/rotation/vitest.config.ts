/**
 * The helper and the ledger in one workerd, under a clock that the tests move: Workers are as many
 * bindings, each with its own cache and its own way to the store. What the ledger asks of Cloudflare is
 * answered by the account's double.
 */
import { createHash } from "node:crypto";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineProject } from "vitest/config";
import { FIRST_ADMIN_TOKEN, STORE_ID } from "../../packages/store/test/fixed-values.ts";
import { LUNA_ACCOUNT, OWNER_TOKEN } from "../cloudflare-account/account-options.ts";
import { createAccountService } from "../copies/account-service.ts";

const tokenId = FIRST_ADMIN_TOKEN.slice("lunakey_".length, "lunakey_".length + 16);
const tokenHash = createHash("sha256").update(FIRST_ADMIN_TOKEN).digest("hex");

export default defineProject({
  plugins: [
    cloudflareTest({
      main: "../../packages/store/src/worker.ts",
      miniflare: {
        compatibilityDate: "2026-10-01",
        durableObjects: { LEDGER: { className: "Ledger", useSQLite: true } },
        bindings: {
          LUNAKEY_STORE_ID: STORE_ID,
          LUNAKEY_ROOT_KEY_V1: Buffer.alloc(32, 7).toString("base64"),
          LUNAKEY_FIRST_ADMIN_TOKEN_HASH: `${tokenId}:${tokenHash}`,
          LUNAKEY_CLOUDFLARE_ACCOUNT_ID: LUNA_ACCOUNT.id,
          LUNAKEY_CLOUDFLARE_API_TOKEN: OWNER_TOKEN.value,
        },
        outboundService: createAccountService() as never,
      },
    }),
  ],
  test: {
    name: "rotation",
    include: ["workerd/**/*.test.ts"],
    isolate: false,
  },
});
