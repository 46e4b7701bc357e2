/** `--env` of a command that looks at a repository: an environment that one of its Workers has. */
import { consumerEnvironment } from "@lunakey/contract";
import type { WranglerConfig } from "@lunakey/migrate";
import { failure } from "../cli-error.ts";
import { type CommandInput, textOption } from "../command-spec.ts";
import { readInput } from "../input/user-input.ts";
import { CHECK_WORDS } from "../language/check-words.ts";
import type { Session } from "../session.ts";

/** Undefined where it was not given: all of them. @throws CliError `environment_unknown` */
export function readEnvironment(
  session: Session,
  input: CommandInput,
  configs: readonly WranglerConfig[],
): string | undefined {
  const option = textOption(input, "env");
  if (option === undefined) return undefined;
  const wanted = readInput(consumerEnvironment, option, "--env");
  const known = [...new Set(configs.flatMap((each) => each.environments.map(({ name }) => name)))];
  if (known.includes(wanted)) return wanted;
  const words = CHECK_WORDS[session.language];
  throw failure("environment_unknown", words.environmentUnknown(known));
}
