/** `lunakey check` */
import type { CommandSpec } from "../command-spec.ts";

export const checkCommand: CommandSpec = {
  name: "check",
  summary: "Fail where a secret that the code reads would not be there; for CI, before a deploy",
  description: [
    "Compares what the code reads with the configs, the store and the gateway, and says what to type for each finding.",
    "Writes nothing.",
    "Exit status 1 where something breaks.",
    "What could not be looked at is said as not checked, never as right.",
    "In GitHub Actions it annotates the lines.",
  ],
  arguments: [
    { name: "DIR", summary: "folder of the repository; this one if left out", optional: true },
  ],
  options: [
    { flags: "--env <environment>", summary: "one environment; all where not given" },
    { flags: "--worker <worker>", summary: "one Worker; all of the repository where not given" },
    { flags: "--offline", summary: "ask neither the store nor the account" },
    { flags: "--github", summary: "annotations for GitHub Actions; by itself where those run it" },
  ],
  examples: [
    ["lunakey check --env production && npx wrangler deploy --env production", "before a deploy"],
    ["lunakey check --offline", "where no store can be reached"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/check.ts")).check(session, input),
};
