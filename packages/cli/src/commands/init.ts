/** `lunakey init` */
import type { CommandSpec } from "../command-spec.ts";
import { PASSPHRASE_OPTION } from "../keys/passphrase.ts";

export const initCommand: CommandSpec = {
  name: "init",
  summary: "Write the gateway and the admin Worker into this repository",
  description: [
    "Makes the store's root key and the first admin's token on this machine.",
    "The token goes into a file, the key into a recovery file under a passphrase; neither is shown.",
    "Prints the deploy commands in order and runs none of them.",
  ],
  options: [
    {
      flags: "--backend <name>",
      summary: "cloudflare: values in Cloudflare's Secrets Store; vault: values in the gateway",
    },
    {
      flags: "--store <id>",
      summary: "id of the store; of Cloudflare's, where that is the backend",
    },
    {
      flags: "--environment <name>",
      summary: "backend cloudflare: the environment that its values are for, or all",
    },
    { flags: "--folder <folder>", summary: "where to write; lunakey where not given" },
    { flags: "--no-admin", summary: "without the admin Worker" },
    { flags: "--package", summary: "import the Workers from npm packages, in place of a copy" },
    {
      flags: "--keep-in <folder>",
      summary: "where token and recovery file go; outside of the repository",
    },
    { flags: "--recovery <file>", summary: "set up an existing store again, to be restored into" },
    PASSPHRASE_OPTION,
    { flags: "--outside-git", summary: "write although this is no git repository" },
    { flags: "--dry-run", summary: "show the files, and make nothing" },
  ],
  examples: [
    ["lunakey init", "asks what it needs to know"],
    ["lunakey init --backend vault --passphrase-file pass.txt", "without a terminal"],
    ["lunakey init --recovery recovery.json --backend vault", "for a store that was lost"],
  ],
  connects: false,
  run: async (session, input) => (await import("../work/init.ts")).initRepository(session, input),
};
