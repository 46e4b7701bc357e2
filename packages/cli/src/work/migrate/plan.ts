/** Plans each Worker's migration, and finds what comes next. Writes nothing. */
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import {
  type Disk,
  type HelperSource,
  type Inventory,
  type InventoryRead,
  isSameRoute,
  type MigrationPlan,
  planWorkerMigration,
  type WranglerConfig,
} from "@lunakey/migrate";
import { failure, usageError } from "../../cli-error.ts";
import { type CommandInput, hasFlag, textOption } from "../../command-spec.ts";
import { HELPER_PACKAGE, readHelperText } from "../../files/helper-file.ts";
import { MIGRATE_WORDS } from "../../language/migrate-words.ts";
import { nameOf } from "../../repository/choose-workers.ts";
import { findHelper } from "../../repository/helper-place.ts";
import { isMoved, listOpenReads, listRoutes } from "../../repository/routes.ts";
import { takeInventory } from "../../repository/take-inventory.ts";
import type { Session } from "../../session.ts";
import { createProgress } from "../../terminal/progress.ts";

export interface WorkerPlanned {
  readonly config: WranglerConfig;
  readonly plan: MigrationPlan;
  /** null where no route is left, or none is known. */
  readonly nextRoute: string | null;
}

interface Scope {
  readonly route: string | undefined;
  readonly file: string | undefined;
  readonly isPackage: boolean;
  readonly helperText: string;
}

/** @throws CliError `route_unknown`, or `usage` for a file that is not there. */
export async function planWorkers(
  session: Session,
  input: CommandInput,
  disk: Disk,
  workers: readonly WranglerConfig[],
): Promise<WorkerPlanned[]> {
  const scope = await readScope(session, input, disk);
  const inventory = await takeInventory(session, disk, "quick");
  if (scope.isPackage) warnOfMissingPackage(session, disk, workers);
  const known = chooseKnown(inventory, workers);
  const concerned = chooseByRoute(session, inventory, known, scope.route);
  return session.ports.compute(async () => planInTurn(session, disk, inventory, concerned, scope));
}

function planInTurn(
  session: Session,
  disk: Disk,
  inventory: Inventory,
  concerned: readonly WranglerConfig[],
  scope: Scope,
): WorkerPlanned[] {
  const progress = createProgress(session);
  const changed = new Set<string>();
  const later: string[] = [];
  const planned: WorkerPlanned[] = [];
  for (const [done, config] of concerned.entries()) {
    progress(MIGRATE_WORDS[session.language].proving(nameOf(config), done + 1, concerned.length));
    const plan = sharesChanged(inventory, config, changed)
      ? null
      : planOne(disk, inventory, config, scope);
    if (plan === null || plan.changes.some(({ path }) => changed.has(path))) {
      // Its files were changed for another Worker just now: the next run sees them as they are then.
      later.push(nameOf(config));
      continue;
    }
    for (const { path } of plan.changes) changed.add(path);
    planned.push({ config, plan, nextRoute: findNextRoute(inventory, config, plan) });
  }
  if (later.length > 0) session.warn(MIGRATE_WORDS[session.language].later(later));
  if (!scope.isPackage) warnOfShared(session, inventory, planned);
  return planned;
}

function sharesChanged(
  inventory: Inventory,
  { path }: WranglerConfig,
  changed: ReadonlySet<string>,
): boolean {
  return inventory.reads.some(
    ({ workers, place }) => workers.includes(path) && changed.has(place.file),
  );
}

/** One Worker's file can not well be imported by code that others have, too. */
function warnOfShared(
  session: Session,
  inventory: Inventory,
  planned: readonly WorkerPlanned[],
): void {
  const entryOf = new Map(inventory.workers.map(({ config, entry }) => [config, entry]));
  const isShared = ({ workers }: InventoryRead) =>
    new Set(workers.map((config) => entryOf.get(config) ?? config)).size > 1;
  const shared = new Set(inventory.reads.filter(isShared).map(({ place }) => place.file));
  const moved = planned.flatMap(({ plan }) => plan.converted.map(({ place }) => place.file));
  const files = [...new Set(moved)].filter((file) => shared.has(file));
  if (files.length > 0) session.warn(MIGRATE_WORDS[session.language].sharedFiles(files));
}

