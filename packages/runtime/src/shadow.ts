/**
 * Mode `shadow` (`LUNAKEY_MODE = "shadow"`): the individual secret serves, and behind it the Worker
 * compares it with the store's value and reports same, different or missing. Neither value, nor
 * anything made from it, leaves the Worker.
 */
import { addReadObserver, hiddenCopy } from "./observers.ts";
import { findPlatform, runInBackground } from "./platform.ts";
import { find, secretName } from "./secrets.ts";
import { countRead, type Parity } from "./usage.ts";

const COMPARE_MS = 60_000; // each name is compared this often per isolate

const comparedAt = new WeakMap<object, Map<string, number>>();
let enabled = false;

/** Turns comparing on for this isolate, where the mode is `shadow`; call it once, at module scope. */
export function compareInShadow(): void {
  if (enabled) return;
  enabled = true;
  void findPlatform();
  addReadObserver((env, name, found) => {
    if (found.value === null || found.source !== "individual") return;
    const { SECRETS, LUNAKEY_MODE } = env as { SECRETS?: object; LUNAKEY_MODE?: unknown };
    if (SECRETS && LUNAKEY_MODE === "shadow" && isDue(SECRETS, name)) {
      runInBackground(compare(env, name, found.value));
    }
  });
}

function isDue(binding: object, name: string): boolean {
  const times = comparedAt.get(binding) ?? new Map<string, number>();
  comparedAt.set(binding, times);
  const now = Date.now();
  if (now - (times.get(name) ?? Number.NEGATIVE_INFINITY) < COMPARE_MS) return false;
  times.set(name, now);
  return true;
}

async function compare(env: object, name: string, individual: string): Promise<void> {
  const found = await find(hiddenCopy(env, { LUNAKEY_MODE: "store-only" }), secretName(name));
  if (found.value === null && found.status !== "missing") return; // not known is not "missing"
  const parity: Parity =
    found.value === null
      ? "missing"
      : (await isSame(individual, found.value))
        ? "same"
        : "different";
  const { version } = found;
  countRead(env, {
    name,
    source: "individual",
    parity,
    ...(version === undefined ? {} : { version }),
  });
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
