/** Route of the store's state: backend, versions of schema and root key, counts. */
import type { Route } from "./route.ts";

export const statusRoutes: readonly Route[] = [
  { method: "get", path: "/v1/status", command: "store.status", summary: "The store's state" },
];
