/** `lunakey restore` */
import type { CommandSpec } from "../command-spec.ts";

export const restoreCommand: CommandSpec = {
  name: "restore",
  summary: "Put a backup into an empty store of the same id and root key",
  description: [
    "Nothing of it is in force before all of it is.",
    "A run that was interrupted goes on where it was.",
    "A file that was altered, is not whole or is another store's is refused.",
  ],
  arguments: [{ name: "FILE", summary: "a file that lunakey backup made" }],
  options: [{ flags: "--yes", summary: "do not ask" }],
  examples: [
    ["lunakey restore store.backup", "asks first"],
    ["lunakey restore store.backup --yes", "for scripts"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/restore.ts")).restore(session, input),
};
