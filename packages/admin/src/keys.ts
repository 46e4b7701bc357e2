/** Routes of root keys: which there are, and moving values from one to the next. No key is in them. */
import type { Route } from "./route.ts";

export const keyRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/v1/keys",
    command: "keys.status",
    summary: "Which root keys there are, and how many versions are under each",
  },
  {
    method: "post",
    path: "/v1/keys/rewrap",
    command: "keys.rewrap",
    summary: "Wrap the data keys of one batch of versions under the newest root key",
  },
];
