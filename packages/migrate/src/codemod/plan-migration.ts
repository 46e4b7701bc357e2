/**
 * Plans the move of a Worker's code from `env.NAME` to the helper, and proves it. Writes nothing.
 * What the proof refuses is taken out, with all that depends on it, and the rest is planned again.
 */
import { type Acceptance, acceptReads } from "./asyncify/accept-reads.ts";
import type { MigrationInput, MigrationPlan } from "./migration-plan.ts";
import { prove, type Rejected } from "./proof/prove.ts";
import { type ChosenReads, chooseReads } from "./reads/choose-reads.ts";
import { keyOfRead } from "./reads/migrating-read.ts";
import { ReferenceIndex } from "./references/reference-index.ts";
import { changesOf, reportPlan } from "./report-plan.ts";
import { scopeOf } from "./routes/route-scope.ts";
import type { StoreMember } from "./text/env-type.ts";
import { type WrittenMigration, writeMigration } from "./text/write-migration.ts";

/** Each round takes at least one read out; after the last one all that is doubtful stays as it is. */
const ROUNDS_MAX = 6;

export interface DraftPlan {
  readonly chosen: ChosenReads;
  readonly acceptance: Acceptance;
  readonly written: WrittenMigration;
  readonly rejected: readonly Rejected[];
}

/** The plan for what `input` asks, with its proof. Never throws for what is in the code. */
export function planMigration(input: MigrationInput): MigrationPlan {
  const rejected = new Map<string, Rejected>();
  let storeMember: StoreMember = "required";
  for (let round = 1; ; round++) {
    const giveAllUp = round > ROUNDS_MAX;
    const draft = draftPlan(input, { rejected: [...rejected.values()], storeMember, giveAllUp });
    const changes = changesOf(input, draft);
    const proof = prove(input, draft, changes);
    if (proof.storeIsInTheWay && storeMember !== "none") {
      storeMember = storeMember === "required" ? "optional" : "none";
      continue;
    }
    if (proof.rejected.length === 0 || changes.length === 0) {
      return reportPlan(input, draft, changes, { ...proof.result, rounds: round });
    }
    for (const one of proof.rejected) rejected.set(one.key, one);
  }
}

interface DraftOptions {
  readonly rejected: readonly Rejected[];
  readonly storeMember: StoreMember;
  readonly giveAllUp: boolean;
}

function draftPlan(
  input: MigrationInput,
  { rejected, storeMember, giveAllUp }: DraftOptions,
): DraftPlan {
  const index = new ReferenceIndex(input.program);
  const chosen = chooseReads(index, input.findReads(input.program), input);
  const keys = new Set(rejected.map(({ key }) => key));
  const reads = chosen.reads.filter((read) => !giveAllUp && !keys.has(keyOfRead(read)));
  const acceptance = acceptReads(index, reads, scopeOf(input, input.program, index));
  const written = writeMigration(index, acceptance, input, storeMember);
  return { chosen, acceptance, written, rejected };
}
