/** How the account is that is stood in for: who may ask what, its limits, and what is not certain. */

/**
 * An API token's permissions. `edit` includes `read`.
 * https://developers.cloudflare.com/fundamentals/api/reference/permissions/
 */
export type Permission =
  | "secrets_store:read"
  | "secrets_store:edit"
  | "workers_scripts:read"
  | "workers_scripts:edit"
  | "user_details:read"
  | "memberships:read";

/**
 * Roles of the user whose token it is. `workers_admin` deploys and reaches no secret of the store.
 * https://developers.cloudflare.com/secrets-store/access-control/
 */
export type Role =
  | "super_administrator"
  | "secrets_store_admin"
  | "secrets_store_deployer"
  | "secrets_store_reporter"
  | "workers_admin";

export interface ApiToken {
  readonly value: string;
  readonly permissions: readonly Permission[];
  readonly roles: readonly Role[];
  /** `account`: a token of the account's own, of which `/user` knows nothing. */
  readonly owner: "user" | "account";
}

export interface AccountName {
  readonly id: string;
  readonly name: string;
}

export interface Limits {
  /** https://developers.cloudflare.com/secrets-store/manage-secrets/ */
  readonly secretsPerAccountCount: number;
  /** One during the beta: workers-sdk issue 10052. */
  readonly storesPerAccountCount: number;
  /** As Cloudflare's client documents `value`. */
  readonly storeSecretBytes: number;
  /** https://developers.cloudflare.com/workers/platform/limits/#environment-variables */
  readonly workerSecretBytes: number;
  /** Of one request to `secrets-bulk`; wrangler's help names it. */
  readonly bulkOperationsCount: number;
  /** https://developers.cloudflare.com/fundamentals/api/reference/limits/ */
  readonly requestsCount: number;
  /** The window of `requestsCount`, and how long everything is refused after it. */
  readonly requestsWindowMs: number;
  /** From a write in the store until `status` is `active`. Not documented; 0 is at once. */
  readonly activationMs: number;
}

/**
 * What becomes of a Worker's secret when a deploy brings a store binding of the same name along
 * with `keep_bindings`. Nobody has tried it on Cloudflare; `replaced` is what is feared.
 */
export type SameName = "replaced" | "kept" | "refused";

export interface AccountOptions {
  /** The first is the one that `env` names. Default: one. */
  readonly accounts?: readonly AccountName[];
  /** Default: one that may do everything. The first is the one that `env` names. */
  readonly tokens?: readonly ApiToken[];
  readonly limits?: Partial<Limits>;
  readonly sameName?: SameName;
  /** Milliseconds since 1970. Default: the real clock. */
  readonly now?: () => number;
  /** Of `workers.dev`; null: the account has registered none. */
  readonly subdomain?: string | null;
}

const ALL_PERMISSIONS: readonly Permission[] = [
  "secrets_store:edit",
  "workers_scripts:edit",
  "user_details:read",
  "memberships:read",
];

export const OWNER_TOKEN: ApiToken = {
  value: "owner-token-of-the-double",
  permissions: ALL_PERMISSIONS,
  roles: ["super_administrator"],
  owner: "user",
};

export const LUNA_ACCOUNT: AccountName = {
  id: "a1c0ffee00000000000000000000a1c0",
  name: "Luna Proxy",
};

export const DEFAULT_LIMITS: Limits = {
  secretsPerAccountCount: 100,
  storesPerAccountCount: 1,
  storeSecretBytes: 65_536,
  workerSecretBytes: 5 * 1024,
  bulkOperationsCount: 100,
  requestsCount: 1200,
  requestsWindowMs: 5 * 60_000,
  activationMs: 0,
};
