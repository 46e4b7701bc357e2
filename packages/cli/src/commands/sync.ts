/** `lunakey sync` */
import { type CommandSpec, hasFlag } from "../command-spec.ts";

export const syncCommand: CommandSpec = {
  name: "sync",
  summary: "Have the store write the Workers' individual secrets, and keep them equal",
  description: [
    "The gateway writes them at Cloudflare, with a power that it has to be given; no value passes here.",
    "Each change of a Worker's secrets deploys it anew, with the code that it has.",
    "From then on a copy follows whenever its secret changes.",
    "Without NAME: all that the Worker is granted. Without --worker: the repository's Workers that are not bound to the store.",
    "A copy is sent, never verified, until its Worker has compared it.",
  ],
  arguments: [{ name: "NAME", summary: "names of secrets", variadic: true, optional: true }],
  options: [
    {
      flags: "--env <environment>",
      summary: "environment of the Worker: default (a config's top level), staging, production, …",
    },
    { flags: "--worker <worker>", summary: "only this Worker" },
    { flags: "--status", summary: "show how far each copy is, and send nothing" },
    { flags: "--wait", summary: "wait until Cloudflare has taken all of them" },
    { flags: "--timeout <time>", summary: "how long to wait: 10m (as it is), 1h" },
    {
      flags: "--prune",
      summary: "also delete copies whose secret the store has no more, after showing which",
    },
    { flags: "--dry-run", summary: "show what would be sent, and send nothing" },
    { flags: "--yes", summary: "do not ask" },
  ],
  examples: [
    ["lunakey sync --env production --worker luna-proxy-api --wait", "one Worker's, until the end"],
    ["lunakey sync --status --env production", "how far each copy is"],
    ["lunakey sync OLD_KEY --env production --prune", "deletes one that the store does not know"],
  ],
  connects: true,
  run: async (session, input) =>
    hasFlag(input, "status")
      ? (await import("../work/sync-status.ts")).showCopies(session, input)
      : (await import("../work/sync.ts")).syncCopies(session, input),
};
