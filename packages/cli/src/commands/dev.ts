/** `lunakey dev` */
import type { CommandSpec } from "../command-spec.ts";

export const devCommand: CommandSpec = {
  name: "dev",
  summary: "Run a local store for your own wrangler dev",
  description: [
    "Keeps its data in .lunakey beside lunakey.jsonc, or in the folder that it is started in.",
    "Ctrl-C stops it; nothing is lost.",
    "It answers on 127.0.0.1 only and opens no inspector; wrangler dev opens its own, through which programs on this machine see what a Worker holds.",
    "With --backend cloudflare, values come from npx wrangler secrets-store secret create without --remote, which keeps them in clear in the same folder; a new name is bound at the next start.",
  ],
  arguments: [
    {
      name: "COMMAND",
      summary: "run this with the store, and end with it",
      variadic: true,
      optional: true,
    },
  ],
  options: [
    { flags: "--port <number>", summary: "port of the admin Worker; 8790 where not given" },
    { flags: "--persist-to <folder>", summary: "where the data is kept" },
    { flags: "--store <id>", summary: "id of the store; else that of lunakey.jsonc" },
    { flags: "--backend <name>", summary: "where values live: vault, or cloudflare" },
    { flags: "--env <environment>", summary: "with cloudflare: whose values they are; or all" },
  ],
  examples: [
    ["lunakey dev", "runs until Ctrl-C"],
    ["lunakey dev -- npx wrangler dev", "runs the store and wrangler together"],
    ["lunakey dev --backend cloudflare", "on wrangler's local Secrets Store"],
  ],
  connects: false,
  passThrough: true,
  run: async (session, input) => (await import("../work/dev.ts")).runDev(session, input),
};
