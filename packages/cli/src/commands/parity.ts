/** `lunakey parity` */
import type { CommandSpec } from "../command-spec.ts";

export const parityCommand: CommandSpec = {
  name: "parity",
  summary: "Show whether the Workers' own copies are the store's values",
  description: [
    "Workers in mode shadow compare for themselves; no value leaves them.",
    "Where every copy of a Worker was seen equal, it can go store-first.",
  ],
  options: [
    { flags: "--worker <worker>", summary: "only this Worker" },
    { flags: "--env <environment>", summary: "only this environment" },
    { flags: "--name <name>", summary: "only this secret" },
  ],
  examples: [
    ["lunakey parity --env production", "what is known of production"],
    ["lunakey parity --worker luna-proxy-api --json", "one Worker's, for a script"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/parity.ts")).showParity(session, input),
};
