/** `lunakey backup` */
import type { CommandSpec } from "../command-spec.ts";

export const backupCommand: CommandSpec = {
  name: "backup",
  summary: "Copy the whole store into a file, with values sealed as they are",
  description: [
    "The file is of one moment; writes go on meanwhile.",
    "It opens only with the root key, so keep the recovery file elsewhere.",
    "On backend cloudflare it holds grants, tokens and audit: the values are in Cloudflare's Secrets Store, which gives none out.",
  ],
  arguments: [{ name: "FILE", summary: "a new file, mode 0600" }],
  examples: [
    ["lunakey backup store.backup", "the store that commands here talk to"],
    ["lunakey backup store.backup --json", "for a script"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/backup.ts")).backUp(session, input),
};
