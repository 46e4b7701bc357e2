/** Routes of the audit log. Keep a head outside of the store: only that proves that none was cut. */
import type { Route } from "./route.ts";

export const auditRoutes: readonly Route[] = [
  { method: "get", path: "/v1/audit", command: "audit.list", summary: "List audit events" },
  {
    method: "get",
    path: "/v1/audit/head",
    command: "audit.head",
    summary: "The signed head of the audit log",
  },
  {
    method: "get",
    path: "/v1/audit/verify",
    command: "audit.verify",
    summary: "Recompute the audit log's chain",
  },
];
