/** What a check finds, as codes and names; sentences are made of them in `language/catalogues/check.ts`. */
import type { CheckFinding } from "@lunakey/contract";
import type { Finding, Place } from "@lunakey/migrate";

export type Severity = CheckFinding["severity"];

export type CheckCode =
  // The binding in the config
  /** `LUNAKEY_MODE` is `store-only`, and no store is bound. */
  | "binding_missing"
  | "entrypoint_wrong"
  /** No `props`, or not those of a Worker: the gateway can not know who asks. */
  | "props_invalid"
  /** They name another Worker or environment than the one that they stand in. */
  | "props_of_other"
  /** The binding names another store than `lunakey.jsonc`. */
  | "store_of_other"
  /** Delivery `native`: other names are bound one by one, this one is not. */
  | "native_missing"
  /** A name is bound natively, and to the gateway as well. */
  | "delivery_mixed"
  | "mode_unknown"
  // The gateway
  | "gateway_missing"
  /** Backend `cloudflare`: the gateway's config has no binding for the name. */
  | "gateway_unbound"
  /** Backend `cloudflare`: the gateway holds another environment's values. */
  | "gateway_of_other"
  // The store
  | "secret_missing"
  | "secret_deleted"
  | "secret_expired"
  | "expires_soon"
  | "not_granted"
  | "grant_unused"
  | "copy_differs"
  | "copy_missing"
  // Copies that the store writes
  /** The store has another value by now than the one that was sent last. */
  | "copy_behind"
  /** Cloudflare did not take it; `detail` says why. */
  | "copy_failed"
  /** The store has no value for it any more, or may not send it. */
  | "copy_left"
  /** They go to another script, `detail`, than the config deploys. */
  | "copy_of_other"
  /** The store has served it lately, and its config binds no store any more. */
  | "binding_gone"
  // Helper and types
  | "helper_differs"
  | "types_stale";

export interface CheckIssue {
  readonly code: CheckCode;
  readonly severity: Severity;
  readonly names: readonly string[];
  /** Names of Workers, as the store knows them. */
  readonly workers: readonly string[];
  readonly environments: readonly string[];
  /** At least one. */
  readonly places: readonly Place[];
  readonly commands: readonly string[];
  /** What a sentence speaks of beside names: a script, a store, a mode, an environment. */
  readonly detail: string | null;
}

/** A finding of the scan that a gate cares for, with the severity that it has here. */
export interface ScanIssue {
  readonly finding: Finding;
  readonly severity: Severity;
  readonly workers: readonly string[];
}

export type UncheckedCode =
  /** `--offline`. */
  | "store_offline"
  | "gateway_offline"
  /** No store is known here, it did not answer, or it refused; `detail` says which. */
  | "store_silent"
  /** The store that answers is another one than the binding names. */
  | "store_is_other"
  /** Individual secrets: only Cloudflare knows whether they are set. */
  | "individual"
  /** Bound to Cloudflare's Secrets Store: only Cloudflare knows whether there is a value. */
  | "value_unseen"
  /** Sent by the store, and compared by no Worker since. */
  | "copy_unproven"
  /** The store does not say which copies it writes; `detail` says why. */
  | "copies_silent"
  /** The account could not be asked; `detail` says why. */
  | "gateway_silent"
  /** Names that the code makes while it runs. */
  | "dynamic_names"
  /** A library or a schema is given the whole environment, and reads from it by itself. */
  | "whole_environment"
  /** A file that could not be read or parsed. */
  | "unreadable"
  /** This installation has no text of the helper to compare with. */
  | "helper_unknown";

export interface Unchecked {
  readonly code: UncheckedCode;
  readonly names: readonly string[];
  readonly workers: readonly string[];
  readonly environments: readonly string[];
  readonly commands: readonly string[];
  readonly detail: string | null;
}

/** What all judges add to. */
export interface Findings {
  readonly issues: readonly CheckIssue[];
  readonly unchecked: readonly Unchecked[];
}

export function joinFindings(...all: readonly Partial<Findings>[]): Findings {
  return {
    issues: all.flatMap(({ issues = [] }) => issues),
    unchecked: all.flatMap(({ unchecked = [] }) => unchecked),
  };
}
