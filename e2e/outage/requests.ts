/** What is asked of the consumers, and what must be true of each answer. */
import type { Health } from "../workers/health.ts";
import { asAdmin } from "../workers/requests.ts";
import type { Ask } from "./load.ts";
import type { Read } from "./reader.ts";
import type { OutageSystem } from "./system.ts";

/** One request in so many buys a plan; the others ask for the health of all 13 secrets. */
const CHECKOUT_EVERY = 8;
/** Far beyond any deadline of the helper. */
const PATIENCE_MS = 30_000;

/** Asks luna-proxy-api. Sees where its secrets are from, such as `store` or `individual,store`. */
export function askApi(system: OutageSystem, lane: string): Ask {
  return (turn) =>
    turn % CHECKOUT_EVERY === CHECKOUT_EVERY - 1
      ? checkOut(system, lane).then(() => "checkout")
      : askHealth(system, lane);
}

/** @throws Error where not all secrets are there. */
export async function askHealth(system: OutageSystem, lane: string): Promise<string> {
  const response = await fetch(`${system.urlOf(lane)}/admin/health`, {
    ...asAdmin(system.seed),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (response.status !== 200) throw new Error(`health was answered ${response.status}`);
  const { secrets } = (await response.json()) as Health;
  const missing = secrets.filter(({ configured }) => !configured).map(({ name }) => name);
  if (missing.length > 0) throw new Error(`there was no ${missing.join()}`);
  return [...new Set(secrets.map(({ source }) => source))].sort().join();
}

/** @throws Error where Stripe did not take the key or the plan's price. */
export async function checkOut(
  system: OutageSystem,
  lane: string,
  plan: "starter" | "growth" = "starter",
): Promise<void> {
  const response = await fetch(`${system.urlOf(lane)}/billing/checkout`, {
    method: "POST",
    body: JSON.stringify({ plan, user_id: "test", email: "test@example.com" }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  await response.body?.cancel();
  if (response.status !== 200) throw new Error(`checkout was answered ${response.status}`);
}

/** What the reader has under these names. @param options `holdMs`: answer so much later. */
export async function read<Name extends string>(
  system: OutageSystem,
  lane: string,
  names: readonly Name[],
  options: { readonly holdMs?: number; readonly signal?: AbortSignal } = {},
): Promise<Readonly<Record<Name, Read>>> {
  const query = new URLSearchParams(names.map((name) => ["name", name]));
  if (options.holdMs !== undefined) query.set("hold", `${options.holdMs}`);
  const signal = options.signal ?? AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(`${system.urlOf(lane)}/?${query}`, { signal });
  return (await response.json()) as Record<Name, Read>;
}
