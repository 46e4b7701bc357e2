/**
 * A migration of one Worker of a repository: its program is loaded as a scan loads it, with its tests
 * and with the Workers that it shares code with, so that nothing that calls it is left out.
 */
import { posix } from "node:path";
import type { Inventory, InventoryRead } from "../inventory/inventory.ts";
import type { DiskReader } from "../repository/disk.ts";
import { walkRepository } from "../repository/walk-repository.ts";
import type { EnvReads } from "../source/env-read.ts";
import { findEnvReads } from "../source/find-env-reads.ts";
import { ProgramLoader } from "../source/load-program.ts";
import { createProgramFiles } from "../source/program-files.ts";
import { findWorkspacePackages } from "../source/workspace-packages.ts";
import type { HelperSource, MigrationPlan } from "./migration-plan.ts";
import { planMigration } from "./plan-migration.ts";

export interface WorkerMigration {
  readonly disk: DiskReader;
  /** Of the same repository, as it is now. */
  readonly inventory: Inventory;
  /** Path of the Worker's config. */
  readonly config: string;
  readonly helper: HelperSource;
  /** Paths of routes: only what they reach is migrated. */
  readonly routes?: readonly string[];
  /** Relative to the root: only reads in them are migrated. */
  readonly files?: readonly string[];
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const TEST = /(?:^|\/)(?:tests?|__tests__)\/|\.(?:test|spec)\.[cm]?[jt]sx?$/;

/** @throws RangeError where the inventory has no such Worker. */
export function planWorkerMigration(request: WorkerMigration): MigrationPlan {
  const { disk, inventory, config, helper, routes, files } = request;
  const worker = inventory.workers.find((each) => each.config === config);
  if (worker === undefined) throw new RangeError(`${config} is not in the inventory`);
  const folder = posix.dirname(config).replace(/^\.$/, "");
  const paths = walkRepository(disk)
    .files.filter(({ linkTo }) => linkTo === null)
    .map(({ path }) => path);
  const own = inventory.reads.filter(({ workers }) => workers.includes(config));
  const packages = findWorkspacePackages(disk, paths);
  const loaded = new ProgramLoader(createProgramFiles(disk, packages.packages)).load({
    folder,
    entry: worker.entry,
    extraFiles: [
      ...paths.filter((path) => isBelow(path, folder) && SOURCE.test(path) && TEST.test(path)),
      ...(worker.entry === null ? own.map(({ place }) => place.file) : []),
      ...listSharers(inventory, own),
    ],
  });
  const { program, host, root } = loaded;
  return planMigration({
    root,
    program,
    host,
    findReads: (of) => narrow(findEnvReads({ program: of, root }), own, routes),
    helper,
    names: new Set(
      inventory.secrets
        .filter(({ workers }) => workers.some((each) => each.config === config))
        .map(({ name }) => name),
    ),
    routes,
    files,
  });
}

function isBelow(path: string, folder: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

/** Entries of Workers that lead to the same reads: their calls have to wait, too. */
function listSharers(inventory: Inventory, own: readonly InventoryRead[]): string[] {
  const configs = new Set(own.flatMap(({ workers }) => workers));
  return inventory.workers
    .filter((worker) => configs.has(worker.config))
    .flatMap(({ entry }) => entry ?? []);
}

/** Where routes are asked for, reads of files and names that a scan saw them reach. */
function narrow(
  found: EnvReads,
  own: readonly InventoryRead[],
  routes: readonly string[] | undefined,
): EnvReads {
  if (routes === undefined) return found;
  const reached = own.filter(({ reaches }) =>
    reaches.some(({ path }) => path !== null && routes.some((route) => matchesRoute(path, route))),
  );
  const wanted = new Set(reached.map(({ place, name }) => `${place.file} ${name}`));
  return {
    reads: found.reads.filter(({ place, name }) => wanted.has(`${place.file} ${name}`)),
    wholes: found.wholes.filter(({ place, names }) =>
      names.some((name) => wanted.has(`${place.file} ${name}`)),
    ),
  };
}

/** A route may be asked for as it is written, or as a path that it takes. */
export function matchesRoute(path: string, asked: string): boolean {
  if (path === asked) return true;
  return path.endsWith("/*") && `${asked}/`.startsWith(path.slice(0, -1));
}
