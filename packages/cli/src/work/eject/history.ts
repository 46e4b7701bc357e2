/**
 * Lunakey's own changes in the history of a repository, apart from people's: where they begin, and what
 * each commit holds of them. Writes nothing.
 */
import {
  createTreeDisk,
  type Disk,
  type DiskReader,
  type FileChange,
  type FileHistory,
  type FileStep,
  type Inventory,
  isHelperText,
  listStoreBindings,
  planCodeStep,
  planConfigStep,
  readConfig,
  scanRepository,
  type WranglerConfig,
} from "@lunakey/migrate";
import { failure } from "../../cli-error.ts";
import { HELPER_PACKAGE } from "../../files/helper-file.ts";
import { phrase } from "../../language/phrase.ts";
import type { GitPlace } from "../../repository/git-blobs.ts";
import { readBlobs } from "../../repository/git-blobs.ts";
import {
  findCommit,
  findTitle,
  isAncestor,
  isShallow,
  listChangedFiles,
  listMoved,
  listTracedCommits,
  listTracedFiles,
  readTree,
  type TracedCommit,
} from "../../repository/git-history.ts";
import { findHelper } from "../../repository/helper-place.ts";
import { isGateway } from "../../repository/own-workers.ts";
import type { Session } from "../../session.ts";
import { createProgress } from "../../terminal/progress.ts";

export interface EjectHistory {
  /** The commit before Lunakey's first change. */
  readonly first: { readonly id: string; readonly title: string };
  /** Files that Lunakey changed, and the Workers' configs. */
  readonly files: readonly FileHistory[];
  readonly isLinear: boolean;
}

export interface HistoryQuestion {
  readonly disk: Disk;
  readonly place: GitPlace;
  /** Configs of the Workers in question, as they are now. */
  readonly configs: readonly WranglerConfig[];
  /** What `--since` names. */
  readonly since: string | undefined;
  /** null: of all, and the code with them. */
  readonly environments: ReadonlySet<string> | null;
}

/** A commit with the one before it. */
type Step = TracedCommit & { readonly parent: string };

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const CONFIG = /(?:^|\/)[^/]*wrangler[^/]*\.(?:toml|jsonc?)$/;
const HELPER_WORDS = /\b(?:getSecret|findSecret|requireSecret|getSecrets)\b/;

/** What Lunakey did in a commit, by where the files were then. */
interface ReadStep {
  readonly step: Step;
  readonly changes: readonly FileChange[];
}

/** @throws CliError `history_missing`, or `usage` for a commit that is not there. */
export async function readHistory(
  session: Session,
  question: HistoryQuestion,
): Promise<EjectHistory> {
  const { disk, place } = question;
  const { first, steps } = await findSteps(question);
  const trees = new Trees(session, disk, place);
  const progress = createProgress(session);
  const found: ReadStep[] = [];
  for (const [done, step] of steps.entries()) {
    progress(phrase("reading commit {done} of {total}", { done: done + 1, total: steps.length }));
    const changes = await readStep(question, trees, step);
    if (changes.length > 0) found.unshift({ step, changes });
  }
  return {
    first: { id: first, title: await findTitle(place, first) },
    files: await readFiles(question, first, found),
    isLinear: await isLine(
      place,
      found.map(({ step }) => step),
    ),
  };
}

/** @param found the oldest first. */
async function readFiles(
  { place, configs }: HistoryQuestion,
  first: string,
  found: readonly ReadStep[],
): Promise<FileHistory[]> {
  const paths = new Set(configs.map(({ path }) => path));
  for (const { step, changes } of found) {
    const moved = await listMoved(place, step.id);
    for (const { path } of changes) paths.add(moved.get(path) ?? path);
  }
  const now = [...paths];
  const begin = await readAsNow(place, first, now);
  const steps: Map<string, FileStep>[] = [];
  for (const { step, changes } of found) {
    const before = await readAsNow(place, step.parent, now);
    const after = await readAsNow(place, step.id, now);
    const entries = now.map((path): [string, FileStep] => {
      const { text = null } = before.get(path) ?? {};
      const change = changes.find((each) => each.path === after.get(path)?.path);
      const moved = change === undefined ? text : change.after;
      return [path, { before: text, moved, after: after.get(path)?.text ?? null }];
    });
    steps.push(new Map(entries));
  }
  return now.map((path) => ({
    path,
    first: begin.get(path)?.text ?? null,
    steps: steps.flatMap((step) => step.get(path) ?? []),
  }));
}

