/** `lunakey status` */
import type { CommandSpec } from "../command-spec.ts";

export const statusCommand: CommandSpec = {
  name: "status",
  summary: "Show which store this is, and how much is in it",
  examples: [
    ["lunakey status", "the store that commands here talk to"],
    ["lunakey status --url https://lunakey.example.com", "another one"],
  ],
  connects: true,
  run: async (session) => (await import("../work/log.ts")).showStatus(session),
};
