/** Which script at Cloudflare a Worker in an environment is, as the repository's configs say. */
import { type ConsumerEnvironment, type WorkerName, workerName } from "@lunakey/contract";
import {
  createDisk,
  findWorkerConfigs,
  readConfigs,
  type WorkerEnvironment,
  type WranglerConfig,
  walkRepository,
} from "@lunakey/migrate";
import { failure } from "../cli-error.ts";
import type { CommandInput } from "../command-spec.ts";
import { readInput } from "../input/user-input.ts";
import { asIs } from "../language/phrase.ts";
import { chooseWorkers, nameOf } from "../repository/choose-workers.ts";
import { openRepository } from "../repository/open-repository.ts";
import type { Session } from "../session.ts";

export interface CopyConsumer {
  readonly worker: WorkerName;
  readonly environment: ConsumerEnvironment;
}

/** A consumer, and its script. */
export interface CopyTarget extends CopyConsumer {
  readonly script: WorkerName;
}

/** One that a config of the repository describes. */
export interface ConfiguredTarget extends CopyTarget {
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
): readonly ConfiguredTarget[] {
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
): ConfiguredTarget {
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

/** The script that a consumer is, as far as a config of the current folder says so; null where none does. */
export function findScript({ ports }: Session, consumer: CopyConsumer): string | null {
  try {
    const disk = createDisk(ports.cwd);
    const { configs } = readConfigs(disk, walkRepository(disk));
    const scripts = findWorkerConfigs(configs)
      .filter((config) => nameOf(config) === consumer.worker)
      .flatMap(({ environments }) => environments)
      .filter(({ name }) => name === consumer.environment)
      .map(({ script }) => script);
    return scripts.length === 1 ? (scripts[0] ?? null) : null;
  } catch {
    // No folder that can be read: the store may know it.
    return null;
  }
}
