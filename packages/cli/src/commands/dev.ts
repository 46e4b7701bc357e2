/** `lunakey dev` */
import type { CommandSpec } from "../command-spec.ts";

export const devCommand: CommandSpec = {
  name: "dev",
  summary: "Run a local store for your own wrangler dev",
  description:
    "Keeps its data in .lunakey beside lunakey.jsonc, or in the folder that it is started in. " +
    "Ctrl-C stops it; nothing is lost. It answers on 127.0.0.1 only and opens no inspector; " +
    "wrangler dev opens its own, through which programs on this machine see what a Worker holds.",
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
  ],
  examples: [
    ["lunakey dev", "runs until Ctrl-C"],
    ["lunakey dev -- npx wrangler dev", "runs the store and wrangler together"],
    ["lunakey dev --port 8791 --json", "one line of JSON when it is ready"],
  ],
  connects: false,
  passThrough: true,
  run: async (session, input) => (await import("../work/dev.ts")).runDev(session, input),
};
