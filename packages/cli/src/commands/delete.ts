/** `lunakey delete` */
import type { CommandSpec } from "../command-spec.ts";
import { ENV_OPTION, NAME_ARGUMENT } from "./secret-options.ts";

export const deleteCommand: CommandSpec = {
  name: "delete",
  summary: "Delete a secret; it can be brought back for 30 days",
  arguments: [NAME_ARGUMENT],
  description: [
    "Refused while a Worker still reads it, with the list; --force deletes it all the same.",
  ],
  options: [
    ENV_OPTION,
    { flags: "--yes", summary: "do not ask to type the name" },
    { flags: "--force", summary: "also where a Worker read it in the last 30 days" },
  ],
  examples: [
    ["lunakey delete OLD_TOKEN --env staging", "asks to type the name"],
    ["lunakey delete OLD_TOKEN --env staging --yes", "for scripts"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/secrets.ts")).deleteSecret(session, input),
};
