/** `lunakey cleanup` */
import type { CommandSpec } from "../command-spec.ts";

export const cleanupCommand: CommandSpec = {
  name: "cleanup",
  summary: "Remove individual secrets that the Workers do not need any more; optional for ever",
  description: [
    "Only where 30 days say that the store serves in their place: no read past the helper, every read served, no fallback reported and no report missing, the values seen equal.",
    "Takes them from the account, from .dev.vars and from secrets.required, and sets LUNAKEY_MODE to store-only once nothing is left.",
    "Shows all of it, and what nobody can have seen, before it asks.",
    "Cloudflare gives no individual secret back: from then on the store has the only value.",
    "Production only after staging.",
    "Interrupted, it is simply run again.",
  ],
  options: [
    { flags: "--env <environment>", summary: "which environment: staging first" },
    { flags: "--worker <worker>", summary: "one Worker; all of the repository where not given" },
    { flags: "--force", summary: "also what was not seen for 30 days; asks for the Worker's name" },
    {
      flags: "--confirm <worker>",
      summary: "with --force: the Worker's name, where nobody can be asked",
    },
    { flags: "--allow-dirty", summary: "write although there are changes that are not committed" },
    { flags: "--dry-run", summary: "show it, and change nothing" },
    {
      flags: "--undo",
      summary: "take the files of the last lunakey cleanup back; secrets do not come back",
    },
    { flags: "--yes", summary: "do not ask; does not stand in for --force" },
  ],
  examples: [
    ["lunakey cleanup --env staging --dry-run", "what would go, and what stays and why"],
    ["lunakey cleanup --env production --worker luna-proxy-api", "one Worker, after staging"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/cleanup.ts")).cleanUp(session, input),
};
