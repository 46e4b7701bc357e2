/**
 * Mode `shadow` (`LUNAKEY_MODE = "shadow"`): the individual secret serves, and behind it the Worker
 * compares it with the store's value and reports same, different or missing. Neither value, nor
 * anything made from it, leaves the Worker.
 */
import { addReadObserver, hiddenCopy, storeOf } from "./observers.ts";
import { findPlatform, runInBackground } from "./platform.ts";
import { find, secretName } from "./secrets.ts";
import { countRead, type Parity } from "./usage.ts";

const COMPARE_MS = 60_000; // what is as it was is compared this often per isolate and name
const LOOK_MS = 1_000; // whether it is as it was, this often: the store's value is cached

/** The last comparison of a name. */
interface Comparison {
  lookedAt: number;
  lookedFor?: string;
  comparedAt: number;
  individual?: string;
  version?: number | undefined;
  parity?: Parity;
}

const comparisons = new WeakMap<object, Map<string, Comparison>>();
let enabled = false;

/** Turns comparing on for this isolate, where the mode is `shadow`; call it once, at module scope. */
export function compareInShadow(): void {
  if (enabled) return;
  enabled = true;
  void findPlatform();
  addReadObserver((env, name, found) => {
    if (found.value === null || found.source !== "individual") return;
    const store = storeOf(env);
    if (!store || (env as { LUNAKEY_MODE?: unknown }).LUNAKEY_MODE !== "shadow") return;
    const last = lastOf(store, name);
    const now = Date.now();
    if (now - last.lookedAt < LOOK_MS && last.lookedFor === found.value) return;
    // Noted before it is compared: requests that come meanwhile need not do it too.
    last.lookedAt = now;
    last.lookedFor = found.value;
    runInBackground(compare(env, name, found.value, last));
  });
}

function lastOf(binding: object, name: string): Comparison {
  const byName = comparisons.get(binding) ?? new Map<string, Comparison>();
  comparisons.set(binding, byName);
  const never = Number.NEGATIVE_INFINITY;
  const last = byName.get(name) ?? { lookedAt: never, comparedAt: never };
  byName.set(name, last);
  return last;
}

async function compare(
  env: object,
  name: string,
  individual: string,
  last: Comparison,
): Promise<void> {
  const found = await find(hiddenCopy(env, { LUNAKEY_MODE: "store-only" }), secretName(name));
  if (found.value === null && found.status !== "missing") return; // not known is not "missing"
  const now = Date.now();
  const { version } = found;
  const isAsBefore = last.individual === individual && last.version === version;
  if (isAsBefore && now - last.comparedAt < COMPARE_MS) return;
  Object.assign(last, { comparedAt: now, individual, version });
  const parity: Parity =
    found.value === null
      ? "missing"
      : (await isSame(individual, found.value))
        ? "same"
        : "different";
  const isNews = last.parity !== parity || !isAsBefore;
  last.parity = parity;
  const read = { name, source: "individual" as const, parity };
  countRead(env, { ...read, ...(version === undefined ? {} : { version }) }, isNews);
}

/** Compares digests, of one length, without stopping at the first difference. */
async function isSame(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([digest(a), digest(b)]);
  let difference = 0;
  for (const [index, byte] of left.entries()) difference |= byte ^ (right[index] ?? 0);
  return difference === 0;
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
