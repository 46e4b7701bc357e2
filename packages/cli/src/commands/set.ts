/** `lunakey set` */
import type { CommandSpec } from "../command-spec.ts";
import { ENV_OPTION, NAME_ARGUMENT } from "./secret-options.ts";

export const setCommand: CommandSpec = {
  name: "set",
  summary: "Set a secret's value",
  description: [
    "The value comes from a hidden prompt on a terminal, else from standard input, or from a file.",
    "It is kept byte for byte, and is never an argument: shells and process lists would show it.",
  ],
  arguments: [NAME_ARGUMENT],
  options: [
    ENV_OPTION,
    { flags: "--file <file>", summary: "read the value from a file" },
    {
      flags: "--fallback <choice>",
      summary: "allowed: Workers may use their own copy in an outage; obsolete: they may not",
    },
    {
      flags: "--expect-version <number>",
      summary: "refuse unless this is the current version; 0: unless there is none",
    },
    { flags: "--expires <date>", summary: "not served from then on, such as 2027-01-31" },
    { flags: "--comment <text>", summary: "kept with the version; never a value" },
  ],
  examples: [
    ["lunakey set STRIPE_SECRET_KEY --env production", "asks for the value"],
    ["printf '%s' \"$KEY\" | lunakey set STRIPE_SECRET_KEY --env staging", "takes it from a pipe"],
    ["lunakey set SIGNING_KEY --env all --file key.pem", "takes it from a file"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/set.ts")).setSecret(session, input),
};
