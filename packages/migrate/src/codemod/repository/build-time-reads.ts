/** What a Worker takes of `import.meta.env`: nothing that a run moves, and nothing that may go unsaid. */
import type { Remark } from "../migration-plan.ts";
import type { WorkerId } from "./code-owners.ts";
import { configsOf } from "./open-reads.ts";
import type { Run } from "./run.ts";

/** As the scan found it; of a run for some routes nobody knows which it is for. */
export function buildTimeReads(
  { inventory, routes, files, except = [] }: Run,
  id: WorkerId,
): Remark[] {
  if (routes) return [];
  const configs = configsOf(inventory, id);
  const own = inventory.findings.filter(
    ({ code, names, workers }) =>
      code === "build_time" &&
      workers.some((config) => configs.has(config)) &&
      !names.some((name) => except.includes(name)),
  );
  const remarks = own.flatMap(({ names, places }) =>
    places.map((place): Remark => ({ code: "build-time", place, names })),
  );
  const unique = new Map(
    remarks.map((one) => [`${one.place.file}:${one.place.line}:${one.place.column}`, one]),
  );
  return [...unique.values()].filter(({ place }) => !files || files.includes(place.file));
}
