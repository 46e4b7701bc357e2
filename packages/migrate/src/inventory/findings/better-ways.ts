/** What works, and could be done with less at stake. */
import type { Finding } from "../finding.ts";
import { isGlobalApiKey } from "../secret-names.ts";
import { createFinding, type FindingMaterial, placesOf } from "./material.ts";

export function findBetterWays({ secrets, workers }: FindingMaterial): Finding[] {
  const keys = secrets
    .filter(({ name }) => isGlobalApiKey(name))
    .flatMap(({ name, workers: holders }) => {
      const configs = new Set(holders.map(({ config }) => config));
      const places = workers
        .filter(({ config }) => configs.has(config.path))
        .flatMap((worker) => placesOf(worker, name));
      return createFinding({
        code: "global_api_key",
        severity: "medium",
        fix: "use_scoped_token",
        names: [name],
        workers: [...configs],
        places,
      });
    });
  const handed = workers.flatMap((worker) =>
    worker.wholes
      .filter(({ kind }) => kind === "passed-to-library")
      .map(({ place }) =>
        createFinding({
          code: "env_to_library",
          severity: "low",
          fix: "hand_over_values",
          workers: [worker.config.path],
          places: [place],
        }),
      ),
  );
  return [...keys, ...handed, ...findGlobals({ secrets, workers })];
}

/** Nothing that reads without an environment can be moved to the helper. */
function findGlobals({
  secrets,
  workers,
}: Pick<FindingMaterial, "secrets" | "workers">): Finding[] {
  const known = new Set(secrets.map(({ name }) => name));
  return workers.flatMap(({ reads, config }) => {
    const globals = reads.filter(({ form, name }) => form === "global" && known.has(name));
    if (globals.length === 0) return [];
    return createFinding({
      code: "service_worker_syntax",
      severity: "medium",
      fix: "use_modules",
      names: globals.map(({ name }) => name),
      workers: [config.path],
      places: globals.map(({ place }) => place),
    });
  });
}
