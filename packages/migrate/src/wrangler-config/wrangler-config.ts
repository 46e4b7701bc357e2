/** A wrangler config as it was read: what each environment of a Worker is bound to, and where it says so. */
import type { Place, Problem } from "../repository/place.ts";

/** `default` is a config's top level; a named environment inherits no var or secret of it, and no binding but `assets`. */
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
  /** `main` as it is written; null where there is none. */
  readonly main: string | null;
  /**
   * `main` as a path relative to the repository's root. The file is there, or is one that a build
   * makes; null where it is neither.
   */
  readonly entry: string | null;
  /** The config that `wrangler deploy` reads in place of this one, because a build says so. */
  readonly redirectedTo: string | null;
  /** Whether git ignores the file. */
  readonly ignored: boolean;
  /** Names that only stand among the vars as comments: examples of settings. */
  readonly commentedVars: readonly string[];
  /** Words of its comments: `# wrangler secret put STRIPE_SECRET_KEY` names a secret, and declares none. */
  readonly commentWords: readonly string[];
  /** Folders of files to serve, relative to the repository's root; absent where it names none below its own. */
  readonly served?: readonly string[];
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
  /** As the config's `entry`, where the environment names another `main`; else the config's. */
  readonly entry: string | null;
  /** Names in `vars`, with the value where it is a string. */
  readonly vars: readonly ConfigVar[];
  /** Names in `secrets.required`. */
  readonly requiredSecrets: readonly NamedPlace[];
  /**
   * All bindings of any kind by name: kv_namespaces, d1_databases, services, … `unsafe.bindings` too.
   * Of the top level's, an environment inherits only the one of `assets`.
   */
  readonly bindings: readonly ConfigBinding[];
  /** Cron expressions; the top level's where the environment names none, since wrangler inherits them. */
  readonly crons: readonly string[];
  /** Queues whose messages it consumes. */
  readonly queues: readonly string[];
  /** `account_id`; the top level's where the environment names none. Absent where neither does. */
  readonly accountId?: string;
  readonly compatibilityDate: string | null;
  readonly compatibilityFlags: readonly string[];
  /** Where it turns on a log line for each request, with its URL; absent where it does not. */
  readonly invocationLogs?: Place;
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
  /**
   * The config's key: `services`, `secrets_store_secrets`, `kv_namespaces`, `unsafe.bindings`,
   * `durable_objects.bindings`, `queues.producers`, …
   */
  readonly kind: string;
  /** The entry's own string members, for example `service`, `entrypoint`, `store_id`, `type`. */
  readonly members: Readonly<Record<string, string>>;
  /** `props` of a service binding, as plain data; null where it has none. */
  readonly props: Readonly<Record<string, unknown>> | null;
}
