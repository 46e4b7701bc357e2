/**
 * Plans the move of a Worker's code from `env.NAME` to the helper, and proves it. Writes nothing.
 * What the proof refuses is taken out, with all that depends on it, and the rest is planned again;
 * then what was taken out, over the rest, as a second run would: so that there is nothing left for one.
 */
import { acceptReads } from "./asyncify/accept-reads.ts";
import type { DraftPlan } from "./draft-plan.ts";
import type { MigrationInput, MigrationPlan } from "./migration-plan.ts";
import { followedBy, inputAfter, type PlanStep, placesBefore } from "./plan-again.ts";
import type { Directive } from "./proof/fault.ts";
import { KnownErrors } from "./proof/known-errors.ts";
import { type Proof, prove, type Rejected } from "./proof/prove.ts";
import { type ChosenReads, chooseReads } from "./reads/choose-reads.ts";
import { keyOfRead, type MigratingRead } from "./reads/migrating-read.ts";
import { ReferenceIndex } from "./references/reference-index.ts";
import { changesOf, reportPlan } from "./report-plan.ts";
import { type RouteScope, scopeOf } from "./routes/route-scope.ts";
import type { StoreMember } from "./text/env-type.ts";
import { writeMigration } from "./text/write-migration.ts";

/** Each round takes at least one read out; after the last one nothing is changed. */
const ROUNDS_MAX = 12;
/** Plans of what earlier ones took out; each moves at least one read more. */
const RETRIES_MAX = 4;

/** What is learned from proofs that failed. */
interface Lessons {
  readonly rejected: Map<string, Rejected>;
  /** Keys of reads of which one const was no good: each is looked up by itself. */
  readonly alone: Set<string>;
  /** Keys of reads that who makes what is kept is not to be given. */
  readonly notGiven: Set<string>;
  /** Keys of reads in checks of modules that are to stay there. */
  readonly notChecked: Set<string>;
  storeMember: StoreMember;
  /** Directives that go with the error that they expected. */
  readonly directives: Directive[];
}

/** The plan for what `input` asks, with its proof. Never throws for what is in the code. */
export function planMigration(input: MigrationInput): MigrationPlan {
  const known = input.knownErrors ?? new KnownErrors();
  let done = planOnce(input, known);
  for (let retries = 0; retries < RETRIES_MAX && done.isRejecting; retries++) {
    const next = planOnce(inputAfter(input, done), known);
    if (next.plan.changes.length === 0) break;
    done = followedBy(done, next);
  }
  return done.plan;
}

function planOnce(input: MigrationInput, known: KnownErrors): PlanStep {
  const index = new ReferenceIndex(input.program, input);
  const scope = scopeOf(input, input.program, index);
  const chosen = within(scope, chooseReads(index, input.findReads(input.program), input));
  const lessons: Lessons = {
    rejected: new Map(),
    alone: new Set(),
    notGiven: new Set(),
    notChecked: new Set(),
    storeMember: "required",
    directives: [],
  };
  for (let round = 1; ; round++) {
    if (round > ROUNDS_MAX) rejectAll(lessons, chosen.reads);
    const reads = chosen.reads.filter((read) => !lessons.rejected.has(keyOfRead(read)));
    const { staying, asking } = chosen;
    const acceptance = acceptReads(index, reads, { scope, staying, asking, ...lessons });
    const written = writeMigration(index, acceptance, input, lessons);
    const draft = { chosen, acceptance, written, rejected: [...lessons.rejected.values()] };
    const changes = changesOf(input, draft);
    const proof = prove(input, draft, changes, known);
    if (changes.length === 0 || proof.isLacking || !learn(lessons, draft, proof)) {
      const plan = reportPlan(input, draft, changes, { ...proof.result, rounds: round });
      const isRejecting = lessons.rejected.size > 0 && changes.length > 0 && !proof.isLacking;
      const { after } = proof;
      return { plan, isRejecting, after, ...placesBefore(input, after, written) };
    }
  }
}

/** Without what stays where nobody asked: the rest says so by itself, once it was looked at. */
function within(scope: RouteScope | undefined, chosen: ChosenReads): ChosenReads {
  const { refused } = chosen;
  return {
    ...chosen,
    refused: scope ? refused.filter(({ source }) => scope.runs(source.node)) : refused,
  };
}

/** Plans that do not come to an end are not understood: nothing of them is kept. */
function rejectAll({ rejected }: Lessons, reads: readonly MigratingRead[]): void {
  for (const read of reads) {
    const key = keyOfRead(read);
    const { place } = read.source;
    if (rejected.has(key)) continue;
    rejected.set(key, {
      key,
      code: "not-stable",
      place,
      names: read.names,
      blockedAt: place,
      subject: null,
    });
  }
}

/** @returns whether there is a reason to plan again. */
function learn(lessons: Lessons, draft: DraftPlan, proof: Proof): boolean {
  if (proof.storeIsInTheWay && lessons.storeMember !== "none") {
    lessons.storeMember = lessons.storeMember === "required" ? "optional" : "none";
    return true;
  }
  const { unusedDirectives } = proof;
  if (unusedDirectives.length > 0 && lessons.directives.length === 0) {
    lessons.directives.push(...unusedDirectives);
    return true;
  }
  takeOut(lessons, draft, proof.rejected);
  return proof.rejected.length > 0;
}

/** A read that follows a check may be right without it, which stays then. */
function isChecked(
  { notChecked }: Lessons,
  { checked }: DraftPlan["acceptance"],
  key: string,
): boolean {
  const check = checked.find(({ covered }) => covered.some(({ read }) => keyOfRead(read) === key));
  for (const read of check?.reads ?? []) notChecked.add(keyOfRead(read));
  return check !== undefined;
}

/** The first type error of a read leads to the others. */
const firstOf = (known: Rejected | undefined, one: Rejected) =>
  known?.error !== undefined && one.error !== undefined ? known : one;

/** What is wrong of a read that was written together with others, or given, can be right in another way. */
function takeOut(
  lessons: Lessons,
  { acceptance, written: { shared } }: DraftPlan,
  rejected: Proof["rejected"],
): void {
  const alone = new Set(lessons.alone);
  const given = new Set(acceptance.handed.flatMap(({ reads }) => reads.map(keyOfRead)));
  for (const one of rejected) {
    if (given.has(one.key)) {
      lessons.notGiven.add(one.key);
      continue;
    }
    if (isChecked(lessons, acceptance, one.key)) continue;
    const together = shared.find(({ reads }) =>
      reads.some(({ read }) => keyOfRead(read) === one.key),
    );
    const keys = together?.reads.map(({ read }) => keyOfRead(read)) ?? [];
    const isNew = keys.length > 1 && !alone.has(one.key);
    if (isNew) for (const key of keys) lessons.alone.add(key);
    else lessons.rejected.set(one.key, firstOf(lessons.rejected.get(one.key), one));
  }
  // The error that a directive expected can be there again with what is taken out.
  if (rejected.length > 0) lessons.directives.length = 0;
}
