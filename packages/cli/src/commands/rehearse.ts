/** `lunakey rehearse` */
import type { CommandSpec } from "../command-spec.ts";

export const rehearseCommand: CommandSpec = {
  name: "rehearse",
  summary: "Show which reads would fail if the Workers had no individual secrets",
  description: [
    "Joins what the code reads with what the store gave each Worker, what the Workers reported, and what the account has; each fact says which of them it is from.",
    "What nobody reported is unknown, never nothing.",
    "Writes nothing.",
    "Exit status 1 where something would fail.",
  ],
  arguments: [
    { name: "DIR", summary: "folder of the repository; this one if left out", optional: true },
  ],
  options: [
    { flags: "--env <environment>", summary: "one environment; all where not given" },
    { flags: "--worker <worker>", summary: "one Worker; all of the repository where not given" },
    { flags: "--all", summary: "show the names that would be served too, with their facts" },
    { flags: "--strict", summary: "exit status 1 also where something is unknown" },
  ],
  examples: [
    ["lunakey rehearse --env staging", "before lunakey cleanup --env staging"],
    ["lunakey rehearse --env production --strict", "in CI, before a Worker goes store-only"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/rehearse.ts")).rehearse(session, input),
};
