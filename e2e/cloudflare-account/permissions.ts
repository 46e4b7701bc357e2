/**
 * The three layers that must all hold: the role of the user, the permission of the token, and the
 * scopes of the secret.
 * https://developers.cloudflare.com/secrets-store/access-control/
 */
import type { ApiToken, Permission, Role } from "./account-options.ts";

type Power = "view_secrets" | "manage_secrets" | "bind_secrets" | "view_workers" | "manage_workers";

/** A role of the store can be given alone, then it deploys no Worker. */
const POWERS: Readonly<Record<Role, readonly Power[]>> = {
  super_administrator: [
    "view_secrets",
    "manage_secrets",
    "bind_secrets",
    "view_workers",
    "manage_workers",
  ],
  secrets_store_admin: ["view_secrets", "manage_secrets"],
  secrets_store_deployer: ["view_secrets", "bind_secrets"],
  secrets_store_reporter: ["view_secrets"],
  workers_admin: ["view_workers", "manage_workers"],
};

const NEEDED_POWER: Readonly<Partial<Record<Permission, Power>>> = {
  "secrets_store:read": "view_secrets",
  "secrets_store:edit": "manage_secrets",
  "workers_scripts:read": "view_workers",
  "workers_scripts:edit": "manage_workers",
};

/** Role and token together. */
export function isPermitted(token: ApiToken, needed: Permission): boolean {
  const power = NEEDED_POWER[needed];
  return hasPermission(token, needed) && (power === undefined || hasPower(token, power));
}

/**
 * Whether a token may bind a secret of the store to a Worker. That `edit` is needed, and `read` is
 * not enough, is reported: https://github.com/cloudflare/workers-sdk/issues/8964
 */
export function canBindSecret(token: ApiToken, scopes: readonly string[]): boolean {
  return (
    hasPower(token, "bind_secrets") &&
    hasPermission(token, "secrets_store:edit") &&
    scopes.includes("workers")
  );
}

function hasPermission({ permissions }: ApiToken, needed: Permission): boolean {
  return permissions.includes(needed) || permissions.includes(toEdit(needed));
}

function toEdit(permission: Permission): Permission {
  return permission.replace(":read", ":edit") as Permission;
}

function hasPower({ roles }: ApiToken, power: Power): boolean {
  return roles.some((role) => POWERS[role].includes(power));
}
