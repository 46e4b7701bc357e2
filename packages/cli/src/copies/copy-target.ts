/** Which script at Cloudflare a Worker in an environment is, as the repository's configs say. */
import { type ConsumerEnvironment, type WorkerName, workerName } from "@lunakey/contract";
import type { WorkerEnvironment, WranglerConfig } from "@lunakey/migrate";
import { failure } from "../cli-error.ts";
import type { CommandInput } from "../command-spec.ts";
import { readInput } from "../input/user-input.ts";
import { asIs } from "../language/phrase.ts";
import { chooseWorkers, nameOf } from "../repository/choose-workers.ts";
import { openRepository } from "../repository/open-repository.ts";
import type { Session } from "../session.ts";

/** A consumer, and its script. */
export interface CopyTarget {
  readonly worker: WorkerName;
  readonly environment: ConsumerEnvironment;
  readonly script: WorkerName;
  /** Of its config, relative to the repository's root. */
  readonly config: string;
  /** Is it bound to the store, so that it needs no copies? */
  readonly isBound: boolean;
}

/**
 * The Workers of the repository that have the environment; of `--worker` only, where that is given.
 *
 * @throws CliError `no_workers`, `worker_unknown`, `environment_unknown`.
 */
export function findCopyTargets(
  session: Session,
  input: CommandInput,
  environment: ConsumerEnvironment,
): readonly CopyTarget[] {
  const disk = openRepository(session, undefined);
  const targets = chooseWorkers(session, input, disk).flatMap((config) =>
    config.environments
      .filter(({ name }) => name === environment)
      .map((found) => describe(config, found, environment)),
  );
  if (targets.length > 0) return targets;
  throw failure(
    "environment_unknown",
    "No Worker of this repository has that environment.",
    "The environment default is a config's top level.",
  );
}

function describe(
  config: WranglerConfig,
  { script, bindings }: WorkerEnvironment,
  environment: ConsumerEnvironment,
): CopyTarget {
  const label = asIs(config.path);
  const worker = readInput(workerName, nameOf(config), label);
  return {
    worker,
    environment,
    script: readInput(workerName, script ?? worker, label),
    config: config.path,
    isBound: bindings.some(({ props }) => props !== null && "store" in props),
  };
}
