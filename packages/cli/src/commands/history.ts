/** `lunakey history` */
import type { CommandSpec } from "../command-spec.ts";
import { ENV_OPTION, NAME_ARGUMENT } from "./secret-options.ts";

export const historyCommand: CommandSpec = {
  name: "history",
  summary: "List a secret's versions: who made them, and when",
  arguments: [NAME_ARGUMENT],
  options: [ENV_OPTION],
  examples: [
    ["lunakey history JWT_SECRET --env production", "lists the versions, newest first"],
    ["lunakey history JWT_SECRET --env production --json", "the same for a script"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/secrets.ts")).showHistory(session, input),
};
