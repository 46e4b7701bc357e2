/** `lunakey bind` */
import type { CommandSpec } from "../command-spec.ts";

export const bindCommand: CommandSpec = {
  name: "bind",
  summary: "Bind Workers to the store, in their wrangler configs; staging first",
  description: [
    "Shows the change, asks, and writes it; lets the Workers read what their code reads, where a store can be reached; prints the deploy commands in order and runs none.",
    "Touches no line that it does not need, and does nothing the second time.",
    "Individual secrets stay as they are.",
  ],
  options: [
    {
      flags: "--env <environment>",
      summary: "environment: staging first; default is the top level",
    },
    { flags: "--worker <worker>", summary: "one Worker; all of the repository where not given" },
    {
      flags: "--delivery <way>",
      summary:
        "service (through the gateway; the default), native (Cloudflare's binding per name), synced",
    },
    { flags: "--create-env", summary: "make the environment where a Worker lacks it" },
    { flags: "--skip-staging", summary: "production although the store has served no staging" },
    { flags: "--offline", summary: "without asking the account whether the gateway is deployed" },
    { flags: "--allow-dirty", summary: "write although there are changes that are not committed" },
    { flags: "--dry-run", summary: "show the change, and write nothing" },
    { flags: "--undo", summary: "take the last bind back" },
    { flags: "--yes", summary: "do not ask" },
  ],
  examples: [
    ["lunakey bind --env staging", "shows, asks, writes"],
    ["lunakey bind --env staging --create-env --dry-run", "what a new environment would look like"],
    ["lunakey bind --undo", "takes the last one back"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/bind.ts")).bind(session, input),
};
