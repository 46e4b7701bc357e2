/** Route of usage: which Worker read which name, from where, and when last. */
import type { Route } from "./route.ts";

export const usageRoutes: readonly Route[] = [
  { method: "get", path: "/v1/usage", command: "usage.list", summary: "List who reads what" },
];
