/** Routes of secrets: their values go in and never come out. */
import type { Route } from "./route.ts";

const SECRET = "/v1/environments/{environment}/secrets/{name}";

export const secretRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/v1/secrets",
    command: "secret.list",
    summary: "List secrets, without their values",
  },
  { method: "get", path: SECRET, command: "secret.get", summary: "Describe a secret" },
  { method: "put", path: SECRET, command: "secret.set", summary: "Set a secret's value" },
  {
    method: "delete",
    path: SECRET,
    command: "secret.delete",
    summary: "Delete a secret; it can be undeleted for 30 days",
  },
  {
    method: "get",
    path: `${SECRET}/versions`,
    command: "secret.history",
    summary: "List the versions of a secret, newest first",
  },
  {
    method: "post",
    path: `${SECRET}/undelete`,
    command: "secret.undelete",
    summary: "Bring a deleted secret back",
  },
  {
    method: "post",
    path: "/v1/environments/{environment}/import",
    command: "secret.import",
    summary: "Compare many values with the store's, or write them: all or none",
  },
];
