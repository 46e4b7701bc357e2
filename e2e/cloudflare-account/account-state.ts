/**
 * What an account holds, in memory: the store's secrets and the Workers. Values are in here and in
 * `snapshot`, for assertions; nothing that answers a request lets one out.
 */
import { randomUUID } from "node:crypto";
import type { AccountName } from "./account-options.ts";

export interface Store {
  readonly id: string;
  readonly name: string;
  readonly created: number;
  readonly modified: number;
  /** By id, in the order in which they were created. */
  readonly secrets: Map<string, StoreSecret>;
}

export interface StoreSecret {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly comment: string;
  readonly scopes: readonly string[];
  readonly created: number;
  readonly modified: number;
}

/** As Cloudflare spells it; `text` of a secret is kept and never answered. */
export interface Binding {
  readonly name: string;
  readonly type: string;
  readonly text?: string;
  readonly [member: string]: unknown;
}

export interface Version {
  readonly id: string;
  readonly number: number;
  readonly createdOn: number;
  readonly annotations: Readonly<Record<string, string>>;
  readonly bindings: readonly Binding[];
  readonly compatibilityDate: string | null;
  readonly compatibilityFlags: readonly string[];
  readonly etag: string;
  /** What was uploaded, by name; a change of secrets alone keeps it. */
  readonly modules: Readonly<Record<string, string>>;
  readonly mainModule: string;
}

export interface Deployment {
  readonly id: string;
  readonly createdOn: number;
  readonly annotations: Readonly<Record<string, string>>;
  readonly versions: readonly { readonly version_id: string; readonly percentage: number }[];
}

export interface Script {
  readonly id: string;
  readonly name: string;
  readonly createdOn: number;
  modifiedOn: number;
  /** The oldest first. */
  readonly versions: Version[];
  /** The newest first. */
  readonly deployments: Deployment[];
  /** What is not of one version: tags, logpush, observability, … */
  settings: Readonly<Record<string, unknown>>;
  migrationTag: string | null;
  subdomain: { readonly enabled: boolean; readonly previews_enabled: boolean };
  schedules: readonly { readonly cron: string }[];
  /** Host names. */
  customDomains: readonly string[];
}

export interface AccountState {
  readonly account: AccountName;
  readonly stores: Map<string, Store>;
  /** By name. */
  readonly scripts: Map<string, Script>;
  subdomain: string | null;
}

export function createState(account: AccountName, subdomain: string | null): AccountState {
  return { account, stores: new Map(), scripts: new Map(), subdomain };
}

/** 32 hexadecimal digits, as Cloudflare's ids of stores, secrets and scripts are. */
export function createId(): string {
  return randomUUID().replaceAll("-", "");
}

/** @param moment milliseconds since 1970. @returns as Cloudflare writes it: microseconds and Z. */
export function renderMoment(moment: number): string {
  return new Date(moment).toISOString().replace("Z", "000Z");
}

export interface Snapshot {
  readonly stores: readonly {
    readonly id: string;
    readonly name: string;
    /** By name. */
    readonly secrets: Readonly<Record<string, StoreSecret>>;
  }[];
  /** By name. */
  readonly scripts: Readonly<Record<string, ScriptSnapshot>>;
}

export interface ScriptSnapshot {
  /** Of the latest version, secrets with their text. */
  readonly bindings: readonly Binding[];
  /** By name, of the latest version. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly versionIds: readonly string[];
  /** The latest deployment's; empty where none was. */
  readonly deployed: Deployment["versions"];
  readonly customDomains: readonly string[];
}

/** A copy, values included: for assertions of tests only. */
export function takeSnapshot({ stores, scripts }: AccountState): Snapshot {
  return structuredClone({
    stores: [...stores.values()].map(({ id, name, secrets }) => ({
      id,
      name,
      secrets: Object.fromEntries([...secrets.values()].map((secret) => [secret.name, secret])),
    })),
    scripts: Object.fromEntries([...scripts].map(([name, script]) => [name, copy(script)])),
  });
}

function copy(script: Script): ScriptSnapshot {
  const bindings = script.versions.at(-1)?.bindings ?? [];
  const secrets = bindings.filter(({ type }) => type === "secret_text");
  return {
    bindings,
    secrets: Object.fromEntries(secrets.map(({ name, text = "" }) => [name, text])),
    versionIds: script.versions.map(({ id }) => id),
    deployed: script.deployments[0]?.versions ?? [],
    customDomains: script.customDomains,
  };
}
