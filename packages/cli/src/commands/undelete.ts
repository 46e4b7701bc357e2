/** `lunakey undelete` */
import type { CommandSpec } from "../command-spec.ts";
import { ENV_OPTION, NAME_ARGUMENT } from "./secret-options.ts";

export const undeleteCommand: CommandSpec = {
  name: "undelete",
  summary: "Bring a deleted secret back",
  arguments: [NAME_ARGUMENT],
  options: [ENV_OPTION],
  examples: [
    ["lunakey undelete OLD_TOKEN --env staging", "serves its last version again"],
    ["lunakey undelete OLD_TOKEN --env staging --json", "the same for a script"],
  ],
  connects: true,
  run: async (session, input) =>
    (await import("../work/secrets.ts")).undeleteSecret(session, input),
};
