/**
 * Lunakey's own changes in the history of a repository, apart from people's: where they begin, and what
 * each commit holds of them. Writes nothing.
 */
import {
  type Disk,
  type FileHistory,
  isHelperText,
  listStoreBindings,
  type ParsedFiles,
  readConfig,
  type WranglerConfig,
} from "@lunakey/migrate";
import { failure } from "../../cli-error.ts";
import { phrase } from "../../language/phrase.ts";
import { type GitPlace, readBlobs } from "../../repository/git-blobs.ts";
import {
  findCommit,
  findTitle,
  isShallow,
  listTracedCommits,
  listTracedFiles,
  type TracedCommit,
} from "../../repository/git-history.ts";
import { isGateway } from "../../repository/own-workers.ts";
import type { Session } from "../../session.ts";
import { createProgress } from "../../terminal/progress.ts";
import { CONFIG, readStep, SOURCE, type Step } from "./commit-changes.ts";
import { decodeText, Trees } from "./commit-texts.ts";
import { isLine, type ReadStep, readFiles } from "./file-histories.ts";

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
  /** Of secrets that the code reads. */
  readonly names: ReadonlySet<string>;
  /** What was parsed of the folder already. */
  readonly parsed: ParsedFiles;
}

/** @throws CliError `history_missing`, or `usage` for a commit that is not there. */
export async function readHistory(
  session: Session,
  question: HistoryQuestion,
): Promise<EjectHistory> {
  const { disk, place, parsed } = question;
  const { first, steps } = await findSteps(question);
  const trees = new Trees(session, disk, place, parsed);
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
    const text = decodeText(bytes) ?? "";
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
