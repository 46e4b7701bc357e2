/** `lunakey token create`, `list` and `revoke` */
import type { CommandGroup, CommandSpec } from "../command-spec.ts";

const create: CommandSpec = {
  name: "create",
  summary: "Make a token, into a file that only you can read",
  options: [
    { flags: "--label <text>", summary: "what it is for", required: true },
    {
      flags: "--role <role>",
      summary: "admin: everything; writer: secrets; viewer: metadata and audit",
      required: true,
    },
    { flags: "--out <file>", summary: "a new file for the token, mode 0600" },
    { flags: "--expires <date>", summary: "opens nothing from then on, such as 2027-01-31" },
    { flags: "--show", summary: "write the token to the terminal" },
  ],
  examples: [
    ["lunakey token create --label ci --role writer --out ci-token", "into a file"],
    [
      "lunakey token create --label ci --role viewer | gh secret set LUNAKEY_TOKEN",
      "into another program",
    ],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/tokens.ts")).createToken(session, input),
};

const list: CommandSpec = {
  name: "list",
  summary: "List tokens: labels, roles, last use",
  examples: [
    ["lunakey token list", "lists all"],
    ["lunakey token list --json", "the same for a script"],
  ],
  connects: true,
  run: async (session) => (await import("../work/tokens.ts")).listTokens(session),
};

const revoke: CommandSpec = {
  name: "revoke",
  summary: "Revoke a token for ever",
  arguments: [{ name: "ID", summary: "the token's id: 16 hexadecimal digits" }],
  options: [{ flags: "--yes", summary: "do not ask" }],
  examples: [
    ["lunakey token revoke 0123456789abcdef", "asks first"],
    ["lunakey token revoke 0123456789abcdef --yes", "for scripts"],
  ],
  connects: true,
  run: async (session, input) => (await import("../work/tokens.ts")).revokeToken(session, input),
};

export const tokenCommands: CommandGroup = {
  name: "token",
  summary: "Make, list and revoke tokens",
  commands: [create, list, revoke],
};
