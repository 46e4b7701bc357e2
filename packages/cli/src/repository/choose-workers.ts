/** The Workers of a repository that a command is about. */

import { workerName } from "@lunakey/contract";
import {
  type Disk,
  findWorkerConfigs,
  readConfigs,
  type WranglerConfig,
  walkRepository,
} from "@lunakey/migrate";
import { failure } from "../cli-error.ts";
import { type CommandInput, textOption } from "../command-spec.ts";
import { readInput } from "../input/user-input.ts";
import { REPOSITORY_WORDS } from "../language/catalogues/repository.ts";
import type { Session } from "../session.ts";
import { isOwnWorker } from "./own-workers.ts";

/** The config's name, else its folder's. */
export function nameOf({ name, path }: WranglerConfig): string {
  return name ?? path.split("/").at(-2) ?? "worker";
}

/** By its config's path from the repository's root, which no name can be: for names that several have. */
function findAtPath(
  workers: readonly WranglerConfig[],
  option: string,
): WranglerConfig | undefined {
  return workers.find(({ path }) => path === option.replace(/^\.\//, ""));
}

/**
 * Configs that a scan takes for Workers, without Lunakey's own. Without `--worker` all of them;
 * with one its name, which several can have, or its config's path.
 *
 * @throws CliError `no_workers` or `worker_unknown`.
 */
export function chooseWorkers(
  session: Session,
  input: CommandInput,
  disk: Disk,
): readonly WranglerConfig[] {
  const words = REPOSITORY_WORDS[session.language];
  const option = textOption(input, "worker");
  const { configs } = readConfigs(disk, walkRepository(disk));
  const workers = findWorkerConfigs(configs).filter((config) => !isOwnWorker(config));
  const atPath = option === undefined ? undefined : findAtPath(workers, option);
  if (atPath) return [atPath];
  const wanted = option === undefined ? undefined : readInput(workerName, option, "--worker");
  if (workers.length === 0) throw failure("no_workers", words.noWorkers, words.noWorkersHint);
  const chosen = workers.filter((config) => wanted === undefined || nameOf(config) === wanted);
  if (chosen.length > 0) return chosen;
  throw failure("worker_unknown", words.workerUnknown([...new Set(workers.map(nameOf))]));
}
