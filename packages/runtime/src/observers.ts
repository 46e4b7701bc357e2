/** Lets several opt-ins watch the reads, where the core has one hook. */
import { type Found, hooks } from "./secrets.ts";

/** Called once for each name that is read. It must neither throw nor wait. */
export type ReadObserver = (env: object, name: string, found: Found) => void;

const observers = new Set<ReadObserver>();
/** Copies of `env` whose reads are not the application's. */
const hidden = new WeakSet<object>();

export function addReadObserver(observer: ReadObserver): void {
  observers.add(observer);
  hooks.onRead = (env, names, found) => {
    if (hidden.has(env)) return;
    for (const [index, name] of names.entries()) {
      const one = found[index];
      if (one) for (const observe of observers) observe(env, name, one);
    }
  };
}

/** `env.SECRETS`; undefined where there is none, or where a variable has its name. */
export function storeOf(env: object): object | undefined {
  const { SECRETS } = env as { SECRETS?: unknown };
  return typeof SECRETS === "object" || typeof SECRETS === "function"
    ? (SECRETS ?? undefined)
    : undefined;
}

/** A copy of `env` with other variables, through which reads are not observed. */
export function hiddenCopy<E extends object, V extends object>(env: E, variables: V): E & V {
  const copy = { ...env, ...variables };
  hidden.add(copy);
  return copy;
}
