/** The argument and option that all commands about one secret share. */
import type { ArgumentSpec, OptionSpec } from "../command-spec.ts";

export const NAME_ARGUMENT: ArgumentSpec = { name: "NAME", summary: "name of the secret" };

/** There is no default, so that a value of development can not reach production by accident. */
export const ENV_OPTION: OptionSpec = {
  flags: "--env <environment>",
  summary: "environment: default (a config's top level), staging, production, …, or all",
  required: true,
};

/** The same for Workers, which are in one environment each. */
export const WORKER_ENV_OPTION: OptionSpec = {
  flags: "--env <environment>",
  summary: "environment of the Worker: default (a config's top level), staging, production, …",
  required: true,
};
