/**
 * A plan over what an earlier plan would leave, as a second run would make it, and both as one plan:
 * from the texts as they are to the texts of the later, at the places that people see.
 */
import type ts from "typescript";
import type { FileChange } from "../edits/text-edit.ts";
import type { Place } from "../repository/place.ts";
import type { Converted, GaveUp, MigrationInput, MigrationPlan, Remark } from "./migration-plan.ts";
import type { ChangedProgram } from "./proof/changed-program.ts";
import { byPlace } from "./report-plan.ts";
import type { WrittenMigration } from "./text/write-migration.ts";

export interface PlanStep {
  readonly plan: MigrationPlan;
  /** Did the proof take something out, while the rest changes what that is proved in? */
  readonly isRejecting: boolean;
  /** What the plan leads to; undefined where it changes nothing. */
  readonly after: ChangedProgram | undefined;
  /** Where something of the new text of a file was before. */
  readonly originalPosition: (fileName: string, position: number) => number;
  readonly originalPlace: (place: Place) => Place;
}

/** How places of the program after a plan are found in the one before it. */
export function placesBefore(
  { program, root }: Pick<MigrationInput, "program" | "root">,
  after: ChangedProgram | undefined,
  written: WrittenMigration,
): Pick<PlanStep, "originalPlace" | "originalPosition"> {
  const originalPosition = (fileName: string, position: number) => {
    const file = program.getSourceFile(fileName);
    return file ? written.originalPosition(file, position) : position;
  };
  const originalPlace = (place: Place): Place => {
    const fileName = `${root}/${place.file}`;
    const [file, changed] = [program, after?.program].map((one) => one?.getSourceFile(fileName));
    if (!file || !changed) return place;
    const at = originalPosition(fileName, positionOf(changed, place));
    const { line, character } = file.getLineAndCharacterOfPosition(at);
    return { ...place, line: line + 1, column: character + 1 };
  };
  return { originalPlace, originalPosition };
}

const positionOf = (file: ts.SourceFile, { line, column }: Place) =>
  file.getPositionOfLineAndCharacter(line - 1, column - 1);

/** What a second run would be asked, with the changes of the first as if they were there. */
export function inputAfter(input: MigrationInput, { plan, ...first }: PlanStep): MigrationInput {
  const { proveOthers } = input;
  return {
    ...input,
    ...first.after,
    proveOthers:
      proveOthers &&
      (({ changes, converted, originalPosition }) =>
        proveOthers({
          changes: joinChanges(plan.changes, changes),
          converted,
          originalPosition: (fileName, position) =>
            first.originalPosition(fileName, originalPosition(fileName, position)),
        })),
  };
}

/** Both as one. What the first gave up, the second moved or gives up as well. */
export function followedBy(first: PlanStep, second: PlanStep): PlanStep {
  return {
    plan: joinPlans(first.plan, movedBack(second.plan, first.originalPlace)),
    isRejecting: second.isRejecting,
    after: second.after,
    originalPosition: (fileName, position) =>
      first.originalPosition(fileName, second.originalPosition(fileName, position)),
    originalPlace: (place) => first.originalPlace(second.originalPlace(place)),
  };
}

function joinPlans(first: MigrationPlan, second: MigrationPlan): MigrationPlan {
  const { proof } = first;
  const added = second.proof.errorsAfter - second.proof.errorsBefore;
  return {
    changes: joinChanges(first.changes, second.changes),
    converted: [...first.converted, ...second.converted].sort(byPlace),
    required: [...first.required, ...second.required].sort(byPlace),
    gaveUp: second.gaveUp,
    remarks: joinRemarks(first.remarks, second.remarks),
    proof: {
      errorsBefore: proof.errorsBefore,
      errorsAfter: proof.errorsAfter + added,
      references: proof.references + second.proof.references,
      rounds: proof.rounds + second.proof.rounds,
    },
  };
}

/** Each file once, from what it is to what the second makes of it. */
function joinChanges(first: readonly FileChange[], second: readonly FileChange[]): FileChange[] {
  const changes = new Map(first.map((change) => [change.path, change]));
  for (const change of second) {
    const { before } = changes.get(change.path) ?? change;
    changes.set(change.path, { ...change, before });
  }
  return [...changes.values()]
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What is to be looked at is said once, though both come by it. */
function joinRemarks(first: readonly Remark[], second: readonly Remark[]): Remark[] {
  const remarks = new Map<string, Remark>();
  for (const remark of [...first, ...second]) remarks.set(JSON.stringify(remark), remark);
  return [...remarks.values()].sort(byPlace);
}

function movedBack(plan: MigrationPlan, original: PlanStep["originalPlace"]): MigrationPlan {
  const moved = ({ place, ...rest }: Converted): Converted => ({ ...rest, place: original(place) });
  return {
    ...plan,
    converted: plan.converted.map(moved),
    required: plan.required.map(moved),
    gaveUp: plan.gaveUp.map(({ place, blockedAt, ...rest }): GaveUp => {
      return { ...rest, place: original(place), blockedAt: original(blockedAt) };
    }),
    remarks: plan.remarks.map(
      ({ place, ...rest }): Remark => ({ ...rest, place: original(place) }),
    ),
  };
}
