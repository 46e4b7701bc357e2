/** What Lunakey did in one commit: each of the Workers' configs and their code, planned anew. */
import {
  type DiskReader,
  type FileChange,
  isHelperText,
  planCodeStep,
  planConfigStep,
} from "@lunakey/migrate";
import { HELPER_PACKAGE } from "../../files/helper-file.ts";
import { listChangedFiles, listMoved, type TracedCommit } from "../../repository/git-history.ts";
import { findHelper, type WorkerPlace } from "../../repository/helper-place.ts";
import { readTexts, type Trees, textIn } from "./commit-texts.ts";
import type { HistoryQuestion } from "./history.ts";
import { readPartChanges } from "./part-changes.ts";

/** A commit with the one before it. */
export type Step = TracedCommit & { readonly parent: string };

export const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
export const CONFIG = /(?:^|\/)[^/]*wrangler[^/]*\.(?:toml|jsonc?)$/;
const HELPER_WORDS = /\b(?:getSecret|findSecret|requireSecret|getSecrets|SECRETS)\b/;

/** By where the files were then. */
export async function readStep(
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
  if (environments !== null) return configs;
  const code = await readCodeChanges(question, trees, commit);
  const parts = readPartChanges(before, after, code);
  const isAgain = (change: FileChange) => parts.some(({ path }) => path === change.path);
  return [...configs, ...code.filter((change) => !isAgain(change)), ...parts];
}

interface ReadCommit {
  readonly step: Step;
  readonly before: ReadonlyMap<string, string | null>;
  readonly after: ReadonlyMap<string, string | null>;
  readonly moved: ReadonlyMap<string, string>;
}

function readConfigChanges(
  { configs, environments, names }: HistoryQuestion,
  { before, after, moved }: ReadCommit,
): FileChange[] {
  return [...after].flatMap(([path, text]) => {
    const now = moved.get(path) ?? path;
    const old = before.get(path) ?? null;
    const isAsked = configs.some((config) => config.path === now);
    if (!isAsked || text === null || old === null) return [];
    const made = planConfigStep({ path, before: old, after: text }, environments, names);
    return made === old ? [] : [{ path, before: old, after: made }];
  });
}

async function readCodeChanges(
  { configs, names }: HistoryQuestion,
  trees: Trees,
  { step, before, after, moved }: ReadCommit,
): Promise<FileChange[]> {
  const isTouched = [...after].some(([path, text]) => {
    const isCode = SOURCE.test(path) && !isHelperText(text ?? "");
    return isCode && listLines(before.get(path), names) !== listLines(text, names);
  });
  if (!isTouched) return [];
  const source = await trees.at(step.parent);
  const target = await trees.at(step.id);
  const changes = new Map<string, FileChange>();
  for (const config of configs) {
    const path = [...moved].find(([, now]) => now === config.path)?.[0] ?? config.path;
    const worker = source.inventory.workers.find((each) => each.config === path);
    if (worker === undefined) continue;
    const helper = helperIn(target.disk, { ...worker, config: path }, after);
    const planned = await planCodeStep({
      disk: source.disk,
      inventoryBefore: source.inventory,
      inventoryAfter: target.inventory,
      config: path,
      helper,
      parsed: trees.parsed,
      scan: (disk) => trees.scan(disk),
      changed: new Set(after.keys()),
      readBefore: (file) => before.get(file) ?? textIn(source.disk, file),
      readAfter: (file) => after.get(file) ?? textIn(target.disk, file),
    });
    for (const change of planned) if (!changes.has(change.path)) changes.set(change.path, change);
  }
  return [...changes.values()];
}

/** Those that Lunakey may have changed: they call the helper, or name a secret. */
function listLines(text: string | null | undefined, names: ReadonlySet<string>): string {
  const isOurs = (line: string) =>
    HELPER_WORDS.test(line) || (line.match(/\w+/g) ?? []).some((word) => names.has(word));
  return (text ?? "").split("\n").filter(isOurs).sort().join("\n");
}

/** The helper as that commit had it: of whatever version it was. */
function helperIn(
  disk: DiskReader,
  worker: WorkerPlace,
  after: ReadonlyMap<string, string | null>,
): { kind: "file"; path: string; text: string } | { kind: "package"; name: string } {
  const isPackage = [...after.values()].some((text) =>
    new RegExp(`from ["']${HELPER_PACKAGE}["']`).test(text ?? ""),
  );
  if (isPackage) return { kind: "package", name: HELPER_PACKAGE };
  const { path, text } = findHelper(disk, worker);
  return { kind: "file", path, text: text ?? "" };
}
