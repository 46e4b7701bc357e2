/**
 * A migration of one Worker of a repository: its program is loaded as a scan loads it, with its tests
 * and with the Workers that it shares code with, so that nothing that calls it is left out.
 */
import { posix } from "node:path";
import ts from "typescript";
import type { Inventory, InventoryRead } from "../inventory/inventory.ts";
import type { DiskReader } from "../repository/disk.ts";
import { walkRepository } from "../repository/walk-repository.ts";
import type { EnvReads } from "../source/env-read.ts";
import { findEnvReads } from "../source/find-env-reads.ts";
import { findHelperCalls } from "../source/helper-calls.ts";
import { ProgramLoader } from "../source/load-program.ts";
import { createProgramFiles } from "../source/program-files.ts";
import { type Framework, findFrameworks } from "../source/reach/file-routes.ts";
import { isComponent, keepScripts } from "../source/script-blocks.ts";
import { findWorkspacePackages, type WorkspacePackages } from "../source/workspace-packages.ts";
import type { ConfigKind } from "../wrangler-config/wrangler-config.ts";
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
  const wholes = inventory.wholes.filter(({ workers }) => workers.includes(config));
  const ownFiles = new Set([...own, ...wholes].map(({ place }) => place.file));
  const packages = findWorkspacePackages(disk, paths);
  const loaded = new ProgramLoader(createProgramFiles(disk, packages.packages)).load({
    folder,
    entry: worker.entry,
    listed: new Set(paths),
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
    components: parseComponents(disk, root, paths),
    findReads: (of) => findOpenReads(of, root, ownFiles),
    helper,
    names: new Set(
      inventory.secrets
        .filter(({ workers }) => workers.some((each) => each.config === config))
        .map(({ name }) => name),
    ),
    routes,
    folder,
    frameworks: frameworksOf(packages, folder, worker.kind),
    files,
  });
}

/** The scripts of files in other languages, at the places that they have there. */
function parseComponents(
  disk: DiskReader,
  root: string,
  paths: readonly string[],
): readonly ts.SourceFile[] {
  return paths.filter(isComponent).map((path) => {
    const script = keepScripts(path, disk.readText(path));
    const { ESNext } = ts.ScriptTarget;
    return ts.createSourceFile(`${root}/${path}`, script, ESNext, true, ts.ScriptKind.TS);
  });
}

function frameworksOf(
  { manifests }: WorkspacePackages,
  folder: string,
  kind: ConfigKind,
): ReadonlySet<Framework> {
  const above = manifests.filter(
    (each) => each.folder === "" || `${folder}/`.startsWith(`${each.folder}/`),
  );
  const nearest = above.sort((a, b) => b.folder.length - a.folder.length)[0];
  const frameworks = new Set(findFrameworks(nearest?.needs ?? []));
  if (kind === "pages") frameworks.add("pages-functions");
  return frameworks;
}

/**
 * Of the Worker's own files, since its program may hold others' too; without calls of the helper,
 * which are what a read becomes.
 */
function findOpenReads(program: ts.Program, root: string, files: ReadonlySet<string>): EnvReads {
  const { reads, wholes } = findEnvReads({ program, root });
  const moved = new Set<ts.Node>(findHelperCalls(program, root).reads.map(({ node }) => node));
  return {
    reads: reads.filter(({ node, place }) => files.has(place.file) && !moved.has(node)),
    wholes: wholes.filter(({ place }) => files.has(place.file)),
  };
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
