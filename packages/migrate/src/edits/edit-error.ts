/** Why a plan was not written. Paths and a code only: files hold secrets. */

export type EditErrorCode =
  /** A file is not as it was when the plan was made. */
  | "changed_meanwhile"
  /** Another process is writing. */
  | "busy"
  /** A file was changed since, in the very lines that undoing would change. */
  | "undo_conflict"
  /** There is no such record. */
  | "undo_unknown"
  /** A record or the journal in `.lunakey/` can not be understood. */
  | "record_damaged";

const MESSAGES: Readonly<Record<EditErrorCode, string>> = {
  changed_meanwhile: "changed since it was read; nothing was written",
  busy: "another run is writing at this moment; nothing was written",
  undo_conflict: "changed since, in the same lines; nothing was undone",
  undo_unknown: "there is nothing of this kind to undo",
  record_damaged: "can not be read; restore the files from git and remove it",
};

export class EditError extends Error {
  override readonly name = "EditError";
  readonly code: EditErrorCode;
  /** Relative to the repository's root. */
  readonly paths: readonly string[];

  constructor(code: EditErrorCode, paths: readonly string[] = []) {
    super([paths.join(", "), MESSAGES[code]].filter(Boolean).join(": "));
    this.code = code;
    this.paths = paths;
  }
}
