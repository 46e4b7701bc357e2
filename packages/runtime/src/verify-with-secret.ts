/**
 * Verifying what somebody signed (a webhook, a session token) while its key is being rotated: the
 * current version is tried, then the pending and the previous one.
 */
import { type Found, find, type NameIn, SecretError } from "./secrets.ts";

const REFETCH_MS = 60_000; // a failure asks the store again this often: forged input must not flood it
const DEADLINE_MS = 1_000;

interface Item {
  readonly value?: string;
  readonly expiresAt?: number;
  readonly stages?: Found["stages"];
}

interface StoreBinding {
  read(request: object): Promise<{ items: readonly Item[] }>;
}

/** What the store said when it was asked again. Kept, so that the next failure has it too. */
interface Refetched {
  readonly at: number;
  item?: Item | undefined;
}

const refetches = new WeakMap<object, Map<string, Refetched>>();

/**
 * The first success of `check` over the versions that are valid now. When all fail, the store is
 * asked once more for versions that this isolate has not seen, at most once a minute.
 *
 * @param check fails by throwing or by a falsy result.
 * @returns what `check` returned; its falsy result where all failed without throwing.
 * @throws SecretError where the secret has no value; else the error of the current version's check.
 */
export async function verifyWithSecret<E extends object, T>(
  env: E,
  name: NameIn<E>,
  check: (value: string) => T | Promise<T>,
): Promise<T> {
  const found = await find(env, name);
  if (found.value === null) {
    throw new SecretError(found.status, `Secret ${name} is ${found.status}`);
  }
  const tried = new Set<string>();
  const first = await attempt(candidates(found.value, found.stages), tried, check);
  if (first.success || found.source !== "store") return first.outcome();
  const renewed = await refetch((env as { SECRETS?: StoreBinding }).SECRETS, name);
  const second = await attempt(renewed, tried, check);
  return (second.success ? second : first).outcome();
}

interface Attempt<T> {
  readonly success: boolean;
  readonly outcome: () => T;
}

async function attempt<T>(
  values: readonly string[],
  tried: Set<string>,
  check: (value: string) => T | Promise<T>,
): Promise<Attempt<T>> {
  let failure: Attempt<T> | undefined;
  for (const value of values) {
    if (tried.has(value)) continue;
    tried.add(value);
    const outcome = await run(check, value);
    if (outcome.success) return outcome;
    failure ??= outcome;
  }
  return failure ?? { success: false, outcome: () => undefined as T };
}

async function run<T>(
  check: (value: string) => T | Promise<T>,
  value: string,
): Promise<Attempt<T>> {
  try {
    const result = await check(value);
    return { success: Boolean(result), outcome: () => result };
  } catch (error) {
    const outcome = () => {
      throw error;
    };
    return { success: false, outcome };
  }
}

/** Current first, since it is the likeliest; a previous version counts until its overlap ends. */
function candidates(value: string | undefined, stages: Found["stages"]): string[] {
  const now = Date.now();
  const valid = (stages ?? []).filter(({ until }) => until === undefined || now < until);
  const staged = (stage: string) => valid.filter((one) => one.stage === stage);
  const others = [...staged("pending"), ...staged("previous")].map((one) => one.value);
  return value === undefined ? others : [value, ...others];
}

async function refetch(binding: StoreBinding | undefined, name: string): Promise<string[]> {
  if (!binding) return [];
  const byName = refetches.get(binding) ?? new Map<string, Refetched>();
  refetches.set(binding, byName);
  const now = Date.now();
  let latest = byName.get(name);
  if (!latest || now - latest.at >= REFETCH_MS) {
    latest = { at: now };
    byName.set(name, latest);
    latest.item = await readOne(binding, name).catch(() => undefined); // the check stays failed
  }
  if (!latest.item) return [];
  const { value, expiresAt, stages } = latest.item;
  // What is kept here for a minute may have to be given up within it.
  const isOver = expiresAt !== undefined && now >= expiresAt;
  return candidates(isOver ? undefined : value, stages);
}

async function readOne(binding: StoreBinding, name: string): Promise<Item | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), DEADLINE_MS);
  });
  try {
    const asked = binding.read({ v: 1, names: [name], stages: true });
    return (await Promise.race([asked, late]))?.items[0];
  } finally {
    if (timer) clearTimeout(timer);
  }
}
