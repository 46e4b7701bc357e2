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
import type { Inventory } from "../inventory/inventory.ts";
import { withoutMarks } from "../marks/mark.ts";
import type { DiskReader } from "../repository/disk.ts";
import { createTreeDisk } from "../repository/tree-disk.ts";
import type { ParsedFiles } from "../source/parsed-files.ts";
import { listHelperUses } from "./helper-imports.ts";
import { listRunScopes, type RunScope } from "./run-scopes.ts";

export interface CodeCommit {
  /** The repository as it was before the commit. */
  readonly disk: DiskReader;
  readonly inventoryBefore: Inventory;
  readonly inventoryAfter: Inventory;
  /** Path of the Worker's config. */
  readonly config: string;
  readonly helper: HelperSource;
  /** What was parsed of other commits. */
  readonly parsed: ParsedFiles;
  /** Takes an inventory as the two were taken. */
  readonly scan: (disk: DiskReader) => Promise<Inventory>;
  /** Files that the commit changed. */
  readonly changed: ReadonlySet<string>;
  /** What a file held after the commit, without marks; null where it was not there. */
  readonly readAfter: (path: string) => string | null;
  readonly readBefore: (path: string) => string | null;
}

/** Runs that one commit may hold, squashed. */
const RUNS_MAX = 6;

/** Empty where Lunakey changed nothing of this Worker's code in the commit. */
export async function planCodeStep(commit: CodeCommit): Promise<FileChange[]> {
  const made = new Map<string, FileChange>();
  let state = commit;
  for (let run = 0; run < RUNS_MAX; run += 1) {
    const changes = planMigrationAgain(state);
    if (changes.length === 0) break;
    layOver(made, changes);
    const isLast = movesTheSame(state, changes);
    if (isLast && listMembersGone(state).length === 0) return [...made.values()];
    state = await stateAfter(commit, made);
    if (isLast) break;
  }
  layOver(made, await planMembersAgain(state));
  return [...made.values()];
}

/** As one change of each file. */
function layOver(made: Map<string, FileChange>, changes: readonly FileChange[]): void {
  for (const { path, before, after } of changes) {
    const known = made.get(path);
    made.set(path, { path, before: known ? known.before : before, after });
  }
}

/** The repository between two runs of one commit. */
async function stateAfter(
  commit: CodeCommit,
  made: ReadonlyMap<string, FileChange>,
): Promise<CodeCommit> {
  const files = new Map(commit.disk.difference?.files);
  const gone = new Set(commit.disk.difference?.gone);
  for (const { path, after } of made.values()) {
    gone.delete(path);
    files.set(path, new TextEncoder().encode(after ?? ""));
  }
  const disk = createTreeDisk(commit.disk, { files, gone });
  const inventoryBefore = await commit.scan(disk);
  const readBefore = (path: string) => made.get(path)?.after ?? commit.readBefore(path);
  return { ...commit, disk, inventoryBefore, readBefore };
}

/**
 * A clean-up takes names out of the environment's type that are read through the helper alone: all of
 * them at once, or in several runs, each with a name more in the type of the store's binding.
 */
async function planMembersAgain(commit: CodeCommit): Promise<FileChange[]> {
  const names = listMembersGone(commit);
  const together = takeMembers(commit, names);
  const isExact = together.every((change) => distanceTo(commit, change) === 0);
  if (names.length < 2 || isExact) return together.filter((change) => isLikely(commit, change));
  const made = new Map<string, FileChange>();
  let state = commit;
  for (const name of inOrder(commit, names)) {
    layOver(made, takeMembers(state, [name]));
    state = await stateAfter(commit, made);
  }
  const sumOf = (changes: readonly FileChange[]) =>
    changes.reduce((sum, change) => sum + distanceTo(commit, change), 0);
  const apart = [...made.values()];
  const nearest = sumOf(apart) < sumOf(together) ? apart : together;
  return nearest.filter((change) => isLikely(commit, change));
}

function takeMembers(commit: CodeCommit, names: readonly string[]): readonly FileChange[] {
  if (names.length === 0) return [];
  const { disk, inventoryBefore, config } = commit;
  return planEnvMembers(disk, inventoryBefore, [config], inOrder(commit, names));
}

