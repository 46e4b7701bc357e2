/** How far each Worker and environment of a repository is, from its configs and its code alone. */
import { DEFAULT_ENVIRONMENT, type RepositoryStatus, type WorkerPhase } from "@lunakey/contract";
import {
  type Disk,
  type Inventory,
  isHelperText,
  type WorkerEnvironment,
  type WranglerConfig,
} from "@lunakey/migrate";
import { nameOf } from "../../repository/choose-workers.ts";
import { findHelper, placeOf } from "../../repository/helper-place.ts";
import { isProduction } from "../../repository/kinds-of-environment.ts";
import { isMoved, listOpenReads, listRoutes } from "../../repository/routes.ts";

export type WorkerStatus = RepositoryStatus["workers"][number];
export type EnvironmentStatus = WorkerStatus["environments"][number];

const SERVICE_ENTRYPOINT = "Secrets";

export function describeWorker(
  disk: Disk,
  inventory: Inventory,
  config: WranglerConfig,
): WorkerStatus {
  const all = inventory.reads.filter(({ workers }) => workers.includes(config.path));
  const open = listOpenReads(inventory, config.path, isMoved);
  const reads = all.length;
  const movedReads = reads - open.length;
  const names = new Set(all.map(({ name }) => name));
  const bound = config.environments.map((each) => findDelivery(each, names));
  const code = findCodePhase(disk, config, movedReads, reads);
  const isAllBound = config.environments.every(
    ({ name }, index) => bound[index] !== null || !isServing(name, config),
  );
  return {
    worker: nameOf(config),
    config: config.path,
    phase: joinPhases(
      code,
      bound.some((delivery) => delivery !== null),
      isAllBound,
    ),
    movedReads,
    reads,
    nextRoute: listRoutes(open)[0] ?? null,
    environments: config.environments.map(({ name, script }, index) => ({
      name,
      script,
      phase: joinPhases(code, bound[index] !== null, isAllBound),
      delivery: bound[index] ?? null,
      deployed: null,
    })),
  };
}

/** The top level serves nobody where an environment of its own is production. */
function isServing(name: string, { environments }: WranglerConfig): boolean {
  const names = environments.map((each) => each.name);
  return name !== DEFAULT_ENVIRONMENT || isProduction(name, names);
}

/** `helper`: the file is there, and nothing reads through it yet. */
function findCodePhase(
  disk: Disk,
  config: WranglerConfig,
  moved: number,
  all: number,
): "none" | "helper" | "partly" | "migrated" {
  if (moved > 0) return moved === all ? "migrated" : "partly";
  const { text } = findHelper(disk, placeOf(config));
  return text !== null && isHelperText(text) ? "helper" : "none";
}

/** Code that is moved counts without a binding too: it then reads the individual secrets. */
function joinPhases(
  code: ReturnType<typeof findCodePhase>,
  isBound: boolean,
  isAllBound: boolean,
): WorkerPhase {
  if (code === "migrated") return isAllBound ? "complete" : isBound ? "migrated" : "none";
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
