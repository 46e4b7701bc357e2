/**
 * How Workers are called where a person reads of them: by name, and where several configs of a repository
 * have one name, such as that of an example and of its copy, with the config's path. --json has names.
 */

interface NamedWorker {
  readonly name: string;
  /** The path of its config. */
  readonly config: string;
}

/** By config; none for a Worker whose name says which one it is. */
export type WorkerLabels = ReadonlyMap<string, string>;

/** @param workers all of the repository's. */
export function labelWorkers(workers: readonly NamedWorker[]): WorkerLabels {
  const byName = Map.groupBy(workers, ({ name }) => name);
  const alike = [...byName.values()].filter((own) => own.length > 1).flat();
  return new Map(alike.map(({ name, config }) => [config, `${name} (${config})`]));
}

/** By config, of all of them. */
export function callWorkers(workers: readonly NamedWorker[]): ReadonlyMap<string, string> {
  return new Map([
    ...workers.map(({ config, name }) => [config, name] as const),
    ...labelWorkers(workers),
  ]);
}
