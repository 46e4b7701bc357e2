/** `lunakey helper` */
import type { CommandSpec } from "../command-spec.ts";

export const helperCommand: CommandSpec = {
  name: "helper",
  summary: "Check or renew the Workers' copies of the helper, src/secrets.ts",
  description: [
    "Without an option as --check.",
    "The helper is one file of the Worker's own, written by migrate; it changes only when this says so.",
  ],
  options: [
    { flags: "--check", summary: "exit status 1 where a copy is not this lunakey's" },
    { flags: "--update", summary: "write this lunakey's helper over the copies" },
    { flags: "--worker <worker>", summary: "one Worker; all of the repository where not given" },
    { flags: "--undo", summary: "take the last --update back" },
    { flags: "--dry-run", summary: "show what --update would change, and write nothing" },
    { flags: "--allow-dirty", summary: "write although there are changes that are not committed" },
  ],
  examples: [
    ["lunakey helper --check", "in CI, for example"],
    ["lunakey helper --update --dry-run", "shows what a newer helper changes"],
  ],
  connects: false,
  run: async (session, input) => (await import("../work/helper.ts")).manageHelper(session, input),
};
