/** Workers' copies of the helper: are they this lunakey's, and make them so. */
import { type Disk, type FileChange, isHelperText, renderUnifiedDiff } from "@lunakey/migrate";
import { CliError, EXIT, usageError } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome } from "../command-spec.ts";
import { readHelperText } from "../files/helper-file.ts";
import { MIGRATE_WORDS } from "../language/migrate-words.ts";
import { REPOSITORY_WORDS } from "../language/repository-words.ts";
import { renderDiff } from "../output/diff.ts";
import { chooseWorkers, nameOf } from "../repository/choose-workers.ts";
import { findHelper } from "../repository/helper-place.ts";
import {
  openRepository,
  recoverRepository,
  undoRepository,
  writeRepository,
} from "../repository/open-repository.ts";
import { refuseDirty } from "../repository/refuse-dirty.ts";
import type { Session } from "../session.ts";

const OPERATION = "helper";

interface Copy {
  readonly worker: string;
  readonly path: string;
  readonly before: string;
  readonly isCurrent: boolean;
}

export async function manageHelper(session: Session, input: CommandInput): Promise<Outcome> {
  if (hasFlag(input, "check") && hasFlag(input, "update")) {
    throw usageError("Give --check or --update, not both.");
  }
  const disk = openRepository(session, undefined);
  if (hasFlag(input, "undo")) return undo(session, disk);
  recoverRepository(session, disk);
  const text = await readHelperText();
  const copies = listCopies(session, input, disk, text);
  return hasFlag(input, "update")
    ? update(session, input, disk, text, copies)
    : check(session, copies);
}

function undo(session: Session, disk: Disk): Outcome {
  const undone = undoRepository(session, disk, OPERATION);
  const words = REPOSITORY_WORDS[session.language];
  return { json: { v: 1, undone }, text: () => `${words.undone(undone.length)}\n` };
}

/** Each file once: several configs can be of one Worker. */
function listCopies(session: Session, input: CommandInput, disk: Disk, text: string): Copy[] {
  const copies = chooseWorkers(session, input, disk).flatMap((config) => {
    const helper = findHelper(disk, { config: config.path, entry: config.entry });
    if (helper.text === null || !isHelperText(helper.text)) return [];
    const { path } = helper;
    return [{ worker: nameOf(config), path, before: helper.text, isCurrent: helper.text === text }];
  });
  return [...new Map(copies.map((copy) => [copy.path, copy])).values()];
}

function check(session: Session, copies: readonly Copy[]): Outcome {
  const words = MIGRATE_WORDS[session.language];
  const others = copies.filter(({ isCurrent }) => !isCurrent).map(({ path }) => path);
  if (others.length > 0) {
    throw new CliError(
      {
        code: "helper_differs",
        message: words.helperDiffers(others),
        hint: words.helperDiffersHint,
      },
      EXIT.FAILED,
    );
  }
  return {
    json: { v: 1, copies: copies.map(({ worker, path }) => ({ worker, path, current: true })) },
    text: () =>
      copies.length === 0
        ? `${words.helperNone}\n`
        : copies.map(({ path }) => `${words.helperSame(path)}\n`).join(""),
  };
}

async function update(
  session: Session,
  input: CommandInput,
  disk: Disk,
  text: string,
  copies: readonly Copy[],
): Promise<Outcome> {
  const words = MIGRATE_WORDS[session.language];
  const changes: FileChange[] = copies
    .filter(({ isCurrent }) => !isCurrent)
    .map(({ path, before }) => ({ path, before, after: text }));
  const files = changes.map(({ path }) => path);
  const isDryRun = hasFlag(input, "dryRun");
  if (!isDryRun && changes.length > 0) {
    if (!hasFlag(input, "allowDirty")) await refuseDirty(session, disk.root, changes);
    writeRepository(session, disk, changes, OPERATION);
  }
  const diff = changes.map((change) => renderUnifiedDiff(change)).join("");
  const current = copies.filter(({ isCurrent }) => isCurrent);
  return {
    json: { v: 1, dryRun: isDryRun, files },
    text: (view) =>
      [
        copies.length === 0 ? `${words.helperNone}\n` : "",
        ...current.map(({ path }) => `${words.helperSame(path)}\n`),
        isDryRun ? renderDiff(diff, view) : "",
        isDryRun ? `${words.dryRun}\n` : files.length > 0 ? `${words.helperUpdated(files)}\n` : "",
      ].join(""),
  };
}
