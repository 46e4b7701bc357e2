/** A repository's folder for commands: opened, written to and undone, with errors for people. */
import { resolve } from "node:path";
import {
  createDisk,
  type Disk,
  DiskError,
  describeDiskError,
  EditError,
  type FileChange,
  recoverChanges,
  undoLatest,
  writeChanges,
} from "@lunakey/migrate";
import { type CliError, failure } from "../cli-error.ts";
import { REPOSITORY_WORDS } from "../language/catalogues/repository.ts";
import type { Session } from "../session.ts";

/**
 * @param folder as it was typed; the current one where it was not.
 * @throws CliError `file_unreadable`.
 */
export function openRepository(session: Session, folder: string | undefined): Disk {
  const words = REPOSITORY_WORDS[session.language];
  try {
    return createDisk(resolve(session.ports.cwd, folder ?? "."));
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    throw failure("file_unreadable", words.folderMissing, words.folderMissingHint);
  }
}

/** Ends what an interrupted run began, before anything is read. */
export function recoverRepository(session: Session, disk: Disk): void {
  const words = REPOSITORY_WORDS[session.language];
  const { outcome, kept } = explained(session, () => recoverChanges(disk, session.ports.now()));
  if (outcome !== "nothing") session.warn(words.recovered);
  if (kept.length > 0) session.warn(words.kept(kept));
}

/**
 * Writes all of the changes or none, with a record to undo them by.
 *
 * @param operation the command that does it.
 * @throws CliError `changed_meanwhile` or `file_unwritable`; nothing has changed then.
 */
export function writeRepository(
  session: Session,
  disk: Disk,
  changes: readonly FileChange[],
  operation: string,
): void {
  const { kept } = explained(session, () =>
    writeChanges(disk, changes, { operation, now: session.ports.now() }),
  );
  if (kept.length > 0) session.warn(REPOSITORY_WORDS[session.language].kept(kept));
}

/**
 * Takes the latest run of a command back.
 *
 * @returns paths of the files that are as they were before it.
 * @throws CliError `nothing_to_undo` or `undo_conflict`.
 */
export function undoRepository(session: Session, disk: Disk, operation: string): readonly string[] {
  const { record } = explained(session, () => undoLatest(disk, operation, session.ports.now()));
  return record?.changes.map(({ path }) => path) ?? [];
}

function explained<T>(session: Session, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw explain(session, error);
  }
}

function explain(session: Session, error: unknown): unknown {
  const words = REPOSITORY_WORDS[session.language];
  if (error instanceof DiskError) {
    return failure(
      "file_unwritable",
      words.unwritable(`${error.path} ${describeDiskError(error)}`),
    );
  }
  return error instanceof EditError ? explainEdit(session, error) : error;
}

function explainEdit(session: Session, { code, paths }: EditError): CliError {
  const words = REPOSITORY_WORDS[session.language];
  switch (code) {
    case "changed_meanwhile":
      return failure(code, words.changedMeanwhile(paths), words.changedMeanwhileHint);
    case "busy":
      return failure("already_running", words.busy, words.changedMeanwhileHint);
    case "undo_conflict":
      return failure(code, words.undoConflict(paths), words.undoConflictHint);
    case "undo_unknown":
      return failure("nothing_to_undo", words.nothingToUndo);
    case "record_damaged":
      return failure("file_invalid", words.recordDamaged(paths), words.recordDamagedHint);
  }
}
