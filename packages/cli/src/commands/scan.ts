/** `lunakey scan` */
import type { CommandSpec } from "../command-spec.ts";

export const scanCommand: CommandSpec = {
  name: "scan",
  summary: "See which Worker reads which secret, what to mend, and whether to move",
  description: [
    "Reads a repository and writes nothing in it; needs no account and no set-up.",
    "Ends with a verdict: keep the individual secrets, fix what was found, or move to a store.",
    "Shows names, places and code, never a value.",
    "Exit status 0, whatever is found.",
  ],
  arguments: [
    { name: "DIR", summary: "folder of the repository; this one if left out", optional: true },
  ],
  options: [
    { flags: "--reads", summary: "list every read with its line of code too" },
    { flags: "--html <file>", summary: "write it as one page to look at, too" },
  ],
  examples: [
    ["lunakey scan", "this repository"],
    ["lunakey scan ../my-repo --html secrets.html", "another one, as a page too"],
    ["lunakey scan --json | jq .verdict", "for a program"],
  ],
  connects: false,
  run: async (session, input) => (await import("../work/scan.ts")).scan(session, input),
};
