/**
 * Routes of grants: which Worker, in which environment, may read which names. Removing is a POST,
 * since it takes a list of names: a body on DELETE has no meaning in HTTP (RFC 9110, 9.3.5), and
 * clients and proxies drop it.
 */
import type { Route } from "./route.ts";

export const grantRoutes: readonly Route[] = [
  { method: "get", path: "/v1/grants", command: "grant.list", summary: "List grants" },
  {
    method: "post",
    path: "/v1/grants",
    command: "grant.add",
    summary: "Let a Worker read names",
  },
  {
    method: "post",
    path: "/v1/grants/remove",
    command: "grant.remove",
    summary: "Stop a Worker from reading names",
  },
];