/** Texts of a commit, by where the files are now; `path` is where they were. */
async function readAsNow(
  place: GitPlace,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, { readonly path: string; readonly text: string | null }>> {
  const moved = await listMoved(place, commit);
  const before = new Map([...moved].map(([old, now]) => [now, old]));
  const asked = paths.map((path) => [path, before.get(path) ?? path] as const);
  const texts = await readTexts(
    place,
    commit,
    asked.map(([, old]) => old),
  );
  return new Map(asked.map(([path, old]) => [path, { path: old, text: texts.get(old) ?? null }]));
}

/** @param steps the oldest first. */
async function isLine(place: GitPlace, steps: readonly Step[]): Promise<boolean> {
  for (const [index, { id }] of steps.entries()) {
    const next = steps[index + 1]?.parent ?? "HEAD";
    if (!(await isAncestor(place, id, next))) return false;
  }
  return true;
}

async function findSteps(
  question: HistoryQuestion,
): Promise<{ readonly first: string; readonly steps: readonly Step[] }> {
  const { place, since } = question;
  if (since !== undefined) {
    const first = await findCommit(place, since);
    if (first === null) throw failure("history_missing", "--since names no commit of this clone.");
    const commits = await listTracedCommits(place, `${first}..HEAD`);
    return { first, steps: commits.filter(hasParent) };
  }
  const commits = await listTracedCommits(place, "HEAD");
  const steps: Step[] = [];
  for (const commit of commits) {
    if (!hasParent(commit)) break;
    steps.push(commit);
    if (await isPresent(place, commit.parent)) continue;
    if (await isPresent(place, commit.id)) return { first: commit.parent, steps };
  }
  throw await explainMissing(place, steps.length > 0 || commits.length > 0);
}

async function explainMissing(place: GitPlace, isTraced: boolean): Promise<Error> {
  if (await isShallow(place)) {
    return failure(
      "history_missing",
      "This clone has only a part of the history: what was there before Lunakey is not in it.",
      "git fetch --unshallow, then again.",
    );
  }
  return failure(
    "history_missing",
    isTraced
      ? "No commit of this history is from before Lunakey."
      : "Nothing of Lunakey is committed here.",
    "Name the commit with --since COMMIT, if it is in another branch; what is not committed yet goes with lunakey bind --undo and lunakey migrate --undo.",
  );
}

function hasParent(commit: TracedCommit): commit is Step {
  return commit.parent !== null;
}

/** Is anything of Lunakey in the files of a commit? The gateway's own config does not count. */
async function isPresent(place: GitPlace, commit: string): Promise<boolean> {
  const paths = await listTracedFiles(place, commit);
  const blobs = await readBlobs(place, commit, paths);
  return [...blobs].some(([path, bytes]) => {
    const text = decode(bytes) ?? "";
    if (CONFIG.test(path)) return isBoundIn(path, text);
    return SOURCE.test(path) && (isHelperText(text) || /from ["']@lunakey\/runtime/.test(text));
  });
}

function isBoundIn(path: string, text: string): boolean {
  const config = readConfig(text, { path, hasFile: () => true });
  return (
    !isGateway(config) &&
    config.environments.some((environment) => listStoreBindings(environment).length > 0)
  );
}

async function readStep(
  question: HistoryQuestion,
  trees: Trees,
  step: Step,
): Promise<readonly FileChange[]> {
  const { place, environments } = question;
  const paths = (await listChangedFiles(place, step)).filter(
    (path) => SOURCE.test(path) || CONFIG.test(path),
  );
  const before = await readTexts(place, step.parent, paths);
  const after = await readTexts(place, step.id, paths);
  const moved = await listMoved(place, step.id);
  const commit: ReadCommit = { step, before, after, moved };
  const configs = readConfigChanges(question, commit);
  const code = environments === null ? await readCodeChanges(question, trees, commit) : [];
  return [...configs, ...code];
}

interface ReadCommit {
  readonly step: Step;
  readonly before: ReadonlyMap<string, string | null>;
  readonly after: ReadonlyMap<string, string | null>;
  readonly moved: ReadonlyMap<string, string>;
}

function readConfigChanges(
  { configs, environments }: HistoryQuestion,
  { before, after, moved }: ReadCommit,
): FileChange[] {
  return [...after].flatMap(([path, text]) => {
    const now = moved.get(path) ?? path;
    const old = before.get(path) ?? null;
    const isAsked = configs.some((config) => config.path === now);
    if (!isAsked || text === null || old === null) return [];
    const made = planConfigStep({ path, before: old, after: text }, environments);
    return made === old ? [] : [{ path, before: old, after: made }];
  });
}

async function readCodeChanges(
  { configs }: HistoryQuestion,
  trees: Trees,
  { step, before, after, moved }: ReadCommit,
): Promise<FileChange[]> {
  const isMoved = [...after].some(
    ([path, text]) =>
      SOURCE.test(path) && !isHelperText(text ?? "") && HELPER_WORDS.test(text ?? ""),
  );
  if (!isMoved) return [];
  const source = await trees.at(step.parent);
  const target = await trees.at(step.id);
  const changes = new Map<string, FileChange>();
  for (const config of configs) {
    const path = [...moved].find(([, now]) => now === config.path)?.[0] ?? config.path;
    const worker = source.inventory.workers.find((each) => each.config === path);
    if (worker === undefined) continue;
    const helper = helperIn(target.disk, { config: path, entry: worker.entry }, after);
    const planned = planCodeStep({
      disk: source.disk,
      inventoryBefore: source.inventory,
      inventoryAfter: target.inventory,
      config: path,
      helper,
      changed: new Set(after.keys()),
      readBefore: (file) => before.get(file) ?? textIn(source.disk, file),
      readAfter: (file) => after.get(file) ?? textIn(target.disk, file),
    });
    for (const change of planned) if (!changes.has(change.path)) changes.set(change.path, change);
  }
  return [...changes.values()];
}

/** The helper as that commit had it: of whatever version it was. */
function helperIn(
  disk: DiskReader,
  worker: { readonly config: string; readonly entry: string | null },
  after: ReadonlyMap<string, string | null>,
): { kind: "file"; path: string; text: string } | { kind: "package"; name: string } {
  const isPackage = [...after.values()].some((text) =>
    new RegExp(`from ["']${HELPER_PACKAGE}["']`).test(text ?? ""),
  );
  if (isPackage) return { kind: "package", name: HELPER_PACKAGE };
  const { path, text } = findHelper(disk, worker);
  return { kind: "file", path, text: text ?? "" };
}

async function readTexts(
  place: GitPlace,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const blobs = await readBlobs(place, commit, paths);
  return new Map([...blobs].map(([path, bytes]) => [path, decode(bytes)]));
}

function decode(bytes: Uint8Array | null): string | null {
  return bytes && new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

function textIn(disk: DiskReader, path: string): string | null {
  return disk.stat(path)?.kind === "file" ? disk.readText(path) : null;
}

interface Tree {
  readonly disk: DiskReader;
  readonly inventory: Inventory;
}

/** The last few commits' files and inventories: what follows one is what another began with. */
class Trees {
  readonly #session: Session;
  readonly #disk: Disk;
  readonly #place: GitPlace;
  readonly #known = new Map<string, Tree>();

  constructor(session: Session, disk: Disk, place: GitPlace) {
    this.#session = session;
    this.#disk = disk;
    this.#place = place;
  }

  async at(commit: string): Promise<Tree> {
    const known = this.#known.get(commit);
    if (known) return known;
    const disk = createTreeDisk(this.#disk, await readTree(this.#place, commit));
    const inventory = await this.#session.ports.compute(() =>
      scanRepository({ disk, depth: "quick" }),
    );
    if (this.#known.size > 1) this.#known.delete([...this.#known.keys()][0] ?? "");
    const tree = { disk, inventory };
    this.#known.set(commit, tree);
    return tree;
  }
}
