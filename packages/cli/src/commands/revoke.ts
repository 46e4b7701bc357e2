/** `lunakey revoke` */
import type { CommandSpec } from "../command-spec.ts";
import { NAME_ARGUMENT, WORKER_ENV_OPTION } from "./secret-options.ts";

export const revokeCommand: CommandSpec = {
  name: "revoke",
  summary: "Stop a Worker from reading secrets",
  arguments: [
    { name: "WORKER", summary: "name of the Worker, as its binding's props say" },
    { ...NAME_ARGUMENT, summary: "names of secrets", variadic: true },
  ],
  options: [WORKER_ENV_OPTION],
  examples: [
    ["lunakey revoke luna-proxy-api STRIPE_SECRET_KEY --env production", "one name"],
    ["lunakey revoke luna-proxy-web AUTH_SECRET JWT_SECRET --env staging", "two names"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/consumers.ts")).revokeNames(session, input),
};
