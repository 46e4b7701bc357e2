/** `lunakey status` */
import type { CommandSpec } from "../command-spec.ts";

export const statusCommand: CommandSpec = {
  name: "status",
  summary: "Show the store, how far this repository's Workers are, and what is next",
  description: [
    "In a repository: the phase of each Worker and environment, from its config and code; what is deployed, where wrangler is signed in; the next route.",
    "Works without any store there.",
  ],
  options: [{ flags: "--offline", summary: "without asking the account what is deployed" }],
  examples: [
    ["lunakey status", "the store that commands here talk to, and this repository"],
    ["lunakey status --url https://lunakey.example.com", "another store"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/status.ts")).showStatus(session, input),
};
