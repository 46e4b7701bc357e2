/**
 * A Worker's secrets: from the store bound as `env.SECRETS`, else Cloudflare's own binding
 * (`env.NAME_STORE` or `env.NAME`), else the individual secret `env.NAME`. Values are cached per
 * isolate; promises never are, for a request must not wait on another's I/O.
 */
const OUTAGE_MS = 900_000; // a value may serve this long while the store can not be reached
const DEADLINE_MS = 1_000; // for the store to answer where something else can serve…
const DEADLINE_ALONE_MS = 5_000; // …and where nothing else can
const BREAKER_FAILURES = 3; // after so many in a row only one request tries the store…
const BREAKER_OPEN_MS = 10_000; // …in this long
const ENTRIES_MAX = 250; // names that code computes could be without end

type Reason = "missing" | "denied" | "deleted" | "expired" | "invalid" | "obsolete" | "unreachable";
/** A value, or null with the reason, and who said so. Holds the value: never log it. */
export interface Found {
  readonly value: string | null;
  readonly source: "store" | "native" | "individual" | "none";
  readonly status: "ok" | Reason;
  readonly version?: number;
  /** Further versions that a verifier accepts while the secret is being rotated. */
  readonly stages?: readonly { stage: string; version: number; value: string; until?: number }[];
}
interface Answer extends Omit<Found, "source" | "status" | "value"> {
  readonly name: string;
  readonly status: "ok" | "same" | Reason;
  readonly value?: string;
  readonly maxAgeSeconds: number; // fresh for so long; for twice that stale, and refreshed behind
  readonly expiresAt?: number; // milliseconds since 1970
  readonly fallback?: string;
}
type Entry = Found & Omit<Answer, "status" | "value"> & { readonly askedAt: number };
type Answers = { readonly items: readonly Answer[]; readonly local?: boolean };
type Env = { readonly [name: string]: unknown; SECRETS?: Binding; LUNAKEY_MODE?: unknown };
type Binding = { read(request: object): Promise<Answers> };
/** A name that is only known at run time; made by `secretName`. */
export type SecretName = string & { readonly "made by secretName": true };
type OwnName<T, K> = T extends string ? K : T extends { get(): unknown } ? NativeName<K> : never;
type NativeName<K> = K extends `${infer N}_STORE` ? N : K;
type BoundName<E> = E extends { SECRETS: { get(name: infer N): unknown } } ? Narrow<N> : never;
type Narrow<N> = string extends N ? never : N & string;
type OwnNames<E> = { [K in keyof E]-?: OwnName<NonNullable<E[K]>, K> }[keyof E] & string;
/** The names that the type of `env` knows of: a typo does not compile. */
export type NameIn<E> = SecretName | BoundName<E> | (string extends keyof E ? string : OwnNames<E>);

