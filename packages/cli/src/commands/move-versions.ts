/** `lunakey promote`, `rollback` and `retire` */
import type { ArgumentSpec, CommandSpec, OptionSpec } from "../command-spec.ts";
import { ENV_OPTION, NAME_ARGUMENT } from "./secret-options.ts";

const NAMES: ArgumentSpec = { ...NAME_ARGUMENT, variadic: true };
const IF_VERSION: OptionSpec = {
  flags: "--if-version <number>",
  summary: "refuse unless this is the current version",
};
const YES: OptionSpec = { flags: "--yes", summary: "do not ask to type the name" };

export const promoteCommand: CommandSpec = {
  name: "promote",
  summary: "Make a pending version the current one",
  description: ["It takes effect a minute after the version was written, at the earliest."],
  arguments: [NAMES],
  options: [
    ENV_OPTION,
    {
      flags: "--overlap <time>",
      summary: "accept the old value for so long: 24h (as it is), 7d, 0",
    },
    IF_VERSION,
  ],
  examples: [
    ["lunakey promote JWT_SECRET --env production", "the old value is accepted for a day"],
    ["lunakey promote CLIENT_ID CLIENT_SECRET --env production", "two at one moment"],
  ],
  connects: true,
  run: async (session, input) =>
    (await import("../work/move-versions.ts")).moveVersions(session, input, "promote"),
};

export const rollbackCommand: CommandSpec = {
  name: "rollback",
  summary: "Withdraw a pending version, or go back to the one before",
  description: [
    "What is left is accepted as the previous version until --overlap ends.",
    "Given twice it goes back once; --to names any version that lunakey history lists.",
  ],
  arguments: [NAMES],
  options: [
    ENV_OPTION,
    { flags: "--to <version>", summary: "back, or forward, to this version" },
    {
      flags: "--overlap <time>",
      summary: "accept what is left for so long: 24h (as it is), 7d, 0",
    },
    IF_VERSION,
    YES,
  ],
  examples: [
    ["lunakey rollback JWT_SECRET --env production", "asks to type the name"],
    ["lunakey rollback JWT_SECRET --env production --to 3 --overlap 0 --yes", "for scripts"],
  ],
  connects: true,
  run: async (session, input) =>
    (await import("../work/move-versions.ts")).moveVersions(session, input, "rollback"),
};

export const retireCommand: CommandSpec = {
  name: "retire",
  summary: "End the overlap of the previous version now",
  description: [
    "Isolates that have the version already accept it until they ask again: for two minutes, and where they can not reach the store for fifteen.",
  ],
  arguments: [NAMES],
  options: [ENV_OPTION, IF_VERSION, YES],
  examples: [
    ["lunakey retire JWT_SECRET --env production", "asks to type the name"],
    ["lunakey retire JWT_SECRET --env production --yes", "for scripts"],
  ],
  connects: true,
  run: async (session, input) =>
    (await import("../work/move-versions.ts")).moveVersions(session, input, "retire"),
};
