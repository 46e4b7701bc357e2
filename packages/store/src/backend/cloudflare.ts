/**
 * The backend whose values live in Cloudflare's Secrets Store. The ledger decides first, and counts
 * and audits; then the values that it allows are read from the gateway's bindings, here, so that a
 * value never passes through the one object that all reads go through.
 */
import { READ_TIMING, type ReadItem } from "@lunakey/contract";
import { type Env, isLocal } from "../env.ts";
import { callRead } from "../ledger-client.ts";
import type { Backend } from "./backend.ts";
import { findBinding, type SecretBinding } from "./bound-secrets.ts";

/** One slow name may not take the others past the reader's own deadline. */
const GET_DEADLINE_MS = READ_TIMING.DEADLINE_ALONE_MS - 1_000;
const MISSING_SECONDS = READ_TIMING.MISSING_MS / 1_000;

/** A value; null where Cloudflare says that there is none; undefined where it can not be reached. */
export type Gotten = string | null | undefined;

/** @param env the gateway's, with the ledger's namespace, the root keys and a binding per secret. */
export function createCloudflare(env: Env): Backend {
  return {
    read: async (actor, request) => {
      const answer = await callRead(env, actor, request);
      return { ...answer, items: await fillIn(env, answer.items) };
    },
  };
}

/**
 * The ledger's items with the values of those that it allows. A name whose value can not be reached
 * is left out.
 *
 * @throws Error where there were values to read and none could be reached.
 */
export async function fillIn(env: Env, items: readonly ReadItem[]): Promise<ReadItem[]> {
  const allowed = new Set(items.filter(({ status }) => status === "ok").map(({ name }) => name));
  const gotten = new Map<string, Gotten>();
  await Promise.all(
    Array.from(allowed, async (name) => gotten.set(name, await getWithin(findBinding(env, name)))),
  );
  if (allowed.size > 0 && [...gotten.values()].every((value) => value === undefined)) {
    throw new Error("Cloudflare's Secrets Store can not be reached.");
  }
  return items.flatMap((item) => {
    // Anything else than `ok` is the ledger's refusal or its word that nothing is bound.
    return item.status === "ok" ? complete(item, gotten.get(item.name), isLocal(env)) : [item];
  });
}

function complete(
  { name, maxAgeSeconds, fallback, stages }: ReadItem,
  value: Gotten,
  local: boolean,
): ReadItem[] {
  if (value === undefined) return [];
  if (value !== null) {
    const others = stages === undefined ? {} : { stages };
    return [{ name, status: "ok", value, maxAgeSeconds, fallback, ...others }];
  }
  return [{ name, status: "missing", maxAgeSeconds: local ? 0 : MISSING_SECONDS, fallback }];
}

/** A binding's value, in good time for whoever waits. */
export async function getWithin(binding: SecretBinding | undefined): Promise<Gotten> {
  if (binding === undefined) return null;
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), GET_DEADLINE_MS);
  const value = await Promise.race([getValue(binding), late.promise]);
  clearTimeout(timer);
  return value;
}

async function getValue(binding: SecretBinding): Promise<Gotten> {
  try {
    const value = await binding.get();
    return typeof value === "string" && value !== "" ? value : null;
  } catch (error) {
    // Miniflare's words for a missing name. Cloudflare says "Failed to fetch secret" for that and
    // for everything else alike (seen in Kilo-Org/cloud#868), which must not look like missing.
    return error instanceof Error && /^Secret ".*" not found$/.test(error.message)
      ? null
      : undefined;
  }
}
