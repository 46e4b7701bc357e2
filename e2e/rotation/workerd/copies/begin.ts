/** What each suite on copies begins with: an account with one script, and the clock of the tests. */
import { reset } from "cloudflare:test";
import { API, allow, execute, set } from "../../../../packages/store/test/ledger-harness.ts";
import { startClock } from "../clock.ts";
import { order } from "./account.ts";

export const SCRIPT = "luna-proxy-api-production";
export const MINUTE_MS = 60_000;

/** Everything anew. @param others scripts that are there too. */
export async function begin(...others: string[]): Promise<void> {
  await reset();
  await order({ reset: {}, deploy: [SCRIPT, ...others] });
  startClock();
}

/** Says which script a Worker is. */
export function target(script = SCRIPT, consumer: object = API) {
  return execute({ type: "copies.target", ...API, ...consumer, script });
}

/** Secrets that the Worker may read, and whose script is known. */
export async function prepare(...names: string[]): Promise<void> {
  for (const name of names) await set(name, `canary-${name}`);
  await allow(names);
  await target();
}
