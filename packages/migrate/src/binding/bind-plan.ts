/** What the bind planner is given and what it answers: plain data, without any secret's value. */
import type { FileChange } from "../edits/text-edit.ts";
import type { Place } from "../repository/place.ts";
import type { WranglerConfig } from "../wrangler-config/wrangler-config.ts";

/**
 * How a secret reaches a Worker: `service` through the gateway; `native` through a binding to
 * Cloudflare's Secrets Store for each name; `synced` as individual secrets that are kept equal.
 */
export type Delivery = "service" | "native" | "synced";

export interface BindWorker {
  readonly config: WranglerConfig;
  /** The config's file as it is, every character. */
  readonly text: string;
  /** Names of secrets that the Worker's code reads, each once. */
  readonly secrets: readonly string[];
  /** Names in its `.dev.vars`; absent: none. */
  readonly devVars?: readonly string[];
}

export interface BindOptions {
  /** `default` is the config's top level. Nothing is done to an environment that is not named. */
  readonly environments: readonly string[];
  readonly delivery: Delivery;
  /** The store's id. */
  readonly store: string;
  /** The gateway Worker's name, for example `lunakey-store`. */
  readonly gateway: string;
  /** Whether the gateway is there: a service that was never deployed fails the Worker's deploy. */
  readonly gatewayState: "deployed" | "missing" | "unknown";
  /** Goes on although nobody could ask whether the gateway is there. */
  readonly offline?: boolean;
  /** Workers and environments that the store's log has served. */
  readonly served?: readonly { readonly worker: string; readonly environment: string }[];
  /** Goes on with production although staging has not served. */
  readonly skipStaging?: boolean;
  /** Makes a named environment that the config lacks. Never `default`. */
  readonly createEnvironments?: boolean;
  /** Repeats the top level's vars in an environment that is made: they may point at production. */
  readonly copyVars?: boolean;
  /** What production starts with, as its var `LUNAKEY_MODE`. Default: `shadow`; null: no var. */
  readonly productionMode?: "shadow" | "store-first" | null;
  /** The repository's wrangler, for example `4.155.0`; null where it is not known. */
  readonly wranglerVersion: string | null;
  /** Of the comments that are added. Default: of the file's own comments, else English. */
  readonly commentLanguage?: "en" | "fr";
}

export type BindRefusalCode =
  /** The environment is production, and none other of the Worker has been served. */
  | "production_before_staging"
  /** The gateway was never deployed, or nobody knows. */
  | "gateway_unknown"
  /** `SECRETS` or `<NAME>_STORE` is something else already. `names` has it. */
  | "binding_name_taken"
  /** The config has no such environment. It can be made. */
  | "environment_unknown"
  /** `all` is no environment, and `[env.default]` can not be told from the top level. */
  | "environment_name_reserved"
  /** The config gives no `name`, by which the store would know the Worker. */
  | "no_worker_name"
  /** The config does not parse, or its shape is wrong where it matters. */
  | "config_unreadable"
  /** A template, a build's output, or a Pages project's config. */
  | "config_not_deployed"
  /** `props` of a service binding need wrangler 4.13. */
  | "wrangler_too_old"
  /** Calls over a service binding need a compatibility date of 2024-04-03, or the flag `rpc`. */
  | "compatibility_too_old"
  /** The secret's name does not make a binding's name. `names` has it. */
  | "name_not_bindable"
  /** The config is written in a way that can not be edited without touching other lines. */
  | "edit_not_safe";

export interface BindRefusal {
  readonly code: BindRefusalCode;
  readonly worker: string;
  /** null: the whole config. */
  readonly environment: string | null;
  readonly place: Place;
  readonly names: readonly string[];
}

export type BindNoteCode =
  /** The binding is there as it should be. */
  | "already_bound"
  /** The environment was made. */
  | "environment_created"
  /** Vars of the top level that the new environment does not have. */
  | "vars_not_repeated"
  /** Vars of the top level that the new environment repeats: do they point at production? */
  | "vars_repeated"
  /** Bindings of the top level that the new environment lacks: repeated, they would share its data. */
  | "bindings_not_repeated"
  /** Bindings without data of their own, repeated in the new environment. */
  | "bindings_repeated"
  /** Routes or crons of the top level that the new environment would have taken over, so it says none. */
  | "routes_not_inherited"
  | "crons_not_inherited"
  /** Secrets required at the top level: the new environment needs its own individual ones. */
  | "required_not_inherited"
  /** The request's `[[unsafe.bindings]]`, put in the form that works. */
  | "unsafe_replaced"
  /** The same, in an environment that was not asked for: no command of wrangler worked before. */
  | "unsafe_replaced_too"
  /** The same, left where it is. */
  | "unsafe_left"
  /** The `id` there was another store's than this one. */
  | "unsafe_other_store"
  /** Environments of the Worker that this plan does not bind: they inherit nothing. */
  | "environments_left"
  /** Production goes on without staging having served. */
  | "staging_skipped"
  /** Production starts in this mode. */
  | "production_mode"
  /** A native binding has the very name of an individual secret, and replaces it when deployed. */
  | "native_same_name"
  /** `secrets.required` names a binding too: wrangler refuses the config. */
  | "required_is_bound"
  /** A name in `.dev.vars` is hidden by a binding of the same name. */
  | "dev_vars_hidden"
  /** Nobody could say which wrangler it is; `props` need 4.13. */
  | "wrangler_unknown"
  /** Nobody asked whether the gateway is there. */
  | "gateway_unchecked"
  /** wrangler deploys another config in this one's place: build before deploying. */
  | "build_first"
  /** Another config has the same `name`, so that both are one Worker: bind both alike. */
  | "worker_name_shared"
  /** The Worker's code reads no secret. */
  | "reads_nothing"
  /** Delivery `synced` needs no binding. */
  | "synced_needs_none";

export interface BindNote {
  readonly code: BindNoteCode;
  readonly worker: string;
  readonly environment: string | null;
  readonly place: Place;
  /** Of vars, bindings, environments, as the code says. */
  readonly names: readonly string[];
}

/** What a Worker in an environment must be allowed to read. */
export interface GrantNeeded {
  readonly worker: string;
  readonly environment: string;
  readonly secrets: readonly string[];
}

export interface BindTarget {
  readonly worker: string;
  readonly environment: string;
  readonly config: string;
  /** The script's name on Cloudflare. */
  readonly script: string;
  readonly outcome: "added" | "updated" | "unchanged";
}

export interface BindPlan {
  /** One per config that changes. */
  readonly changes: readonly FileChange[];
  readonly targets: readonly BindTarget[];
  readonly grants: readonly GrantNeeded[];
  /** Names that a gateway of backend `cloudflare` must be bound to, sorted. */
  readonly gatewaySecrets: readonly string[];
  readonly notes: readonly BindNote[];
  readonly refusals: readonly BindRefusal[];
}
