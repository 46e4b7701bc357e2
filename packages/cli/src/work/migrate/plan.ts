/** Plans each Worker's migration, and finds what comes next. Writes nothing. */
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import {
  type Crash,
  type Disk,
  type FileChange,
  type GaveUp,
  type HelperSource,
  type Inventory,
  isSaidSecret,
  isSameRoute,
  type MigrationPlan,
  ParsedFiles,
  placeMarks,
  planRepositoryMigration,
  type RepositoryPlan,
  type WranglerConfig,
} from "@lunakey/migrate";
import { usageError } from "../../cli-error.ts";
import { type CommandInput, hasFlag, listOption, textOption } from "../../command-spec.ts";
import { HELPER_PACKAGE, readHelperText } from "../../files/helper-file.ts";
import { findNearestName } from "../../input/nearest-name.ts";
import { MIGRATE_WORDS } from "../../language/catalogues/migrate.ts";
import { describeReason } from "../../output/migrate/describe-plan.ts";
import { labelWorkers, type WorkerLabels } from "../../output/worker-labels.ts";
import { nameOf } from "../../repository/choose-workers.ts";
import { findHelper } from "../../repository/helper-place.ts";
import { listOpenReads, listRoutes } from "../../repository/routes.ts";
import { takeInventory } from "../../repository/take-inventory.ts";
import type { Session } from "../../session.ts";
import { createProgress } from "../../terminal/progress.ts";
import { chooseByRoute } from "./choose-by-route.ts";

export interface WorkersPlanned {
  readonly workers: readonly WorkerPlanned[];
  /** Of all of them together. */
  readonly changes: readonly FileChange[];
  /** Of those that share a name with another one of the repository. */
  readonly labels: WorkerLabels;
}

export interface WorkerPlanned {
  readonly config: WranglerConfig;
  readonly plan: MigrationPlan;
  /** Faults of the planner itself. */
  readonly crashes: readonly Crash[];
  /** Converted names that look like settings, and that nothing in the repository calls secrets. */
  readonly settings: readonly string[];
  /** null where no route is left, or none is known. */
  readonly nextRoute: string | null;
}

interface Scope {
  readonly route: string | undefined;
  readonly file: string | undefined;
  readonly except: readonly string[];
  readonly isPackage: boolean;
  readonly helperText: string;
}

/** @throws CliError `route_unknown`, or `usage` for a file that is not there or a name that is not read. */
export async function planWorkers(
  session: Session,
  input: CommandInput,
  disk: Disk,
  workers: readonly WranglerConfig[],
): Promise<WorkersPlanned> {
  const scope = await readScope(session, input, disk);
  const parsed = new ParsedFiles();
  const inventory = await takeInventory(session, disk, "quick", parsed);
  if (scope.isPackage) warnOfMissingPackage(session, disk, workers);
  const known = chooseKnown(inventory, workers);
  refuseUnknownNames(session, inventory, known, scope.except);
  const concerned = chooseByRoute(session, inventory, known, scope.route);
  const plan = await planConcerned(session, { disk, inventory, parsed, scope }, concerned);
  const configOf = new Map(concerned.map((config) => [config.path, config]));
  const planned = plan.workers.flatMap((each): WorkerPlanned[] => {
    const config = configOf.get(each.config);
    if (!config) return [];
    const settings = listSettings(inventory, each.plan);
    const nextRoute = findNextRoute(inventory, config, each.plan, scope);
    return [{ ...each, config, settings, nextRoute }];
  });
  const reasonOf = hasFlag(input, "mark")
    ? (left: GaveUp) => describeReason(left, session.language)
    : null;
  return {
    workers: planned,
    changes: placeMarks(disk, plan, reasonOf),
    labels: labelWorkers(inventory.workers),
  };
}

interface Known {
  readonly disk: Disk;
  readonly inventory: Inventory;
  readonly parsed: ParsedFiles;
  readonly scope: Scope;
}

