/** `lunakey mode` */
import type { CommandSpec } from "../command-spec.ts";

export const modeCommand: CommandSpec = {
  name: "mode",
  summary: "Say from where a Worker's environment reads: its own copies, or the store",
  description: [
    "Writes LUNAKEY_MODE into the Worker's wrangler config, after showing the change, and prints the deploy command.",
    "shadow: its own copies serve, and are compared.",
    "store-first: the store serves, copies in an outage.",
    "store-only: nothing but the store.",
    "individual-first: with lunakey dev only.",
    "Away from the copies only where all were seen equal lately, or with --force.",
  ],
  arguments: [
    {
      name: "MODE",
      summary: "shadow, store-first, store-only or individual-first",
      optional: true,
    },
  ],
  options: [
    {
      flags: "--env <environment>",
      summary: "environment of the Worker: default (a config's top level), staging, production, …",
    },
    { flags: "--worker <worker>", summary: "which Worker, where the repository has several" },
    { flags: "--force", summary: "although copies were not all seen equal" },
    { flags: "--allow-dirty", summary: "write although there are changes that are not committed" },
    { flags: "--dry-run", summary: "show the change, and write nothing" },
    { flags: "--undo", summary: "take the last lunakey mode back; MODE is left out" },
    { flags: "--yes", summary: "do not ask" },
  ],
  examples: [
    [
      "lunakey mode shadow --env production --worker luna-proxy-api",
      "compares, and serves as before",
    ],
    [
      "lunakey mode store-first --env production --worker luna-proxy-api",
      "once lunakey parity says so",
    ],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/mode.ts")).switchMode(session, input),
};
