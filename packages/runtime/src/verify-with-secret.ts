/**
 * Verifying what somebody signed (a webhook, a session token) while its key is being rotated: the
 * current version is tried, then the pending and the previous one.
 */
import { type Found, find, type NameIn, SecretError } from "./secrets.ts";

const REFETCH_MS = 60_000; // a failure asks the store again this often: forged input must not flood it
const DEADLINE_MS = 1_000;

interface StoreBinding {
  read(request: object): Promise<{
    items: readonly { value?: string; stages?: Found["stages"] }[];
  }>;
}

const refetchedAt = new WeakMap<object, Map<string, number>>();

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
  if (found.value === null) throw new SecretError(found.status, name);
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
  if (!binding || !mayRefetch(binding, name)) return [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, DEADLINE_MS);
  });
  // Without an answer the check stays failed, as it is.
  const asked = binding.read({ v: 1, names: [name], stages: true }).catch(() => undefined);
  const answer = await Promise.race([asked, late]);
  clearTimeout(timer);
  const item = answer?.items[0];
  return item ? candidates(item.value, item.stages) : [];
}

function mayRefetch(binding: object, name: string): boolean {
  const times = refetchedAt.get(binding) ?? new Map<string, number>();
  refetchedAt.set(binding, times);
  const now = Date.now();
  if (now - (times.get(name) ?? Number.NEGATIVE_INFINITY) < REFETCH_MS) return false;
  times.set(name, now);
  return true;
}
