/** Routes of usage: which Worker read which name, from where, and when; and what that proves. */
import type { Route } from "./route.ts";

export const usageRoutes: readonly Route[] = [
  { method: "get", path: "/v1/usage", command: "usage.list", summary: "List who reads what" },
  {
    method: "get",
    path: "/v1/evidence",
    command: "evidence.list",
    summary: "What is known of one Worker's reads: what it was given, and what it reported",
  },
];
