/** `lunakey usage` */
import type { CommandSpec } from "../command-spec.ts";

export const usageCommand: CommandSpec = {
  name: "usage",
  summary: "List which Worker read what, from where, and when last",
  options: [
    { flags: "--name <name>", summary: "only this secret" },
    { flags: "--worker <worker>", summary: "only this Worker" },
    { flags: "--env <environment>", summary: "only this environment" },
  ],
  examples: [
    ["lunakey usage --name STRIPE_SECRET_KEY", "who reads it"],
    ["lunakey usage --worker luna-proxy-api --json", "one Worker's reads, for a script"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/consumers.ts")).listUsage(session, input),
};
