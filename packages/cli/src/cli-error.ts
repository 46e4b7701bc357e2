/**
 * What a command fails with. Codes from the store pass through; the command line's own are in
 * `CLI_ERROR_CODES`. A message never holds what was typed, piped or read from a file, since any of
 * it may be a secret's value in the wrong place.
 */
import { constants } from "node:os";
import { type Checked, type Sentence, speak, type Text } from "./language/phrase.ts";
import type { Interruption } from "./ports.ts";

/** Codes that are the command line's own; append-only. */
const CLI_ERROR_CODES = [
  "usage",
  "confirmation_needed",
  "cancelled",
  "file_unreadable",
  "file_unwritable",
  "file_invalid",
  "value_invalid",
  "values_differ",
  "no_store",
  "no_token",
  "token_file_open_to_others",
  "url_not_allowed",
  "unreachable",
  "bad_answer",
  "wrangler_missing",
  "wrangler_too_old",
  "port_in_use",
  "already_running",
  "local_state_damaged",
  "local_start_failed",
  "command_failed",
  "internal_error",
  "file_exists",
  "not_a_repository",
  "passphrase_wrong",
  "backup_damaged",
  "no_newer_key",
  "tree_dirty",
  "changed_meanwhile",
  "undo_conflict",
  "nothing_to_undo",
  "no_workers",
  "worker_unknown",
  "environment_unknown",
  "environment_missing",
  "route_unknown",
  "bind_refused",
  "staging_first",
  "gateway_not_deployed",
  "not_migrated",
  "helper_differs",
  "no_account_token",
  "account_refused",
  "rotation_unfinished",
  "not_ready",
  "history_missing",
  "helper_edited",
  "copies_unsent",
  "copies_unverified",
] as const;

export type CliErrorCode = (typeof CLI_ERROR_CODES)[number];

/** Exit statuses: 0 is success. */
export const EXIT = { OK: 0, FAILED: 1, USAGE: 2, CANCELLED: 130 } as const;

/** As shells count: 128 and the number of the signal. */
export function statusOf({ signal }: Interruption): number {
  return 128 + constants.signals[signal];
}

export interface CliFailure {
  /** One of `CLI_ERROR_CODES`, or a code of the store. */
  readonly code: string;
  readonly message: Text;
  /** The next command or setting to try. */
  readonly hint?: Text | undefined;
  /** Path of the field that the store refused. */
  readonly field?: string | undefined;
  /** The store's id of the request. */
  readonly requestId?: string | undefined;
}

/** A failure that a user can read. */
export class CliError extends Error {
  readonly failure: CliFailure;
  readonly exitStatus: number;

  constructor(failure: CliFailure, exitStatus: number = EXIT.FAILED) {
    super(speak("en", failure.message));
    this.name = "CliError";
    this.failure = failure;
    this.exitStatus = exitStatus;
  }
}

/** A failure of the command line's own. */
export function failure<const M extends Text, const H extends Text = never>(
  code: CliErrorCode,
  message: M & Checked<M>,
  hint?: H & Checked<H>,
): CliError {
  return new CliError({ code, message, hint });
}

/** The command was called in a way that it does not understand: exit status 2. */
export function usageError<const M extends Text, const H extends Text = never>(
  message: M & Checked<M>,
  hint?: H & Checked<H>,
): CliError {
  return new CliError({ code: "usage", message, hint }, EXIT.USAGE);
}

/** The user stopped it: exit status 130. */
export function cancelled(message: Sentence = "Cancelled; nothing was changed."): CliError {
  return new CliError({ code: "cancelled", message }, EXIT.CANCELLED);
}

/** The operating system's code of an error, such as `ENOENT`; nothing else of it is shown. */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
