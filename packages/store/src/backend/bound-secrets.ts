/**
 * The secrets that the gateway has bindings for on backend `cloudflare`. Reads names only, and only
 * of bindings that begin as `secretBindingName` makes them: never a value, never another variable.
 */
import {
  ALL_ENVIRONMENTS,
  parseSecretBindingName,
  secretBindingName,
  secretName,
} from "@lunakey/contract";
import { type Env, getBackendName, getBoundEnvironment } from "../env.ts";

/** A `secrets_store_secrets` binding. */
export interface SecretBinding {
  /** Rejects where the name is missing or the store can not be reached. */
  get(): Promise<unknown>;
}

export interface BoundSecrets {
  /** The one environment that the values are for, or `all`. */
  readonly environment: string;
  /** Sorted. */
  readonly names: readonly string[];
  has(name: string): boolean;
}

// By the env object, which is the same for all requests of an isolate.
const known = new WeakMap<Env, BoundSecrets>();

/**
 * Undefined on backend `vault`.
 *
 * @throws LunakeyError `store_unavailable` where a variable is missing or malformed.
 */
export function findBoundSecrets(env: Env): BoundSecrets | undefined {
  if (getBackendName(env) === "vault") return undefined;
  const found = known.get(env) ?? readBindings(env);
  known.set(env, found);
  return found;
}

function readBindings(env: Env): BoundSecrets {
  const environment = getBoundEnvironment(env);
  const names = Object.keys(env).flatMap((binding) => {
    const name = parseSecretBindingName(binding);
    return name !== undefined && findBinding(env, name) !== undefined ? [name] : [];
  });
  const bound = new Set<string>(names);
  return { environment, names: [...names].sort(), has: (name) => bound.has(name) };
}

/** Are the bound values for a consumer of this environment? */
export function areFor(bound: BoundSecrets, environment: string): boolean {
  return bound.environment === environment || bound.environment === ALL_ENVIRONMENTS;
}

/** Undefined where the gateway has no binding for the name, or a variable in its place. */
export function findBinding(env: Env, name: string): SecretBinding | undefined {
  const parsed = secretName.safeParse(name);
  if (!parsed.success) return undefined;
  const key = secretBindingName(parsed.data);
  const held: unknown = Object.hasOwn(env, key)
    ? (env as unknown as Record<string, unknown>)[key]
    : undefined;
  // A plain variable of that name would be readable in the dashboard: it is no secret.
  return typeof held === "object" && held !== null && "get" in held
    ? (held as SecretBinding)
    : undefined;
}
