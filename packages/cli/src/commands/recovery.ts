/** `lunakey recovery secrets` and `new-key` */
import type { ArgumentSpec, CommandGroup, CommandSpec } from "../command-spec.ts";
import { PASSPHRASE_OPTION } from "../keys/passphrase.ts";

const FILE: ArgumentSpec = { name: "FILE", summary: "the recovery file that lunakey init made" };

const secrets: CommandSpec = {
  name: "secrets",
  summary: "Hand the gateway's keys to wrangler, through a pipe only",
  arguments: [FILE],
  options: [PASSPHRASE_OPTION],
  examples: [
    [
      "lunakey recovery secrets FILE | npx wrangler deploy -c lunakey/store/wrangler.jsonc --secrets-file /dev/stdin",
      "the first deploy",
    ],
    [
      "lunakey recovery secrets FILE | npx wrangler secret bulk -c lunakey/store/wrangler.jsonc",
      "sets them on a gateway that is deployed",
    ],
  ],
  connects: false,
  run: async (session, input) => (await import("../work/recovery.ts")).writeSecrets(session, input),
};

const newKey: CommandSpec = {
  name: "new-key",
  summary: "Make the next root key, into the recovery file",
  arguments: [FILE],
  options: [PASSPHRASE_OPTION],
  examples: [
    ["lunakey recovery new-key recovery.json", "then prints what to do with it"],
    ["lunakey recovery new-key recovery.json --passphrase-file pass.txt", "without a terminal"],
  ],
  connects: false,
  run: async (session, input) => (await import("../work/recovery.ts")).addRootKey(session, input),
};

export const recoveryCommands: CommandGroup = {
  name: "recovery",
  summary: "Use the recovery file: hand its keys to wrangler, add the next one",
  commands: [secrets, newKey],
};
