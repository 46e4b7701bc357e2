/**
 * What a scan of a repository knows, as plain data: it can be written as JSON as it stands. Names,
 * places and codes only; no value of a var, of `.dev.vars` or of a literal is ever in it.
 */
import type { Place, Problem } from "../repository/place.ts";
import type { EnvForm, EnvTaking, EnvWhole, Evidence } from "../source/env-read.ts";
import type { Reach } from "../source/reach/reach.ts";
import type { ConfigKind } from "../wrangler-config/wrangler-config.ts";
import type { CodeContext } from "./code-context.ts";
import type { Finding } from "./finding.ts";
import type { Verdict } from "./verdict.ts";

export type { Reach } from "../source/reach/reach.ts";

export interface Inventory {
  /** Absolute. All places are relative to it. */
  readonly root: string;
  /** Sorted by config. Templates and what builds make are left out. */
  readonly workers: readonly InventoryWorker[];
  /** Sorted by name. */
  readonly secrets: readonly InventorySecret[];
  /** Reads of `secrets` in code that a Worker runs, in the order of files. */
  readonly reads: readonly InventoryRead[];
  /** Reads of `secrets` in tests and in scripts and configs that run on Node: left alone. */
  readonly otherReads: readonly InventoryRead[];
  /** Uses of a whole environment in code that a Worker runs. */
  readonly wholes: readonly InventoryWhole[];
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  readonly verdict: Verdict;
}

export interface InventoryWorker {
  /** The config's `name`; its folder's where it gives none. */
  readonly name: string;
  /** Path of the config: what a Worker is known by, since two can have one name. */
  readonly config: string;
  readonly kind: ConfigKind;
  readonly entry: string | null;
  /** null: there is none. */
  readonly tsconfig: string | null;
  /** Files of the repository that the entry leads to, through imports. */
  readonly files: number;
  /** Their paths. */
  readonly sources: readonly string[];
  readonly environments: readonly InventoryEnvironment[];
  /** Types of its environment, where they are written down. */
  readonly envTypes: readonly InventoryEnvType[];
}

export interface InventoryEnvironment {
  readonly name: string;
  /** The script's name on Cloudflare; null where the config gives no name. */
  readonly script: string | null;
  /** Names in `secrets.required`. */
  readonly required: readonly string[];
  /** Names in its `.dev.vars`, or in the `.env` files that wrangler reads where there is none. */
  readonly devVars: readonly string[];
  /** Names in `[vars]`. */
  readonly vars: readonly string[];
  readonly bindings: readonly { readonly name: string; readonly kind: string }[];
}

/** One type of an environment: a hand-written interface, or what `wrangler types` made. */
export interface InventoryEnvType {
  readonly name: string;
  readonly place: Place;
  /** Made by `wrangler types`: to be made again, not to be edited. */
  readonly generated: boolean;
  readonly members: readonly InventoryEnvMember[];
}

export interface InventoryEnvMember {
  readonly name: string;
  readonly place: Place;
  readonly optional: boolean;
  /** `string` also for unions of literals; `binding` for any object. */
  readonly type: "string" | "binding" | "unknown";
}

/** Why a name is taken for a secret, the strongest first. */
export type SecretReason =
  /** In `secrets.required` of a config. */
  | "required"
  /** In `.dev.vars` or `.env`. */
  | "dev_vars"
  /** A string member of the environment's type that is neither in `[vars]` nor a binding. */
  | "env_type"
  /** In `.dev.vars.example` or a file like it. */
  | "example"
  /** Its name is one of a secret: `*_KEY`, `*_TOKEN`, … */
  | "name"
  /** Read, and neither in `[vars]` nor a binding. */
  | "read"
  /** In `[vars]`, with a name or a value that only a secret has. */
  | "plain_in_vars"
  /** A binding of Cloudflare's Secrets Store. */
  | "store_binding";

export interface InventorySecret {
  readonly name: string;
  /**
   * `configuration`: kept where secrets are, but its name is that of a setting (`STRIPE_PRICE_*`,
   * `CF_ACCOUNT_ID`, `*_URL`): it can move along, or become a var.
   */
  readonly classification: "secret" | "configuration";
  readonly reasons: readonly SecretReason[];
  readonly workers: readonly SecretInWorker[];
}

export interface SecretInWorker {
  readonly config: string;
  readonly worker: string;
  /** Reads in the Worker's own code. */
  readonly reads: number;
  /** Names of environments that say that they have it: `required`, `.dev.vars`, a store binding. */
  readonly declaredIn: readonly string[];
}

export interface InventoryRead {
  readonly name: string;
  readonly place: Place;
  /** Configs of the Workers whose entry leads here. */
  readonly workers: readonly string[];
  readonly form: EnvForm;
  readonly taking: EnvTaking;
  readonly evidence: Evidence;
  /** A call of Lunakey's own helper, by its import. */
  readonly throughHelper?: true;
  /** Of what a schema made of the environment, for all of `workers`: no run moves it. */
  readonly isCopy?: true;
  /** Whether the nearest function around it is async; null at module level. */
  readonly async: boolean | null;
  /** Code of a Worker, a test, or a script or config that runs on Node. */
  readonly context: CodeContext;
  /** What runs it, as far as it could be followed. Empty where nothing was found. */
  readonly reaches: readonly Reach[];
}

export interface InventoryWhole {
  readonly kind: EnvWhole["kind"];
  readonly place: Place;
  readonly workers: readonly string[];
  /** The names that a dynamic key can have, where the code says them. */
  readonly names: readonly string[];
}
