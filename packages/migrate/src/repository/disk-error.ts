/** What the disk refuses, in words that hold a path and a reason and nothing of what a file holds. */

/** No config or source that people write is larger; what is, is data. */
export const MAX_TEXT_BYTES = 8 * 1024 * 1024;

export type DiskErrorCode =
  | "missing"
  | "denied"
  | "exists"
  | "not_a_file"
  | "not_a_folder"
  | "not_text"
  | "too_large"
  | "outside"
  | "failed";

/** What the disk refused. Its message holds the path and the reason, never what a file holds. */
export class DiskError extends Error {
  override readonly name = "DiskError";
  readonly code: DiskErrorCode;
  readonly path: string;

  constructor(code: DiskErrorCode, path: string, cause?: unknown) {
    super(`${path}: ${REASONS[code]}`, { cause });
    this.code = code;
    this.path = path;
  }
}

const REASONS: Readonly<Record<DiskErrorCode, string>> = {
  missing: "does not exist",
  denied: "permission denied",
  exists: "exists already",
  not_a_file: "is no regular file",
  not_a_folder: "is no folder",
  not_text: "is not text in UTF-8",
  too_large: `is larger than ${MAX_TEXT_BYTES} bytes`,
  outside: "leads out of the repository",
  failed: "could not be read or written",
};

/** What an error of the disk means, in words that can be shown. */
export function describeDiskError(error: unknown): string {
  return error instanceof DiskError ? REASONS[error.code] : REASONS.failed;
}

const CODES: Readonly<Record<string, DiskErrorCode>> = {
  ENOENT: "missing",
  ENOTDIR: "missing",
  EACCES: "denied",
  EPERM: "denied",
  EEXIST: "exists",
  EISDIR: "not_a_file",
  ELOOP: "missing",
};

/** The system's own code, for example `ENOENT`; empty where there is none. */
export function errno(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Runs one step, with the system's errors turned into ours, whose messages hold no content. */
export function attempt<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof DiskError) throw error;
    throw new DiskError(CODES[errno(error)] ?? "failed", path, error);
  }
}
