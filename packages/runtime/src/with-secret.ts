/** Clients that are expensive to build, such as an SDK's: built once per value, per isolate. */
import { type NameIn, requireSecret } from "./secrets.ts";

interface Built {
  readonly value: string;
  readonly client: unknown;
}

/** By the function that builds, then by the store (or the env without one), then by name. */
const clients = new WeakMap<object, WeakMap<object, Map<string, Built>>>();

/**
 * The client that `build` makes of a secret. It is built again when the value has changed, and a
 * build that failed is not kept.
 *
 * @param build a function of the module, not an inline one: it is what the client is found by.
 * @throws SecretError where the secret has no value.
 * @example const stripe = await withSecret(env, "STRIPE_SECRET_KEY", createStripe);
 */
export async function withSecret<E extends object, T>(
  env: E,
  name: NameIn<E>,
  build: (value: string) => T | Promise<T>,
): Promise<T> {
  const value = await requireSecret(env, name);
  const known = clientsOf(build, (env as { SECRETS?: object }).SECRETS ?? env);
  const built = known.get(name);
  if (built?.value === value) return built.client as T;
  // Built without sharing the promise: two requests may build at once, neither waits for the other.
  const client = await build(value);
  known.set(name, { value, client });
  return client;
}

function clientsOf(build: object, store: object): Map<string, Built> {
  const byStore = clients.get(build) ?? new WeakMap<object, Map<string, Built>>();
  clients.set(build, byStore);
  const byName = byStore.get(store) ?? new Map<string, Built>();
  byStore.set(store, byName);
  return byName;
}
