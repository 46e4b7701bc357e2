/**
 * Every route with a request that it must answer, and the least role that may ask. `build` makes
 * whatever the request needs first, in an environment of its own.
 */
import type { CommandType, Role } from "@lunakey/contract";
import { ask } from "./ask.ts";

export interface RouteSample {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** As in the OpenAPI document. */
  readonly route: string;
  readonly command: CommandType;
  readonly least: Role;
  readonly build: (environment: string) => Promise<{ path: string; json?: unknown }>;
}

const SECRET = "/v1/environments/{environment}/secrets/{name}";

function secretPath(environment: string, suffix = ""): string {
  return `/v1/environments/${environment}/secrets/STRIPE_SECRET_KEY${suffix}`;
}

async function setSecret(environment: string): Promise<void> {
  await ask({ method: "PUT", path: secretPath(environment), json: { value: "placeholder" } });
}

async function existingSecret(environment: string, suffix = "") {
  await setSecret(environment);
  return { path: secretPath(environment, suffix) };
}

async function rotatingSecret(environment: string, suffix: string) {
  await setSecret(environment);
  const json = { value: "placeholder-2", pending: true };
  await ask({ method: "POST", path: secretPath(environment, "/rotate"), json });
  return { path: secretPath(environment, suffix) };
}

function grantOf(environment: string) {
  return { worker: "luna-proxy-api", environment, names: ["STRIPE_SECRET_KEY", "JWT_SECRET"] };
}

function targetOf(environment: string) {
  return { worker: "luna-proxy-api", environment, script: "luna-proxy-api" };
}

async function setTarget(environment: string): Promise<void> {
  await ask({ method: "PUT", path: "/v1/copies/target", json: targetOf(environment) });
}

function fixed(path: string) {
  return async () => ({ path });
}

