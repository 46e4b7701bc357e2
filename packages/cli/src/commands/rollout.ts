/** `lunakey rollout` */
import type { CommandSpec } from "../command-spec.ts";
import { ENV_OPTION, NAME_ARGUMENT } from "./secret-options.ts";

export const rolloutCommand: CommandSpec = {
  name: "rollout",
  summary: "Show which Workers have read the current version, and which have not",
  description: [
    "Says when the version before is safe to end.",
    "A Worker that was silent is unknown.",
    "With --wait, exit status 1 where not all have read it in time.",
  ],
  arguments: [NAME_ARGUMENT],
  options: [
    ENV_OPTION,
    { flags: "--wait", summary: "wait until every Worker has read it" },
    { flags: "--timeout <time>", summary: "how long to wait: 10m (as it is), 1h" },
  ],
  examples: [
    ["lunakey rollout JWT_SECRET --env production", "lists the Workers"],
    ["lunakey rollout JWT_SECRET --env production --wait --timeout 5m", "for scripts"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/rollout.ts")).showRollout(session, input),
};
