/** What each file held before and after every change of Lunakey, wherever it stood at the time. */
import type { FileChange, FileHistory, FileStep } from "@lunakey/migrate";
import type { GitPlace } from "../../repository/git-blobs.ts";
import { isAncestor, listMoved } from "../../repository/git-history.ts";
import type { Step } from "./commit-changes.ts";
import { readTexts } from "./commit-texts.ts";
import type { HistoryQuestion } from "./history.ts";

/** What Lunakey did in a commit, by where the files were then. */
export interface ReadStep {
  readonly step: Step;
  readonly changes: readonly FileChange[];
}

/** @param found the oldest first. */
export async function readFiles(
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
  const steps: Map<string, FileStep>[] = [];
  let places: Places = new Map(now.map((path) => [path, { path, text: null }]));
  // Backward: where a file was is best known from where it was a little later.
  for (const { step, changes } of [...found].reverse()) {
    const after = await readAsNow(place, step.id, places);
    const before = await readAsNow(place, step.parent, after);
    const entries = now.map((path): [string, FileStep] => {
      const { text = null } = before.get(path) ?? {};
      const change = changes.find((each) => each.path === after.get(path)?.path);
      const moved = change === undefined ? text : change.after;
      return [path, { before: text, moved, after: after.get(path)?.text ?? null }];
    });
    steps.unshift(new Map(entries));
    places = before;
  }
  const begin = await readAsNow(place, first, places);
  return now.map((path) => ({
    path,
    first: begin.get(path)?.text ?? null,
    steps: steps.flatMap((step) => step.get(path) ?? []),
  }));
}

/** By where a file is now: where it was, and what it held; null: it was not there. */
type Places = ReadonlyMap<string, { readonly path: string; readonly text: string | null }>;

/** @param later as it was in a later commit. */
async function readAsNow(place: GitPlace, commit: string, later: Places): Promise<Places> {
  const moved = await listMoved(place, commit);
  const before = new Map([...moved].map(([old, now]) => [now, old]));
  const asked = [...later].map(([now, { path }]) => [now, before.get(now) ?? path] as const);
  const texts = await readTexts(
    place,
    commit,
    asked.map(([, old]) => old),
  );
  return new Map(asked.map(([now, path]) => [now, { path, text: texts.get(path) ?? null }]));
}

/**
 * Does each of Lunakey's commits come from the one before it?
 *
 * @param steps the oldest first.
 */
export async function isLine(place: GitPlace, steps: readonly Step[]): Promise<boolean> {
  for (const [index, { id }] of steps.entries()) {
    const next = steps[index + 1]?.parent ?? "HEAD";
    if (!(await isAncestor(place, id, next))) return false;
  }
  return true;
}
