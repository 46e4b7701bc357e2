/** Routes of rotation, roll-out and parity: new values go in, and none comes out. */
import type { Route } from "./route.ts";

const SECRET = "/v1/environments/{environment}/secrets/{name}";

export const rotationRoutes: readonly Route[] = [
  {
    method: "post",
    path: `${SECRET}/rotate`,
    command: "secret.rotate",
    summary: "Write a new version, which becomes current once every isolate can verify it",
  },
  {
    method: "post",
    path: `${SECRET}/promote`,
    command: "secret.promote",
    summary: "Make the pending version current",
  },
  {
    method: "post",
    path: `${SECRET}/rollback`,
    command: "secret.rollback",
    summary: "Withdraw the pending version, or make the one before current again",
  },
  {
    method: "post",
    path: `${SECRET}/retire`,
    command: "secret.retire",
    summary: "End the overlap of the previous version now",
  },
  {
    method: "get",
    path: `${SECRET}/rollout`,
    command: "secret.rollout",
    summary: "Which consumers have read the current version",
  },
  {
    method: "post",
    path: "/v1/changes",
    command: "changes.apply",
    summary: "Change several secrets at one moment: all or none",
  },
  {
    method: "get",
    path: "/v1/parity",
    command: "parity.list",
    summary: "Whether the Workers' own copies are the store's values",
  },
];
