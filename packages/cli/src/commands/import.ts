/** `lunakey import` */
import type { CommandSpec } from "../command-spec.ts";
import { ENV_OPTION } from "./secret-options.ts";

export const importCommand: CommandSpec = {
  name: "import",
  summary: "Import .dev.vars, .env or JSON: all values or none",
  description: [
    "Compares each value with the store's first (new, same, different), then writes all or none.",
    "$ and quotes inside of values stay as they are.",
  ],
  arguments: [{ name: "FILE", summary: "the file; - for standard input" }],
  options: [
    ENV_OPTION,
    { flags: "--dry-run", summary: "compare only" },
    { flags: "--overwrite", summary: "make new versions of values that differ" },
    { flags: "--yes", summary: "do not ask" },
  ],
  examples: [
    ["lunakey import .dev.vars --env default", "compares, asks, writes"],
    ["lunakey import secrets.json --env staging --dry-run", "compares only"],
    ["sops -d prod.env | lunakey import - --env production --yes", "from a pipe"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/import.ts")).importFile(session, input),
};