/** In which the commit has them: the type of the store's binding lists them. */
function inOrder({ inventoryBefore, config, readAfter }: CodeCommit, names: readonly string[]) {
  const worker = inventoryBefore.workers.find((each) => each.config === config);
  const files = new Set(worker?.envTypes.map(({ place }) => place.file));
  const listed = [...files].map((path) => readAfter(path) ?? "").join("\n");
  const placeOf = (name: string) => listed.search(new RegExp(`["']${name}["']`));
  return names.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function listMembersGone({ inventoryBefore, inventoryAfter, config }: CodeCommit): string[] {
  const left = listMembers(inventoryAfter, config);
  const read = new Set(
    inventoryAfter.reads
      .filter(({ workers, throughHelper }) => workers.includes(config) && throughHelper === true)
      .map(({ name }) => name),
  );
  return [...listMembers(inventoryBefore, config)].filter(
    (name) => !left.has(name) && read.has(name),
  );
}

function listMembers({ workers }: Inventory, config: string): ReadonlySet<string> {
  const worker = workers.find((each) => each.config === config);
  const members = worker?.envTypes.flatMap((type) => (type.generated ? [] : type.members)) ?? [];
  return new Set(members.map(({ name }) => name));
}

function planMigrationAgain(commit: CodeCommit): FileChange[] {
  let best: { changes: readonly FileChange[]; distance: number } | undefined;
  for (const scope of listRunScopes(commit)) {
    const changes = planAnew(commit, scope);
    const distance = changes.reduce((sum, change) => sum + distanceTo(commit, change), 0);
    const missed = listOwnChanged(commit).filter(
      (path) => !changes.some((change) => change.path === path),
    );
    const all = missed.reduce(
      (sum, path) => sum + countDiffering(commit.readBefore(path), commit.readAfter(path)),
      distance,
    );
    if (best === undefined || all < best.distance) best = { changes, distance: all };
    if (all === 0 || movesTheSame(commit, changes)) break;
  }
  return (best?.changes ?? []).filter((change) => isLikely(commit, change));
}

/** Code that the commit changed, but for what only other Workers run. */
function listOwnChanged({ changed, inventoryBefore, inventoryAfter, config }: CodeCommit) {
  const workers = [...inventoryBefore.workers, ...inventoryAfter.workers];
  const isOwn = (path: string) =>
    workers.some((worker) => worker.config === config && worker.sources.includes(path)) ||
    !workers.some(({ sources }) => sources.includes(path));
  return [...changed].filter((path) => isSource(path) && isOwn(path));
}

/**
 * Do the changes leave the same calls of the helper and the same names of secrets as the commit does?
 * Then the rest of the commit is people's, and no other scope can come nearer.
 */
function movesTheSame(commit: CodeCommit, changes: readonly FileChange[]): boolean {
  const { readBefore, readAfter, inventoryBefore } = commit;
  const names = inventoryBefore.secrets.map(({ name }) => name);
  const after = new Map(changes.map((change) => [change.path, change.after]));
  const paths = new Set([...after.keys(), ...listOwnChanged(commit)]);
  return [...paths].every((path) => {
    const planned = after.has(path) ? after.get(path) : readBefore(path);
    return (
      describeMoves(path, planned ?? "", names) ===
      describeMoves(path, readAfter(path) ?? "", names)
    );
  });
}

function describeMoves(path: string, text: string, names: readonly string[]): string {
  const calls = listHelperUses(path, text).map(({ helper, name }) => `${helper} ${name}`);
  const words = text.match(/[A-Za-z_$][\w$]*/g) ?? [];
  return [...calls, ...words.filter((word) => names.includes(word))].sort().join("\n");
}

function planAnew(commit: CodeCommit, { isOfAll, ...scope }: RunScope): readonly FileChange[] {
  const { disk, inventoryBefore: inventory, config, helper, parsed } = commit;
  const { workers } = inventory;
  const configs = isOfAll ? workers.map((worker) => worker.config) : [config];
  const helperOf = (of: string) => (of === config ? helper : helperBeside(inventory, of, helper));
  const request = { disk, inventory, configs, helperOf, parsed };
  const { changes } = planRepositoryMigration({ ...request, ...scope });
  const isOf = ({ sources }: Inventory["workers"][number], path: string) => sources.includes(path);
  const own = workers.find((worker) => worker.config === config);
  return changes
    .filter(({ path }) => (own && isOf(own, path)) || !workers.some((each) => isOf(each, path)))
    .map((change) => ({ ...change, after: change.after && withoutMarks(change.after) }));
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

function isSource(path: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx|astro)$/.test(path);
}
