/** Where something is in a repository. */

export interface Place {
  /** Relative to the repository's root, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

/** What could not be read or understood. The rest of the repository is still looked at. */
export interface Problem {
  readonly code:
    | "config_syntax"
    | "config_shape"
    | "config_unread"
    | "no_entry"
    | "no_tsconfig"
    | "tsconfig_in_part"
    | "source_syntax"
    | "unreadable"
    | "too_large"
    | "circular_workspaces"
    | "no_repository";
  readonly place: Place;
  /** What is wrong, in English, without the text that it is about: that could be a secret. */
  readonly detail: string;
}
