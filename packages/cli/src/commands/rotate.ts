/** `lunakey rotate` */
import type { CommandSpec } from "../command-spec.ts";

export const rotateCommand: CommandSpec = {
  name: "rotate",
  summary: "Give secrets new values, without a moment in which one is not accepted",
  description: [
    "The new value is pending for a minute, so that every isolate can verify what it signs, then current; the old one is accepted until --overlap ends.",
    "The value comes as with set, or is made by --generate.",
    "Several secrets change at one moment, all or none.",
    "To undo: lunakey rollback.",
  ],
  arguments: [{ name: "NAME", summary: "name of the secret", variadic: true, optional: true }],
  options: [
    {
      flags: "--env <environment>",
      summary: "environment: default, staging, production, …, or all",
    },
    { flags: "--file <file>", summary: "read the new value from a file" },
    { flags: "--generate <size>", summary: "make it: so many random bytes, or characters" },
    {
      flags: "--format <format>",
      summary: "hex, base64, base64url (as it is), uuid, or alphabet:CHARACTERS",
    },
    { flags: "--out <file>", summary: "keep what was made in a new file, mode 0600" },
    {
      flags: "--from-file <file>",
      summary: "several secrets and environments, as JSON; - for a pipe",
    },
    {
      flags: "--overlap <time>",
      summary: "accept the old value for so long: 24h (as it is), 7d, 0",
    },
    { flags: "--pending", summary: "stay pending until lunakey promote" },
    { flags: "--if-version <number>", summary: "refuse unless this is the current version" },
    {
      flags: "--sync",
      summary: "also where Workers hold copies: the store writes them, or how to is shown",
    },
    {
      flags: "--leave-copies",
      summary: "also where Workers hold copies, which keep the old value",
    },
    { flags: "--expires <date>", summary: "the new value is not served from then on" },
    { flags: "--comment <text>", summary: "kept with the version; never a value" },
    { flags: "--yes", summary: "do not ask to type the name" },
  ],
  examples: [
    ["lunakey rotate STRIPE_SECRET_KEY --env production --overlap 7d", "asks for the value"],
    ["lunakey rotate JWT_A JWT_B --env staging --generate 32 --yes", "two at one moment"],
    ["lunakey rotate --from-file changes.json --yes", "a client id with its secret"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/rotate.ts")).rotateSecrets(session, input),
};
