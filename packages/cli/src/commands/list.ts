/** `lunakey list` */
import type { CommandSpec } from "../command-spec.ts";

export const listCommand: CommandSpec = {
  name: "list",
  summary: "List secrets, without their values",
  options: [
    { flags: "--env <environment>", summary: "only this environment" },
    { flags: "--search <text>", summary: "only names that contain this" },
  ],
  examples: [
    ["lunakey list", "lists all environments"],
    ["lunakey list --env production --search stripe", "lists what matches"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/secrets.ts")).listSecrets(session, input),
};
