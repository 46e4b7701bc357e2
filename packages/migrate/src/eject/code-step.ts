/**
 * What `lunakey migrate` did to a Worker's code in a commit: planned anew over the code before it, in
 * the scope (all, routes, files) that comes nearest to the code after it. The rest is people's.
 */
import { posix } from "node:path";
import { planEnvMembers } from "../cleanup/plan-env-members.ts";
import type { HelperSource } from "../codemod/migration-plan.ts";
import { planRepositoryMigration } from "../codemod/plan-repository-migration.ts";
import { diffLines, splitLines } from "../edits/diff-lines.ts";
import type { FileChange } from "../edits/text-edit.ts";
import type { Inventory, InventoryRead } from "../inventory/inventory.ts";
import type { DiskReader } from "../repository/disk.ts";

export interface CodeCommit {
  /** The repository as it was before the commit. */
  readonly disk: DiskReader;
  readonly inventoryBefore: Inventory;
  readonly inventoryAfter: Inventory;
  /** Path of the Worker's config. */
  readonly config: string;
  readonly helper: HelperSource;
  /** Files that the commit changed. */
  readonly changed: ReadonlySet<string>;
  /** What a file held after the commit; null where it was not there. */
  readonly readAfter: (path: string) => string | null;
  readonly readBefore: (path: string) => string | null;
}

interface Scope {
  /** Was it one run for all Workers? What they share moved whole then. */
  readonly isOfAll?: true;
  readonly routes?: readonly string[];
  readonly files?: readonly string[];
}

/** A plan of more scopes than this says little more. */
const SCOPES_MAX = 8;

/** Empty where Lunakey changed nothing of this Worker's code in the commit. */
export function planCodeStep(commit: CodeCommit): FileChange[] {
  const moved = planMigrationAgain(commit);
  return moved.length > 0 ? moved : planMembersAgain(commit);
}

/** A clean-up takes names out of the environment's type that are read through the helper alone. */
function planMembersAgain(commit: CodeCommit): FileChange[] {
  const { disk, inventoryBefore, inventoryAfter, config } = commit;
  const left = listMembers(inventoryAfter, config);
  const read = new Set(
    inventoryAfter.reads
      .filter(({ workers, throughHelper }) => workers.includes(config) && throughHelper === true)
      .map(({ name }) => name),
  );
  const names = [...listMembers(inventoryBefore, config)].filter(
    (name) => !left.has(name) && read.has(name),
  );
  if (names.length === 0) return [];
  // In the order in which the commit has them: the type of the store's binding lists them.
  const listed = [...commit.changed].map((path) => commit.readAfter(path) ?? "").join("\n");
  const placeOf = (name: string) => listed.search(new RegExp(`["']${name}["']`));
  names.sort((a, b) => placeOf(a) - placeOf(b));
  const changes = planEnvMembers(disk, inventoryBefore, [config], names);
  return changes.filter((change) => isLikely(commit, change));
}

function listMembers({ workers }: Inventory, config: string): ReadonlySet<string> {
  const worker = workers.find((each) => each.config === config);
  const members = worker?.envTypes.flatMap((type) => (type.generated ? [] : type.members)) ?? [];
  return new Set(members.map(({ name }) => name));
}

function planMigrationAgain(commit: CodeCommit): FileChange[] {
  let best: { changes: readonly FileChange[]; distance: number } | undefined;
  for (const scope of listScopes(commit).slice(0, SCOPES_MAX)) {
    const changes = planAnew(commit, scope);
    const distance = changes.reduce((sum, change) => sum + distanceTo(commit, change), 0);
    const missed = [...commit.changed].filter(
      (path) => isSource(path) && !changes.some((change) => change.path === path),
    );
    const all = missed.reduce(
      (sum, path) => sum + countDiffering(commit.readBefore(path), commit.readAfter(path)),
      distance,
    );
    if (best === undefined || all < best.distance) best = { changes, distance: all };
    if (all === 0) break;
  }
  return (best?.changes ?? []).filter((change) => isLikely(commit, change));
}

