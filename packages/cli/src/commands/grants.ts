/** `lunakey grants` */
import type { CommandSpec } from "../command-spec.ts";

export const grantsCommand: CommandSpec = {
  name: "grants",
  summary: "List which Worker may read what",
  options: [
    { flags: "--worker <worker>", summary: "only this Worker" },
    { flags: "--env <environment>", summary: "only this environment" },
    { flags: "--name <name>", summary: "only this secret" },
  ],
  examples: [
    ["lunakey grants", "lists all"],
    ["lunakey grants --worker luna-proxy-api --env production", "lists one Worker's"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/consumers.ts")).listGrants(session, input),
};