async function readScope(session: Session, input: CommandInput, disk: Disk): Promise<Scope> {
  const route = textOption(input, "route");
  return {
    route: route?.trim(),
    file: readFileOption(session, input, disk),
    isPackage: hasFlag(input, "package"),
    helperText: await readHelperText(),
  };
}

function readFileOption(session: Session, input: CommandInput, disk: Disk): string | undefined {
  const option = textOption(input, "file");
  if (option === undefined) return undefined;
  const path = relative(disk.root, resolve(session.ports.cwd, option)).split(sep).join("/");
  const isThere = !path.startsWith("../") && disk.stat(path)?.kind === "file";
  if (!isThere) throw usageError(MIGRATE_WORDS[session.language].fileUnknown);
  return path;
}

/** Without the package its import is a type error, and nothing can be moved. */
function warnOfMissingPackage(
  session: Session,
  disk: Disk,
  workers: readonly WranglerConfig[],
): void {
  const isThere = workers.every(({ path }) => {
    const { resolve } = createRequire(join(disk.root, dirname(path), "package.json"));
    try {
      return resolve(`${HELPER_PACKAGE}/package.json`) !== "";
    } catch {
      // Not installed for this Worker.
      return false;
    }
  });
  if (!isThere) session.warn(MIGRATE_WORDS[session.language].packageMissing);
}

/** Those that the inventory knows, and of several configs of one entry the first. */
function chooseKnown(
  inventory: Inventory,
  workers: readonly WranglerConfig[],
): readonly WranglerConfig[] {
  const known = new Set(inventory.workers.map(({ config }) => config));
  const entries = new Set<string>();
  return workers.filter(({ path, entry }) => {
    if (!known.has(path) || (entry !== null && entries.has(entry))) return false;
    if (entry !== null) entries.add(entry);
    return true;
  });
}

/** Workers that have the route. */
function chooseByRoute(
  session: Session,
  inventory: Inventory,
  workers: readonly WranglerConfig[],
  route: string | undefined,
): readonly WranglerConfig[] {
  if (route === undefined) return workers;
  const readsOf = ({ path }: WranglerConfig) => listOpenReads(inventory, path, () => false);
  const isReached = ({ reaches }: InventoryRead) =>
    reaches.some(({ name, path }) => path !== null && isSameRoute({ name, path }, route));
  const having = workers.filter((config) => readsOf(config).some(isReached));
  if (having.length > 0) return having;
  const known = [...new Set(workers.flatMap((config) => listRoutes(readsOf(config))))];
  throw failure("route_unknown", MIGRATE_WORDS[session.language].routeUnknown(known));
}

function planOne(
  disk: Disk,
  inventory: Inventory,
  config: WranglerConfig,
  { route, file, isPackage, helperText }: Scope,
): MigrationPlan {
  const place = findHelper(disk, { config: config.path, entry: config.entry });
  const helper: HelperSource = isPackage
    ? { kind: "package", name: HELPER_PACKAGE }
    : { kind: "file", path: place.path, text: helperText };
  return planWorkerMigration({
    disk,
    inventory,
    config: config.path,
    helper,
    ...(route === undefined ? {} : { routes: [route] }),
    ...(file === undefined ? {} : { files: [file] }),
  });
}

/** Of what is open before this plan, without what the plan moves or has to leave. */
function findNextRoute(
  inventory: Inventory,
  { path }: WranglerConfig,
  { converted, gaveUp }: MigrationPlan,
): string | null {
  const keyOf = (file: string, name: string) => `${file} ${name}`;
  const settled = new Set([
    ...converted.map(({ place, name }) => keyOf(place.file, name)),
    ...gaveUp.flatMap(({ place, names }) => names.map((name) => keyOf(place.file, name))),
  ]);
  const open = listOpenReads(inventory, path, isMoved).filter(
    ({ place, name }) => !settled.has(keyOf(place.file, name)),
  );
  return listRoutes(open)[0] ?? null;
}
