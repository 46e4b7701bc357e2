/** `lunakey rewrap` */
import type { CommandSpec } from "../command-spec.ts";

export const rewrapCommand: CommandSpec = {
  name: "rewrap",
  summary: "Move all values to the newest root key, while reads go on",
  description: [
    "After the next root key was added to the gateway (lunakey recovery new-key).",
    "No value is opened.",
    "A run that was interrupted is simply run again.",
    "Ends by saying which root key nothing needs any more.",
  ],
  examples: [
    ["lunakey rewrap", "shows how far it is"],
    ["lunakey rewrap --json", "for a script"],
  ],
  connects: true,
  run: async (session) => (await import("../work/rewrap.ts")).rewrap(session),
};
