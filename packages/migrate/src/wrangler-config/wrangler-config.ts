/** A wrangler config as it was read: what each environment of a Worker is bound to, and where it says so. */
import type { Place, Problem } from "../repository/place.ts";

/** `default` is a config's top level; a named environment inherits no binding, var or secret of it. */
export const DEFAULT_ENVIRONMENT = "default";

export type ConfigFormat = "toml" | "json" | "jsonc";

/**
 * What a config is for: `worker` is written by people and deployed; `generated` is made by a build
 * (in an ignored folder, or redirected to); `example` is a template; `pages` is a Pages project's.
 */
export type ConfigKind = "worker" | "generated" | "example" | "pages";

export interface WranglerConfig {
  /** Of the config file, relative to the repository's root. */
  readonly path: string;
  readonly format: ConfigFormat;
  readonly kind: ConfigKind;
  /** null where the config gives none. */
  readonly name: string | null;
  /** `main` as a path relative to the repository's root; null where there is none. */
  readonly entry: string | null;
  /** The first is `default`. */
  readonly environments: readonly WorkerEnvironment[];
  readonly problems: readonly Problem[];
}

export interface WorkerEnvironment {
  readonly name: string;
  /** The script's name on Cloudflare: `name` of the environment, else `<worker>-<environment>`. */
  readonly script: string | null;
  /** Its header or key; null for `default`. */
  readonly place: Place | null;
  /** Names in `vars`, with the value where it is a string. */
  readonly vars: readonly ConfigVar[];
  /** Names in `secrets.required`. */
  readonly requiredSecrets: readonly NamedPlace[];
  /** All bindings of any kind by name: kv_namespaces, d1_databases, services, … `unsafe.bindings` too. */
  readonly bindings: readonly ConfigBinding[];
  /** Cron expressions. */
  readonly crons: readonly string[];
  readonly queues: readonly string[];
  readonly compatibilityDate: string | null;
  readonly compatibilityFlags: readonly string[];
}

export interface NamedPlace {
  readonly name: string;
  readonly place: Place;
}

export interface ConfigVar extends NamedPlace {
  /** null where it is no string. Never printed: it may be a secret that should not be there. */
  readonly value: string | null;
}

export interface ConfigBinding extends NamedPlace {
  /** The config's key: `services`, `secrets_store_secrets`, `kv_namespaces`, `unsafe.bindings`, … */
  readonly kind: string;
  /** The entry's own string members, for example `service`, `entrypoint`, `store_id`, `type`. */
  readonly members: Readonly<Record<string, string>>;
}
