/** `lunakey grant` */
import type { CommandSpec } from "../command-spec.ts";
import { NAME_ARGUMENT, WORKER_ENV_OPTION } from "./secret-options.ts";

export const grantCommand: CommandSpec = {
  name: "grant",
  summary: "Let a Worker read secrets",
  arguments: [
    { name: "WORKER", summary: "name of the Worker, as its binding's props say" },
    { ...NAME_ARGUMENT, summary: "names of secrets", variadic: true },
  ],
  options: [WORKER_ENV_OPTION],
  examples: [
    ["lunakey grant luna-proxy-api STRIPE_SECRET_KEY JWT_SECRET --env production", "two names"],
    ["lunakey grant luna-proxy-web AUTH_SECRET --env default", "a config's top level"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/consumers.ts")).grantNames(session, input),
};
