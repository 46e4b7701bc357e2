/** Which backend the gateway was told to use. */
import { type Env, getBackendName } from "../env.ts";
import type { Backend } from "./backend.ts";
import { createCloudflare } from "./cloudflare.ts";
import { createVault } from "./vault.ts";

/** @throws LunakeyError `store_unavailable` where LUNAKEY_BACKEND names no backend. */
export function createBackend(env: Env): Backend {
  return getBackendName(env) === "cloudflare" ? createCloudflare(env) : createVault(env);
}
