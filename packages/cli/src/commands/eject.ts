/** `lunakey eject` */
import type { CommandSpec } from "../command-spec.ts";

export const ejectCommand: CommandSpec = {
  name: "eject",
  summary: "Leave Lunakey: bindings and code as they were before it, later edits kept",
  description: [
    "Has the store write the current values as individual secrets first; they are sent, never verified, until a Worker has compared them (--verify).",
    "Finds in git's history what Lunakey changed, and takes that back alone: what people changed before, between and since stays.",
    "Nothing is written that has a new type error or a call that does not wait; what can not be taken back is left working and said.",
    "Deploys nothing: prints the commands in order. Until then the Workers go on reading the store.",
  ],
  options: [
    { flags: "--worker <worker>", summary: "one Worker; all of the repository where not given" },
    {
      flags: "--env <environment>",
      summary: "its binding alone; the code goes back with the last one",
    },
    {
      flags: "--code-only",
      summary: "the files alone: the individual secrets are left as they are",
    },
    { flags: "--verify", summary: "go on only when each Worker has found its copies equal" },
    { flags: "--timeout <time>", summary: "how long to wait: 10m (as it is), 1h" },
    { flags: "--since <commit>", summary: "the commit before Lunakey's first change" },
    { flags: "--dry-run", summary: "show the change, and write nothing" },
    { flags: "--undo", summary: "take the last eject back" },
    { flags: "--allow-dirty", summary: "write although there are changes that are not committed" },
    { flags: "--yes", summary: "do not ask" },
  ],
  examples: [
    ["lunakey eject --dry-run", "shows what would change"],
    ["lunakey eject", "shows, asks, sends the values, writes"],
    ["lunakey eject --undo", "back to the store"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/eject.ts")).eject(session, input),
};
