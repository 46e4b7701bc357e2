/**
 * `lunakey helper --add`: puts a part of the runtime beside the Workers' copies of the helper. Nothing
 * of it is needed to read a secret; without `reports` a Worker says nothing of what it read.
 */
import {
  type Disk,
  type FileChange,
  isHelperText,
  planParts,
  renderUnifiedDiff,
} from "@lunakey/migrate";
import { failure, usageError } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, type View } from "../command-spec.ts";
import {
  HELPER_PARTS,
  type HelperPartName,
  isHelperPart,
  readPart,
} from "../files/helper-parts.ts";
import { HELPER_WORDS, type HelperWords } from "../language/catalogues/helper.ts";
import { renderDiff } from "../output/diff.ts";
import { chooseWorkers, nameOf } from "../repository/choose-workers.ts";
import { findHelper, findOwnEntry, placeOf } from "../repository/helper-place.ts";
import {
  openRepository,
  recoverRepository,
  writeRepository,
} from "../repository/open-repository.ts";
import { refuseDirty } from "../repository/refuse-dirty.ts";
import type { Session } from "../session.ts";

interface Added {
  readonly worker: string;
  /** Where the part is, relative to the root. */
  readonly folder: string;
  readonly changes: readonly FileChange[];
  /** Names that people have to call themselves, once. */
  readonly callsLeft: readonly string[];
}

/** @throws CliError `usage` for a part that there is not, `no_workers` where none has a helper. */
export async function addHelperPart(
  session: Session,
  input: CommandInput,
  name: string,
): Promise<Outcome> {
  const words = HELPER_WORDS[session.language];
  if (!isHelperPart(name)) throw usageError(words.unknownPart);
  const disk = openRepository(session, undefined);
  recoverRepository(session, disk);
  const added = await planAll(session, input, disk, name);
  const changes = [
    ...new Map(
      added.flatMap((one) => one.changes.map((each) => [each.path, each] as const)),
    ).values(),
  ];
  const isDryRun = hasFlag(input, "dryRun");
  if (!isDryRun && changes.length > 0) {
    if (!hasFlag(input, "allowDirty")) await refuseDirty(session, disk.root, changes);
    // Of the same name as --update, so that --undo takes either back.
    writeRepository(session, disk, changes, "helper");
  }
  const files = changes.map(({ path }) => path);
  const workers = added.map(({ worker, folder, callsLeft }) => ({ worker, folder, callsLeft }));
  return {
    json: { v: 1, part: name, dryRun: isDryRun, files, workers },
    text: (view) => render(name, added, changes, isDryRun, view),
  };
}

async function planAll(
  session: Session,
  input: CommandInput,
  disk: Disk,
  name: HelperPartName,
): Promise<Added[]> {
  const parts = await readPart(name);
  const { calls } = HELPER_PARTS[name];
  const workers = chooseWorkers(session, input, disk);
  const added = workers.flatMap((config) => {
    const place = placeOf(config);
    const { path, text } = findHelper(disk, place);
    if (text === null || !isHelperText(text)) return [];
    const entry = findOwnEntry(disk, place);
    const plan = planParts({ disk, helper: path, entry, parts, calls });
    const callsLeft = plan.callsLeft.map((call) => call.name);
    return [{ worker: nameOf(config), folder: plan.folder, changes: plan.changes, callsLeft }];
  });
  if (added.length > 0) return added;
  const words = HELPER_WORDS[session.language];
  throw failure("no_workers", words.noCopy(workers.map(nameOf).join(", ")), words.noCopyHint);
}

function render(
  name: HelperPartName,
  added: readonly Added[],
  changes: readonly FileChange[],
  isDryRun: boolean,
  view: View,
): string {
  const words = HELPER_WORDS[view.language];
  const there = added.filter((one) => one.changes.length === 0);
  const left = added.filter(({ callsLeft }) => callsLeft.length > 0);
  const lines = [
    ...there.map(({ folder }) => words.there(folder)),
    ...(isDryRun ? [words.dryRun] : []),
    ...(!isDryRun && changes.length > 0
      ? [words.written(changes.map(({ path }) => path)), words.undo]
      : []),
    ...left.map(({ worker, callsLeft, folder }) => words.callByHand(worker, callsLeft, folder)),
    ...(name === "reports" ? [] : added.map(({ folder }) => words[name](folder))),
  ];
  const diff = isDryRun ? changes.map((change) => renderChange(change, words)).join("") : "";
  return `${renderDiff(diff, view)}${lines.join("\n")}\n`;
}

/** The parts are the same in every Worker: that they are made is all there is to see of them. */
function renderChange(change: FileChange, words: HelperWords): string {
  const { path, before, after } = change;
  if (before !== null) return renderUnifiedDiff(change);
  return `+++ ${words.made(path, after?.split("\n").length ?? 0)}\n`;
}
