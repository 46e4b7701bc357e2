/** `--env` of a command that looks at a repository: an environment that one of its Workers has. */
import { consumerEnvironment } from "@lunakey/contract";
import type { WranglerConfig } from "@lunakey/migrate";
import { failure } from "../cli-error.ts";
import { type CommandInput, textOption } from "../command-spec.ts";
import { readInput } from "../input/user-input.ts";
import { CHECK_WORDS } from "../language/catalogues/check.ts";
import type { Session } from "../session.ts";

/** What was typed; undefined where nothing was: all of them. @throws CliError `usage` */
export function readEnvironment(input: CommandInput): string | undefined {
  const option = textOption(input, "env");
  return option === undefined ? undefined : readInput(consumerEnvironment, option, "--env");
}

/** @throws CliError `environment_unknown` where no Worker has it. */
export function requireEnvironment<Wanted extends string | undefined>(
  session: Session,
  wanted: Wanted,
  configs: readonly WranglerConfig[],
): Wanted {
  const known = [...new Set(configs.flatMap((each) => each.environments.map(({ name }) => name)))];
  if (wanted === undefined || known.includes(wanted)) return wanted;
  throw failure("environment_unknown", CHECK_WORDS[session.language].environmentUnknown(known));
}
