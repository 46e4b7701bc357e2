/** `lunakey helper` */
import { type CommandSpec, textOption } from "../command-spec.ts";

export const helperCommand: CommandSpec = {
  name: "helper",
  summary: "Check, renew or complete the Workers' copies of the helper, src/secrets.ts",
  description: [
    "Without an option as --check.",
    "Says which version each copy is, whether it was edited, and what was.",
    "The helper is one file of the Worker's own, written by migrate; it changes only when this says so.",
    "--add puts more of the runtime beside it. reports: the Worker tells the store where its reads were served from, and in mode shadow whether its copies are equal; parity, rollout and cleanup know nothing without. verify: verifyWithSecret, for what was signed before or after a rotation. client: withSecret, for clients that are built once.",
  ],
  options: [
    { flags: "--check", summary: "exit status 1 where a copy is not this lunakey's" },
    { flags: "--update", summary: "write this lunakey's helper over the copies" },
    { flags: "--force", summary: "with --update: also over copies that were edited by hand" },
    { flags: "--add <part>", summary: "reports, verify or client" },
    { flags: "--worker <worker>", summary: "one Worker; all of the repository where not given" },
    { flags: "--undo", summary: "take the last --update or --add back" },
    { flags: "--dry-run", summary: "show what would change, and write nothing" },
    { flags: "--allow-dirty", summary: "write although there are changes that are not committed" },
  ],
  examples: [
    ["lunakey helper --check", "in CI, for example"],
    ["lunakey helper --update --dry-run", "shows what a newer helper changes"],
    ["lunakey helper --add reports --dry-run", "the lines that let a Worker compare and report"],
  ],
  connects: false,
  run: async (session, input) => {
    const part = textOption(input, "add");
    return part === undefined
      ? (await import("../work/helper-copies.ts")).manageHelper(session, input)
      : (await import("../work/add-helper-part.ts")).addHelperPart(session, input, part);
  },
};