/** `code`: why there is no value; `module_scope`: it was read outside of any request. */
export class SecretError extends Error {
  override name = "SecretError";
  code: "ok" | "module_scope" | Reason;
  constructor(code: SecretError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** The value, or null where there is none. */
export async function getSecret<E extends object>(env: E, name: NameIn<E>) {
  return (fresh(env as Env, name) ?? (await find(env, name))).value;
}

/** The value, or undefined where there is none, as `env.NAME` has it. */
export async function findSecret<E extends object>(env: E, name: NameIn<E>) {
  return (await getSecret(env, name)) ?? undefined;
}

/** The value. @throws SecretError where there is none, with the reason. */
export async function requireSecret<E extends object>(env: E, name: NameIn<E>) {
  const { value, status } = fresh(env as Env, name) ?? (await find(env, name));
  if (value) return value;
  throw new SecretError(status, `Secret ${name} is ${status}`);
}

/** Several values in one trip to the store, by name. */
export async function getSecrets<E extends object, N extends NameIn<E>>(env: E, names: N[]) {
  const found = await findAll(env as Env, names);
  return Object.fromEntries(names.map((name, i) => [name, found[i]?.value])) as Values<N>;
}
type Values<N extends string> = Record<N, string | null>;

/** Vouches for a name that is computed, which no type can check. */
export const secretName = (name: string) => name as SecretName;

/** As `getSecret`, with its source and version, for health pages. */
export async function find<E extends object>(env: E, name: NameIn<E>) {
  return (await findAll(env as Env, [name]))[0] as Found;
}

/** Where set, told of every read. */
export const hooks: { onRead?: (env: object, names: string[], found: Found[]) => void } = {};

/** What is known of one store, by `env.SECRETS`: the object that all forms of `env` share. */
const caches = new WeakMap<object, Cache>();
type Times = { failures: number; closedUntil: number; leasedUntil: number };
type Cache = Times & { entries: Map<string, Entry>; local?: boolean | undefined };

const within = (entry: Entry | undefined, ms: number) =>
  entry && Date.now() < Math.min(entry.askedAt + ms, entry.expiresAt ?? Infinity);
const isFresh = (entry?: Entry, unit = 1_000) => within(entry, (entry?.maxAgeSeconds ?? 0) * unit);
const lasts = (entry?: Entry) =>
  within(entry, entry?.value ? OUTAGE_MS : entry?.status === "missing" ? 0 : Infinity);
const own = (env: Env, name: string) =>
  env.LUNAKEY_MODE !== "store-only" && (env[`${name}_STORE`] || env[name]);
/** The individual secret, in the modes that serve it first. */
const preferred = (env: Env, name: string, cache?: Cache, mode = env.LUNAKEY_MODE) =>
  (mode === "shadow" || (mode === "individual-first" && cache?.local)) && env[name];

function fresh(env: Env, name: string) {
  const cache = caches.get(env.SECRETS as object);
  const entry = cache?.entries.get(name);
  if (!entry?.value || !isFresh(entry) || preferred(env, name, cache)) return;
  hooks.onRead?.(env, [name], [entry]);
  return entry;
}

async function findAll(env: Env, names: string[]) {
  const binding = env.SECRETS;
  const empty = { entries: new Map(), failures: 0, closedUntil: 0, leasedUntil: 0 };
  const cache: Cache | undefined = binding?.read && (caches.get(binding) ?? empty);
  if (cache) await refresh(env, binding as Binding, cache, names);
  const found = await Promise.all(names.map((name) => choose(env, name, cache)));
  hooks.onRead?.(env, names, found);
  return found;
}

/** Asks for what is not fresh: first, or behind where all of it may serve meanwhile. */
async function refresh(env: Env, binding: Binding, cache: Cache, names: string[]) {
  caches.set(binding, cache);
  const due: string[] = [];
  let waitMs = 0;
  for (const name of names) {
    const entry = cache.entries.get(name);
    if (isFresh(entry) || preferred(env, name, cache)) continue;
    due.push(name);
    entry && cache.entries.delete(name) && cache.entries.set(name, entry); // the newest now
    if (!own(env, name) && !lasts(entry)) waitMs = DEADLINE_ALONE_MS;
    else if (!entry?.value || !isFresh(entry, 2_000)) waitMs ||= DEADLINE_MS;
  }
  const now = Date.now();
  if (!due.length || now < cache.closedUntil || (!waitMs && now < cache.leasedUntil)) return;
  if (waitMs) return ask(binding, cache, due, waitMs);
  cache.leasedUntil = now + DEADLINE_ALONE_MS; // not a lock: the request that has it may be cancelled
  const refreshing = ask(binding, cache, due, DEADLINE_ALONE_MS);
  waitUntil?.(refreshing);
}

let waitUntil: undefined | ((work: Promise<void>) => void);
async function ask(binding: Binding, cache: Cache, due: string[], deadlineMs: number) {
  const askedAt = Date.now();
  const names = [...new Set([...cache.entries.keys(), ...due])]; // all of them in one trip
  const known = names.map((name) => cache.entries.get(name)?.version ?? 0);
  if (cache.failures >= BREAKER_FAILURES) cache.closedUntil = askedAt + BREAKER_OPEN_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const workers: string = "cloudflare:workers"; // no literal, since Node and bundlers lack it
    ({ waitUntil } = await import(/* webpackIgnore: true */ workers).catch(() => []));
    const answers = binding.read({ v: 1, names, known, stages: true });
    const late = new Promise((_, reject) => (timer = setTimeout(reject, deadlineMs)));
    await Promise.race([answers.then((got) => keep(cache, got, askedAt)), late]);
  } catch (error) {
    const message = `Secret ${due[0]} is read at module scope`;
    if (/global scope/.test(error as string)) throw new SecretError("module_scope", message);
    cache.failures++;
  }
  if (timer) clearTimeout(timer);
}

function keep(cache: Cache, { items, local }: Answers, askedAt: number) {
  for (const item of items) {
    const old = cache.entries.get(item.name);
    const same = item.status === "same" && old?.version === item.version;
    const value = (same ? old : item)?.value || null;
    const status = value ? "ok" : item.status;
    if (!status || status === "same" || (status === "ok" && typeof value !== "string")) continue;
    if (old && old.askedAt > askedAt) continue; // answered out of order
    cache.entries.set(item.name, { ...item, value, source: "store", status, askedAt });
  }
  cache.entries = new Map([...cache.entries].slice(-ENTRIES_MAX));
  cache.failures = cache.closedUntil = 0;
  cache.local = local;
}

/** Decides from what is known now; never asks the store. */
async function choose(env: Env, name: string, cache?: Cache): Promise<Found> {
  const entry = cache?.entries.get(name);
  const some = (value: unknown, source: Found["source"]): Found | undefined =>
    value && typeof value === "string" ? { value, source, status: "ok" } : undefined;
  const none = (status: Reason): Found => ({ value: null, source: "none", status });
  const individual = some(env[name], "individual");
  if (individual && preferred(env, name, cache)) return individual;
  if (entry) {
    if (lasts(entry)) return entry;
    if (!within(entry, Infinity)) return none("expired");
    if (entry.fallback === "obsolete") return none("obsolete");
  }
  const reason = none(!cache || entry?.status === "missing" ? "missing" : "unreachable");
  const native = own(env, name) as { get?(): unknown } | undefined;
  if (!native) return reason;
  const asked = new Promise((resolve) => resolve(native.get?.()));
  const value = await asked.catch(() => ""); // it rejects where the name is missing
  return some(value, "native") ?? individual ?? reason;
}
