/** What is known of one Worker before anything is judged: declarations, reads, types. Plain data. */
import type { BuiltInName } from "../source/built-in-names.ts";
import type { EnvWhole } from "../source/env-read.ts";
import type { ConfigBinding, WranglerConfig } from "../wrangler-config/wrangler-config.ts";
import type { DevVarsFile } from "./dev-vars.ts";
import type { InventoryEnvType, InventoryRead, InventoryWhole } from "./inventory.ts";
import type { ReadUse } from "./read-use.ts";

export interface ScannedRead extends InventoryRead {
  readonly use: ReadUse;
}

export interface ScannedWhole extends InventoryWhole {
  readonly form: EnvWhole["form"];
  /** `console.log(env)`, `JSON.stringify(env)` in one. */
  readonly logged: boolean;
}

export interface ScannedWorker {
  readonly name: string;
  readonly config: WranglerConfig;
  /** Relative to the root; "" for the root. */
  readonly folder: string;
  readonly tsconfig: string | null;
  /** Files of the repository that it is made of. */
  readonly sources: readonly string[];
  readonly envTypes: readonly InventoryEnvType[];
  /** In its own code. */
  readonly reads: readonly ScannedRead[];
  readonly wholes: readonly ScannedWhole[];
  /** In tests and scripts beside it. */
  readonly otherReads: readonly ScannedRead[];
  /** What a build takes for it. */
  readonly builtIn: readonly BuiltInName[];
  /** What its own code takes of `import.meta.env`. */
  readonly buildTime: readonly BuiltInName[];
  /** For each environment by name, the files that wrangler reads for it on a laptop. */
  readonly devVars: ReadonlyMap<string, readonly DevVarsFile[]>;
  /** `.dev.vars.example` and the like, beside its config. */
  readonly examples: readonly DevVarsFile[];
  /** The version of wrangler that its package asks for, as written; null where none. */
  readonly wrangler: string | null;
}

/** A binding of Cloudflare's Secrets Store. */
export function isStoreBinding(binding: ConfigBinding): boolean {
  return binding.kind === "secrets_store_secrets";
}

/** A binding of a whole store, read with `get(name)`: the gateway, or the one that can not exist. */
export function isStoreService(binding: ConfigBinding): boolean {
  if (binding.kind === "unsafe.bindings") return binding.members.type === "secret_store";
  return (
    binding.kind === "services" &&
    (binding.name === "SECRETS" || binding.members.entrypoint === "Secrets")
  );
}

/** All bindings of all environments. */
export function bindingsOf({ config }: ScannedWorker): ConfigBinding[] {
  return config.environments.flatMap(({ bindings }) => bindings);
}
