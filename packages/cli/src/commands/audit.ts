/** `lunakey audit` */
import type { CommandSpec } from "../command-spec.ts";

export const auditCommand: CommandSpec = {
  name: "audit",
  summary: "List the newest events of the audit log",
  options: [{ flags: "--limit <number>", summary: "how many events; 50 where not given" }],
  examples: [
    ["lunakey audit", "the last 50 events"],
    ["lunakey audit --limit 1000 --json", "for a script"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/log.ts")).listEvents(session, input),
};
