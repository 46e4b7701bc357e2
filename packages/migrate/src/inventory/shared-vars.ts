/**
 * Names that one Worker has in its `[vars]`, and that another one reads in the same code. For that one
 * they are no secrets either: a var that was forgotten, or is set elsewhere.
 */
import type { ScannedWorker } from "./scanned-worker.ts";

/** @returns for each Worker, by its config, the names that it reads where one that has the var does. */
export function findSharedVars(
  workers: readonly ScannedWorker[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map(workers.map(({ config }) => [config.path, new Set<string>()]));
  const vars = new Set(workers.flatMap((worker) => [...varsOf(worker)]));
  for (const name of vars) {
    for (const { config } of readersWithVar(workers, name)) found.get(config.path)?.add(name);
  }
  return found;
}

/** Through others too: what one shares with each of two is one code for all three. */
function readersWithVar(workers: readonly ScannedWorker[], name: string): ScannedWorker[] {
  const found = workers.filter((worker) => varsOf(worker).has(name));
  const places = new Set(found.flatMap((worker) => placesOf(worker, name)));
  const rest = new Set(workers.filter((worker) => !found.includes(worker)));
  let isGrowing = true;
  while (isGrowing) {
    isGrowing = false;
    for (const worker of rest) {
      const own = placesOf(worker, name);
      if (!own.some((place) => places.has(place))) continue;
      for (const place of own) places.add(place);
      found.push(worker);
      rest.delete(worker);
      isGrowing = true;
    }
  }
  return found;
}

function varsOf({ config }: ScannedWorker): Set<string> {
  return new Set(config.environments.flatMap(({ vars }) => vars.map(({ name }) => name)));
}

function placesOf({ reads }: ScannedWorker, name: string): string[] {
  return reads
    .filter((read) => read.name === name)
    .map(({ place: { file, line, column } }) => `${file}:${line}:${column}`);
}
