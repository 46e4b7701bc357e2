/**
 * Error codes: a closed list, append-only. `execute` answers with a tagged result, since an Error
 * loses its fields over RPC; `docs/errors.md` lists the codes for users.
 */
export const ERROR_CODES = {
  invalid_input: { status: 400, retryable: false },
  unauthenticated: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  method_not_allowed: { status: 405, retryable: false },
  conflict: { status: 409, retryable: false },
  idempotency_key_reused: { status: 409, retryable: false },
  already_deleted: { status: 410, retryable: false },
  version_mismatch: { status: 412, retryable: false },
  too_large: { status: 413, retryable: false },
  unsupported_media_type: { status: 415, retryable: false },
  misdirected: { status: 421, retryable: false },
  protected_name: { status: 422, retryable: false },
  not_supported: { status: 422, retryable: false },
  internal: { status: 500, retryable: true },
  store_unavailable: { status: 503, retryable: true },
  in_use: { status: 409, retryable: false },
  copies_held: { status: 409, retryable: false },
  rotation_pending: { status: 409, retryable: false },
} as const satisfies Record<string, { status: number; retryable: boolean }>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface Failure {
  readonly code: ErrorCode;
  /** One sentence: what failed, on which name or id. Never holds a value or any other input. */
  readonly message: string;
  /** The next command or setting to try; several lines where it is several. */
  readonly hint?: string;
  /** Path of the field that was wrong, such as `entries[3].name`. */
  readonly field?: string;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

/** A coded error, thrown where there is no wire between thrower and catcher. */
export class LunakeyError extends Error implements Failure {
  readonly code: ErrorCode;
  readonly hint?: string;
  readonly field?: string;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.name = "LunakeyError";
    this.code = failure.code;
    if (failure.hint !== undefined) this.hint = failure.hint;
    if (failure.field !== undefined) this.field = failure.field;
  }

  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  /** The fields that may cross a wire: not the stack, not the cause. */
  toFailure(): Failure {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.field === undefined ? {} : { field: this.field }),
    };
  }
}
