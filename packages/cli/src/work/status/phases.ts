/** How far each Worker and environment of a repository is, from its configs and its code alone. */
import type { RepositoryStatus, WorkerPhase } from "@lunakey/contract";
import {
  type Disk,
  type Inventory,
  isHelperText,
  type WorkerEnvironment,
  type WranglerConfig,
} from "@lunakey/migrate";
import { nameOf } from "../../repository/choose-workers.ts";
import { findHelper, placeOf } from "../../repository/helper-place.ts";
import { isServing } from "../../repository/kinds-of-environment.ts";
import { isMoved, listOpenReads, listOwnReads, listRoutes } from "../../repository/routes.ts";

export type WorkerStatus = RepositoryStatus["workers"][number];
export type EnvironmentStatus = WorkerStatus["environments"][number];

const SERVICE_ENTRYPOINT = "Secrets";

export function describeWorker(
  disk: Disk,
  inventory: Inventory,
  config: WranglerConfig,
): WorkerStatus {
  const all = listOwnReads(inventory, config.path);
  const movedReads = all.filter(isMoved).length;
  const copyReads = all.filter((read) => read.isCopy === true && !isMoved(read)).length;
  const names = new Set(all.map(({ name }) => name));
  const bound = config.environments.map((each) => findDelivery(each, names));
  const code = findCodePhase(disk, config, movedReads, all.length - copyReads);
  const environments = config.environments.map(({ name }) => name);
  const isAllBound = environments.every(
    (name, index) => bound[index] !== null || !isServing(name, environments),
  );
  const isAll = isAllBound && copyReads === 0;
  return {
    worker: nameOf(config),
    config: config.path,
    phase: joinPhases(
      code,
      bound.some((delivery) => delivery !== null),
      isAll,
    ),
    movedReads,
    reads: all.length,
    copyReads,
    nextRoute: listRoutes(listOpenReads(inventory, config.path))[0] ?? null,
    environments: config.environments.map(({ name, script }, index) => ({
      name,
      script,
      phase: joinPhases(code, bound[index] !== null, isAll),
      delivery: bound[index] ?? null,
      deployed: null,
    })),
  };
}

/** `helper`: the file is there, and nothing reads through it yet. */
function findCodePhase(
  disk: Disk,
  config: WranglerConfig,
  moved: number,
  movable: number,
): "none" | "helper" | "partly" | "migrated" {
  if (moved > 0) return moved === movable ? "migrated" : "partly";
  const { text } = findHelper(disk, placeOf(config));
  return text !== null && isHelperText(text) ? "helper" : "none";
}

/**
 * Code that is moved counts without a binding too: it then reads the individual secrets.
 *
 * @param isAll whether what serves users is bound, and nothing is read past the store.
 */
function joinPhases(
  code: ReturnType<typeof findCodePhase>,
  isBound: boolean,
  isAll: boolean,
): WorkerPhase {
  if (code === "migrated") return isAll ? "complete" : isBound ? "migrated" : "none";
  if (!isBound) return "none";
  return code === "none" ? "bound" : code;
}

function findDelivery(
  { bindings }: WorkerEnvironment,
  names: ReadonlySet<string>,
): "service" | "native" | null {
  const isService = bindings.some(
    ({ kind, members }) => kind === "services" && members.entrypoint === SERVICE_ENTRYPOINT,
  );
  if (isService) return "service";
  const isNative = bindings.some(
    ({ kind, name }) =>
      kind === "secrets_store_secrets" &&
      (names.has(name) || names.has(name.replace(/_STORE$/, ""))),
  );
  return isNative ? "native" : null;
}
