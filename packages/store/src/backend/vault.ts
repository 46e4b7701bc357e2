/** The backend whose values live sealed in the ledger's own database. */
import type { Env } from "../env.ts";
import { callRead } from "../ledger-client.ts";
import type { Backend } from "./backend.ts";

/** @param env the gateway's, with the ledger's namespace and the root keys. */
export function createVault(env: Env): Backend {
  return { read: (actor, request) => callRead(env, actor, request) };
}