/** Says how far the proof is while it goes on. */
async function planConcerned(
  session: Session,
  { disk, inventory, parsed, scope }: Known,
  concerned: readonly WranglerConfig[],
): Promise<RepositoryPlan> {
  const progress = createProgress(session);
  const words = MIGRATE_WORDS[session.language];
  const configOf = new Map(concerned.map((config) => [config.path, config]));
  const labels = labelWorkers(inventory.workers);
  const nameAt = (path: string) => {
    const config = configOf.get(path);
    return labels.get(path) ?? (config ? nameOf(config) : path);
  };
  return session.ports.compute(async () =>
    planRepositoryMigration({
      disk,
      inventory,
      parsed,
      configs: concerned.map(({ path }) => path),
      helperOf: createHelperOf(disk, inventory, scope),
      ...(scope.route === undefined ? {} : { routes: [scope.route] }),
      ...(scope.file === undefined ? {} : { files: [scope.file] }),
      except: scope.except,
      onProgress: ({ config, done, total, files }) => {
        const at = words.proving(nameAt(config), done + 1, total);
        progress(files === null ? at : words.provingFiles(at, files.done, files.total));
      },
    }),
  );
}

function listSettings({ secrets }: Inventory, { converted }: MigrationPlan): string[] {
  const isConverted = (name: string) => converted.some((each) => each.name === name);
  return secrets
    .filter(
      ({ classification, reasons }) => classification === "configuration" && !isSaidSecret(reasons),
    )
    .map(({ name }) => name)
    .filter(isConverted);
}

async function readScope(session: Session, input: CommandInput, disk: Disk): Promise<Scope> {
  const route = textOption(input, "route");
  return {
    route: route?.trim(),
    file: readFileOption(session, input, disk),
    except: listOption(input, "except"),
    isPackage: hasFlag(input, "package"),
    helperText: await readHelperText(),
  };
}

/** Whoever mistypes a name would have it moved. What was typed is not repeated: it can be anything. */
function refuseUnknownNames(
  { language }: Session,
  { reads, wholes, secrets }: Inventory,
  workers: readonly WranglerConfig[],
  except: readonly string[],
): void {
  const configs = new Set(workers.map(({ path }) => path));
  const own = [...reads, ...wholes].filter((one) => one.workers.some((path) => configs.has(path)));
  const read = new Set(own.flatMap((one) => ("name" in one ? [one.name] : one.names)));
  const known = secrets.map(({ name }) => name).filter((name) => read.has(name));
  const unknown = except.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = findNearestName(unknown, known) ?? null;
  throw usageError(MIGRATE_WORDS[language].exceptUnknown(nearest));
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

/** Also of Workers that are not asked for: what they share has the helper where they have it. */
function createHelperOf(
  disk: Disk,
  inventory: Inventory,
  { isPackage, helperText }: Scope,
): (config: string) => HelperSource {
  const known = new Map(inventory.workers.map((worker) => [worker.config, worker]));
  return (config) => {
    if (isPackage) return { kind: "package", name: HELPER_PACKAGE };
    const reads = inventory.reads.filter(({ workers }) => workers.includes(config));
    const readers = [...new Set(reads.map(({ place }) => place.file))];
    const { kind = "worker", entry = null } = known.get(config) ?? {};
    const { path } = findHelper(disk, { config, kind, entry, readers });
    return { kind: "file", path, text: helperText };
  };
}

const OF_ACCESSORS: ReadonlySet<string> = new Set(["several-names", "mixed-names"]);

/** Of what is open before this plan, without what the plan moves or has to leave. */
function findNextRoute(
  inventory: Inventory,
  { path }: WranglerConfig,
  { converted, gaveUp }: MigrationPlan,
  { route }: Scope,
): string | null {
  const keyOf = (file: string, name: string) => `${file} ${name}`;
  const settled = new Set([
    ...converted.map(({ place, name }) => keyOf(place.file, name)),
    ...gaveUp.flatMap(({ place, names }) => names.map((name) => keyOf(place.file, name))),
  ]);
  // What is asked of a function that stays is said there, and not at each of its calls.
  const asked = new Set(gaveUp.flatMap(({ code, names }) => (OF_ACCESSORS.has(code) ? names : [])));
  const isLeft = ({ place, name, form }: Inventory["reads"][number]) =>
    !settled.has(keyOf(place.file, name)) && !(form === "accessor" && asked.has(name));
  const open = listOpenReads(inventory, path).filter(isLeft);
  const isAsked = (each: { name: string; path: string }) =>
    route !== undefined && isSameRoute(each, route);
  return listRoutes(open).find((path) => !isAsked({ name: path, path })) ?? null;
}
