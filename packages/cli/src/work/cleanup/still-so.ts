/** Whether what was shown is still what there is, once somebody has answered: people take their time. Pure. */
import type { CleanupPlan, WorkerCleanup } from "./plan.ts";

/** @returns names, as `WORKER NAME`, and paths of which something else would be done by now. */
export function listChanged(shown: CleanupPlan, now: CleanupPlan): string[] {
  const [names, namesNow] = [describeNames(shown), describeNames(now)];
  const [files, filesNow] = [describeFiles(shown), describeFiles(now)];
  return [...listDifferent(names, namesNow), ...listDifferent(files, filesNow)];
}

/** What of a name was shown as lost for good: the store's version, and what is passed over. */
function describeNames({ workers }: CleanupPlan): Map<string, string> {
  return new Map(workers.flatMap(describeWorker));
}

function describeWorker({ evidence, individual, removesFallback }: WorkerCleanup) {
  const { worker } = evidence.target;
  const names = individual.map(({ evidence: { name, known }, forced }): [string, string] => [
    `${worker} ${name}`,
    JSON.stringify([known?.version ?? null, forced.map(({ code }) => code)]),
  ]);
  const fallback: [string, string][] = removesFallback ? [[`${worker} LUNAKEY_MODE`, ""]] : [];
  return [...names, ...fallback];
}

function describeFiles({ changes }: CleanupPlan): Map<string, string> {
  return new Map(changes.map(({ path, before, after }) => [path, JSON.stringify([before, after])]));
}

function listDifferent(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  const all = new Set([...a.keys(), ...b.keys()]);
  return [...all].filter((key) => a.get(key) !== b.get(key)).sort();
}
