/** What a scan finds wrong, or worth a look: coded, so that any language can say it. */
import type { Place } from "../repository/place.ts";

export type FindingCode =
  // Copies and gaps
  /** One name in several Workers: each holds its own copy. */
  | "copies"
  /** Names that may be one secret: their values decide. */
  | "maybe_one"
  /** Read, and declared nowhere. */
  | "undeclared"
  /** Read, and only a comment of the config names it. */
  | "declared_in_comment"
  /** Declared, and read nowhere that can be seen. */
  | "unused"
  /** Declared, and read nowhere in the Worker's own code; packages of it know the name. */
  | "left_to_library"
  /** A build writes its value into the code that is deployed. */
  | "built_in"
  /** Read of `import.meta.env`: so does it, with what the build has under that name. */
  | "build_time"
  /** An environment lacks what another one of the same Worker has. */
  | "environment_gap"
  // In plain
  | "plain_in_vars"
  | "plain_in_source"
  /** `.dev.vars` or `.env` is not ignored by git. */
  | "dev_vars_not_ignored"
  | "secret_logged"
  // Stores and their traps
  /** `[[unsafe.bindings]]` of type `secret_store`: no such binding exists. */
  | "unsafe_store_binding"
  /** `env.SECRETS.NAME`: a property of an RPC binding is a function, and true. */
  | "store_property"
  /** A binding of the Secrets Store used as a string or a truth, without `get`. */
  | "store_binding_as_string"
  /** A store binding of the name of an individual secret: a deploy replaces that one. */
  | "store_binding_same_name"
  /** Also in `secrets.required`: wrangler refuses the config. */
  | "store_binding_required"
  /** `.dev.vars` has the name too: the local store hides it. */
  | "store_binding_hides_dev_vars"
  /** Read over `process.env`, where a store binding is not. */
  | "store_binding_process_env"
  /** A named environment lacks the store, service or required secrets that the top level has. */
  | "environment_inherits_nothing"
  /** A service binding to a script that no config here makes: whether it is deployed is not known. */
  | "service_unknown"
  /** `props` of a service binding need wrangler 4.13. */
  | "props_need_wrangler"
  // Better ways
  /** A global API key, where a scoped token would do. */
  | "global_api_key"
  /** The whole environment is handed to a library. */
  | "env_to_library"
  /** Secrets are globals: the syntax from before modules. */
  | "service_worker_syntax"
  /** Names of `[vars]` and of a secret at once: which one is served depends on the order of deploys. */
  | "var_and_secret";

export type FixCode =
  | "store_once"
  | "compare_values"
  | "declare_required"
  | "declare_setting"
  | "remove_name"
  | "keep_for_library"
  | "read_when_it_runs"
  | "read_from_worker_env"
  | "add_to_environment"
  | "add_var_to_environment"
  | "rotate_and_make_secret"
  | "ignore_file"
  | "drop_log"
  | "bind_service"
  | "call_get"
  | "rename_binding"
  | "remove_from_required"
  | "use_local_store"
  | "read_from_env"
  | "repeat_in_environment"
  | "deploy_first"
  | "update_wrangler"
  | "use_scoped_token"
  | "hand_over_values"
  | "use_modules"
  | "keep_one";

export type Severity = "high" | "medium" | "low";

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly fix: FixCode;
  /** Of secrets, bindings or vars; sorted. */
  readonly names: readonly string[];
  /** Configs of the Workers that it is about. */
  readonly workers: readonly string[];
  readonly environments: readonly string[];
  /** At least one. */
  readonly places: readonly Place[];
  /** The rule that found it, for `plain_in_vars` and `plain_in_source`; the version, script or packages meant. */
  readonly detail: string | null;
}
