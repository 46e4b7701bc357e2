/** The answer at the end of a scan: keep individual secrets, mend first, or move to a store. */

export type VerdictChoice = "keep" | "fix" | "move";

export type VerdictReasonCode =
  /** Nothing here reads a secret. */
  | "no_secrets"
  /** Findings that break a deploy, leak a value or lose a secret. */
  | "high_findings"
  /** Names that several Workers hold a copy of. */
  | "copied_names"
  /** Copies to keep equal by hand, over all environments. */
  | "copies_to_keep_equal"
  /** Few or no names are shared: a store would bring one more thing to run, and little else. */
  | "few_shared_names"
  /** Workers whose code others run, too: each is a deployment of it, and no name of theirs is shared. */
  | "same_code"
  /** No finding says that what is there does not work. */
  | "works_as_it_is"
  /** If moved all the same: staging is there, begin with it. */
  | "staging_first"
  /** A store is bound already. */
  | "has_store"
  | "workers"
  | "secrets";

export interface VerdictReason {
  readonly code: VerdictReasonCode;
  readonly count: number;
  /** Of `staging_first`: the name of the environment to begin with. */
  readonly environment?: string;
}

export interface Verdict {
  readonly choice: VerdictChoice;
  /** The deciding ones first. */
  readonly reasons: readonly VerdictReason[];
}
