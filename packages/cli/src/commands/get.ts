/** `lunakey get` */
import type { CommandSpec } from "../command-spec.ts";
import { ENV_OPTION, NAME_ARGUMENT } from "./secret-options.ts";

export const getCommand: CommandSpec = {
  name: "get",
  summary: "Show a secret's version and state; never its value",
  arguments: [NAME_ARGUMENT],
  options: [ENV_OPTION],
  examples: [
    ["lunakey get STRIPE_SECRET_KEY --env production", "shows version, stages and dates"],
    ["lunakey get STRIPE_SECRET_KEY --env production --json", "the same for a script"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/secrets.ts")).getSecret(session, input),
};
