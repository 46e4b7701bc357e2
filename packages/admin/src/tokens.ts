/** Routes of tokens, which people and CI call this API with. A token is shown once, when made. */
import type { Route } from "./route.ts";

export const tokenRoutes: readonly Route[] = [
  { method: "get", path: "/v1/tokens", command: "token.list", summary: "List tokens" },
  {
    method: "post",
    path: "/v1/tokens",
    command: "token.create",
    summary: "Make a token; the answer is the only one that shows it",
  },
  {
    method: "delete",
    path: "/v1/tokens/{id}",
    command: "token.revoke",
    summary: "Revoke a token for ever",
  },
];
