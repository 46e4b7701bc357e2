/** A plan before it is proved: what was chosen, how far it goes, what was written. */
import type { Acceptance } from "./asyncify/accept-reads.ts";
import type { Rejected } from "./proof/prove.ts";
import type { ChosenReads } from "./reads/choose-reads.ts";
import type { WrittenMigration } from "./text/write-migration.ts";

export interface DraftPlan {
  readonly chosen: ChosenReads;
  readonly acceptance: Acceptance;
  readonly written: WrittenMigration;
  /** What proofs of earlier drafts did not let move. */
  readonly rejected: readonly Rejected[];
}