function planAnew(commit: CodeCommit, { isOfAll, ...scope }: Scope): readonly FileChange[] {
  const { disk, inventoryBefore: inventory, config, helper } = commit;
  const { workers } = inventory;
  const configs = isOfAll ? workers.map((worker) => worker.config) : [config];
  const helperOf = (of: string) => (of === config ? helper : helperBeside(inventory, of, helper));
  const { changes } = planRepositoryMigration({ disk, inventory, configs, helperOf, ...scope });
  const isOf = ({ sources }: Inventory["workers"][number], path: string) => sources.includes(path);
  const own = workers.find((worker) => worker.config === config);
  return changes.filter(
    ({ path }) => (own && isOf(own, path)) || !workers.some((worker) => isOf(worker, path)),
  );
}

/** Of another Worker only that it has one counts: its own files are not looked at here. */
function helperBeside({ workers }: Inventory, config: string, helper: HelperSource): HelperSource {
  if (helper.kind === "package") return helper;
  const entry = workers.find((worker) => worker.config === config)?.entry ?? config;
  return { ...helper, path: posix.join(posix.dirname(entry), posix.basename(helper.path)) };
}

/** Nearer to what the commit left than doing nothing would be. */
function isLikely(commit: CodeCommit, change: FileChange): boolean {
  if (!commit.changed.has(change.path)) return false;
  return distanceTo(commit, change) < countDiffering(change.before, commit.readAfter(change.path));
}

function distanceTo({ readAfter }: CodeCommit, { path, after }: FileChange): number {
  return countDiffering(after, readAfter(path));
}

function countDiffering(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return diffLines(splitLines(a ?? ""), splitLines(b ?? "")).reduce(
    (sum, { aStart, aEnd, bStart, bEnd }) => sum + aEnd - aStart + bEnd - bStart,
    0,
  );
}

/** The likeliest first. */
function listScopes({ inventoryBefore, inventoryAfter, config }: CodeCommit): Scope[] {
  const before = listOpen(inventoryBefore, config);
  const after = listOpen(inventoryAfter, config);
  const fallen = (keys: (read: Open) => readonly string[]) => {
    const counts = new Map<string, number>();
    for (const read of before) for (const key of keys(read)) count(counts, key, 1);
    for (const read of after) for (const key of keys(read)) count(counts, key, -1);
    return [...counts].filter(([, left]) => left > 0).map(([key]) => key);
  };
  const files = fallen(({ place }) => [place.file]);
  if (files.length === 0) return [];
  const routes = fallen(routesOf);
  const isAll = after.length === 0 || routes.length === new Set(before.flatMap(routesOf)).size;
  const some: Scope[] = routes.length === 0 ? [] : [{ routes }];
  const single = routes.length > 1 ? routes.map((route): Scope => ({ routes: [route] })) : [];
  const isShared = inventoryBefore.reads.some(
    ({ workers }) => workers.includes(config) && workers.length > 1,
  );
  const together: Scope[] = isShared ? [{ isOfAll: true }] : [];
  const whole = isAll ? [...together, {}] : [{}, ...together];
  return isAll
    ? [...whole, ...some, { files }, ...single]
    : [...some, ...single, { files }, ...whole];
}

type Open = Pick<InventoryRead, "place"> & { readonly reaches: InventoryRead["reaches"] };

/** Reads that are not moved, with those of which the code computes the name. */
function listOpen({ reads, wholes }: Inventory, config: string): Open[] {
  const open = reads.filter(
    ({ workers, throughHelper }) => workers.includes(config) && throughHelper !== true,
  );
  const computed = wholes.filter(
    ({ kind, workers }) => kind === "dynamic-key" && workers.includes(config),
  );
  return [...open, ...computed.map(({ place }) => ({ place, reaches: [] }))];
}

const routesOf = ({ reaches }: Open) => [...new Set(reaches.flatMap(({ path }) => path ?? []))];

function count(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function isSource(path: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path);
}
