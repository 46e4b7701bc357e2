/** `lunakey migrate` */
import type { CommandSpec } from "../command-spec.ts";

export const migrateCommand: CommandSpec = {
  name: "migrate",
  summary: "Move reads of secrets to the helper, one route at a time, with proof",
  description: [
    'Makes env.NAME into await getSecret(env, "NAME") and everything above it async, by the meaning of the code.',
    "Nothing is written that has a new type error or a call that does not wait; what can not move is left working and said.",
    "Makes src/secrets.ts where it is not there.",
  ],
  options: [
    {
      flags: "--worker <worker>",
      summary: "one Worker, by name or its config's path; all of the repository where not given",
    },
    {
      flags: "--route <route>",
      summary: "only what this route reaches, such as /billing/checkout",
    },
    { flags: "--file <file>", summary: "only reads in this file" },
    {
      flags: "--except <name...>",
      summary: "leave the reads of these names, such as settings, as they are",
    },
    { flags: "--package", summary: "import @lunakey/runtime, in place of src/secrets.ts" },
    { flags: "--mark", summary: "put a TODO(lunakey) comment over each read that is left" },
    { flags: "--dry-run", summary: "show the change, and write nothing" },
    { flags: "--check", summary: "exit status 1 where something is left to move; writes nothing" },
    { flags: "--undo", summary: "take the last migrate back" },
    { flags: "--allow-dirty", summary: "write although there are changes that are not committed" },
  ],
  examples: [
    ["lunakey migrate --route /billing/checkout --dry-run", "shows what one route takes"],
    ["lunakey migrate --worker luna-proxy-api --except LOG_LEVEL", "one Worker but for a setting"],
    ["lunakey migrate --undo", "takes the last one back"],
  ],
  connects: false,
  run: async (session, input) => (await import("../work/migrate.ts")).migrate(session, input),
};