export const ROUTE_SAMPLES: readonly RouteSample[] = [
  {
    method: "GET",
    route: "/v1/status",
    command: "store.status",
    least: "viewer",
    build: fixed("/v1/status"),
  },
  {
    method: "GET",
    route: "/v1/secrets",
    command: "secret.list",
    least: "viewer",
    build: async (environment) => {
      await setSecret(environment);
      return { path: `/v1/secrets?environment=${environment}&search=stripe&limit=1` };
    },
  },
  {
    method: "GET",
    route: SECRET,
    command: "secret.get",
    least: "viewer",
    build: (environment) => existingSecret(environment),
  },
  {
    method: "PUT",
    route: SECRET,
    command: "secret.set",
    least: "writer",
    build: async (environment) => ({
      path: secretPath(environment),
      json: {
        value: "placeholder",
        fallback: "allowed",
        expectVersion: 0,
        expiresAt: 4_000_000_000_000,
        comment: "first",
      },
    }),
  },
  {
    method: "DELETE",
    route: SECRET,
    command: "secret.delete",
    least: "writer",
    build: (environment) => existingSecret(environment, "?force=true"),
  },
  {
    method: "GET",
    route: `${SECRET}/versions`,
    command: "secret.history",
    least: "viewer",
    build: (environment) => existingSecret(environment, "/versions?limit=10"),
  },
  {
    method: "POST",
    route: `${SECRET}/undelete`,
    command: "secret.undelete",
    least: "writer",
    build: async (environment) => {
      await setSecret(environment);
      await ask({ method: "DELETE", path: secretPath(environment) });
      return { path: secretPath(environment, "/undelete") };
    },
  },
  {
    method: "POST",
    route: "/v1/environments/{environment}/import",
    command: "secret.import",
    least: "writer",
    build: async (environment) => ({
      path: `/v1/environments/${environment}/import`,
      json: {
        entries: [
          { name: "A", value: "placeholder-a" },
          { name: "B", value: "placeholder-b" },
        ],
        mode: "apply",
        overwrite: true,
      },
    }),
  },
  {
    method: "POST",
    route: `${SECRET}/rotate`,
    command: "secret.rotate",
    least: "writer",
    build: async (environment) => ({
      ...(await existingSecret(environment, "/rotate")),
      json: {
        ...{ value: "placeholder-2", expectVersion: 1, overlapSeconds: 60, copies: "update" },
        ...{ expiresAt: 4_000_000_000_000, comment: "yearly" },
      },
    }),
  },
  {
    method: "POST",
    route: `${SECRET}/promote`,
    command: "secret.promote",
    least: "writer",
    build: async (environment) => ({
      ...(await rotatingSecret(environment, "/promote")),
      json: { expectVersion: 1, overlapSeconds: 0 },
    }),
  },
  {
    method: "POST",
    route: `${SECRET}/rollback`,
    command: "secret.rollback",
    least: "writer",
    build: async (environment) => ({
      ...(await rotatingSecret(environment, "/rollback")),
      json: { expectVersion: 1 },
    }),
  },
  {
    method: "POST",
    route: `${SECRET}/retire`,
    command: "secret.retire",
    least: "writer",
    build: (environment) => existingSecret(environment, "/retire"),
  },
  {
    method: "GET",
    route: `${SECRET}/rollout`,
    command: "secret.rollout",
    least: "viewer",
    build: (environment) => existingSecret(environment, "/rollout"),
  },
  {
    method: "POST",
    route: "/v1/changes",
    command: "changes.apply",
    least: "writer",
    build: async (environment) => {
      await setSecret(environment);
      const change = { action: "rotate", environment, name: "STRIPE_SECRET_KEY", value: "next" };
      return { path: "/v1/changes", json: { changes: [change], overlapSeconds: 60 } };
    },
  },
  {
    method: "GET",
    route: "/v1/grants",
    command: "grant.list",
    least: "viewer",
    build: async (environment) => {
      await ask({ method: "POST", path: "/v1/grants", json: grantOf(environment) });
      return { path: `/v1/grants?environment=${environment}&name=JWT_SECRET` };
    },
  },
  {
    method: "POST",
    route: "/v1/grants",
    command: "grant.add",
    least: "admin",
    build: async (environment) => ({ path: "/v1/grants", json: grantOf(environment) }),
  },
  {
    method: "POST",
    route: "/v1/grants/remove",
    command: "grant.remove",
    least: "admin",
    build: async (environment) => {
      await ask({ method: "POST", path: "/v1/grants", json: grantOf(environment) });
      return { path: "/v1/grants/remove", json: grantOf(environment) };
    },
  },
  {
    method: "GET",
    route: "/v1/tokens",
    command: "token.list",
    least: "admin",
    build: fixed("/v1/tokens?limit=5"),
  },
  {
    method: "POST",
    route: "/v1/tokens",
    command: "token.create",
    least: "admin",
    build: async (environment) => ({
      path: "/v1/tokens",
      json: { label: environment, role: "viewer", expiresAt: 4_000_000_000_000 },
    }),
  },
  {
    method: "DELETE",
    route: "/v1/tokens/{id}",
    command: "token.revoke",
    least: "admin",
    build: async (environment) => {
      const json = { label: environment, role: "viewer" };
      const made = await ask({ method: "POST", path: "/v1/tokens", json });
      return { path: `/v1/tokens/${made.json.id}` };
    },
  },
  {
    method: "GET",
    route: "/v1/usage",
    command: "usage.list",
    least: "viewer",
    build: fixed("/v1/usage?worker=luna-proxy-api&limit=5"),
  },
  {
    method: "GET",
    route: "/v1/parity",
    command: "parity.list",
    least: "viewer",
    build: fixed("/v1/parity?worker=luna-proxy-api&limit=5"),
  },
  {
    method: "GET",
    route: "/v1/copies",
    command: "copies.list",
    least: "viewer",
    build: fixed("/v1/copies?worker=luna-proxy-api&limit=5"),
  },
  {
    method: "PUT",
    route: "/v1/copies/target",
    command: "copies.target",
    least: "admin",
    build: async (environment) => ({ path: "/v1/copies/target", json: targetOf(environment) }),
  },
  {
    method: "POST",
    route: "/v1/copies/plan",
    command: "copies.plan",
    least: "viewer",
    build: async (environment) => ({
      path: "/v1/copies/plan",
      json: { worker: "luna-proxy-api", environment },
    }),
  },
  {
    method: "POST",
    route: "/v1/copies/send",
    command: "copies.send",
    least: "writer",
    build: async (environment) => {
      await setTarget(environment);
      return { path: "/v1/copies/send", json: grantOf(environment) };
    },
  },
  {
    method: "GET",
    route: "/v1/copies/surplus",
    command: "copies.surplus",
    least: "admin",
    build: async (environment) => {
      await setTarget(environment);
      return { path: `/v1/copies/surplus?worker=luna-proxy-api&environment=${environment}` };
    },
  },
  {
    method: "POST",
    route: "/v1/copies/remove",
    command: "copies.remove",
    least: "admin",
    build: async (environment) => {
      await setTarget(environment);
      return { path: "/v1/copies/remove", json: grantOf(environment) };
    },
  },
  {
    method: "GET",
    route: "/v1/evidence",
    command: "evidence.list",
    least: "viewer",
    build: fixed("/v1/evidence?worker=luna-proxy-api&environment=production&limit=5"),
  },
  {
    method: "GET",
    route: "/v1/audit",
    command: "audit.list",
    least: "viewer",
    build: fixed("/v1/audit?after=0&limit=5"),
  },
  {
    method: "GET",
    route: "/v1/audit/head",
    command: "audit.head",
    least: "viewer",
    build: fixed("/v1/audit/head"),
  },
  {
    method: "GET",
    route: "/v1/audit/verify",
    command: "audit.verify",
    least: "viewer",
    build: fixed("/v1/audit/verify"),
  },
  {
    method: "POST",
    route: "/v1/backup",
    command: "backup.begin",
    least: "admin",
    build: fixed("/v1/backup"),
  },
  {
    method: "GET",
    route: "/v1/backup",
    command: "backup.read",
    least: "admin",
    build: async () => {
      const begun = await ask({ method: "POST", path: "/v1/backup" });
      return { path: `/v1/backup?cursor=${begun.json.nextCursor}` };
    },
  },
  {
    method: "DELETE",
    route: "/v1/restore",
    command: "restore.abort",
    least: "admin",
    build: fixed("/v1/restore"),
  },
  {
    method: "GET",
    route: "/v1/keys",
    command: "keys.status",
    least: "admin",
    build: fixed("/v1/keys"),
  },
  {
    method: "POST",
    route: "/v1/keys/rewrap",
    command: "keys.rewrap",
    least: "admin",
    build: async () => ({ path: "/v1/keys/rewrap", json: { limit: 1 } }),
  },
];

/**
 * Those that only an empty store answers, which the tests' own is not: `e2e/production` restores.
 * Here they are answered by refusing, after token, role and form were looked at.
 */
export const EMPTY_STORE_ROUTES = [
  { method: "POST", route: "/v1/restore", command: "restore.begin" },
  { method: "POST", route: "/v1/restore/chunks", command: "restore.write" },
  { method: "POST", route: "/v1/restore/commit", command: "restore.commit" },
] as const;
