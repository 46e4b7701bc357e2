/** What several plans say of one Worker, as one: its own reads, and those that it shares. */

import type { Place } from "../../repository/place.ts";
import type { GaveUp, MigrationPlan } from "../migration-plan.ts";
import type { PlannedTexts } from "./planned-texts.ts";

export const NOTHING: MigrationPlan = {
  changes: [],
  converted: [],
  required: [],
  gaveUp: [],
  remarks: [],
  proof: { errorsBefore: 0, errorsAfter: 0, references: 0, rounds: 0 },
};

/** With places as they are on the disk: to be asked before the plan's own changes are added. */
export function withOriginalPlaces(plan: MigrationPlan, planned: PlannedTexts): MigrationPlan {
  const at = <T extends { readonly place: Place }>(each: T): T => {
    return { ...each, place: planned.original(each.place) };
  };
  const gaveUp = plan.gaveUp.map((each): GaveUp => {
    return { ...at(each), blockedAt: planned.original(each.blockedAt) };
  });
  return {
    ...plan,
    converted: plan.converted.map(at),
    required: plan.required.map(at),
    remarks: plan.remarks.map(at),
    gaveUp,
  };
}

/**
 * Only what is about files that `isOwn` says yes of.
 * @param isRead of which of them what the plan says is told.
 */
export function partOf(
  plan: MigrationPlan,
  isOwn: (path: string) => boolean,
  isRead = isOwn,
): MigrationPlan {
  const own = <T extends { readonly place: Place }>(all: readonly T[]) =>
    all.filter(({ place }) => isRead(place.file));
  return {
    ...plan,
    changes: plan.changes.filter(({ path }) => isOwn(path)),
    converted: own(plan.converted),
    required: own(plan.required),
    gaveUp: own(plan.gaveUp),
    remarks: own(plan.remarks),
  };
}

/** The errors are those of the last that changes something: it looked at what the others left. */
export function joinPlans(plans: readonly MigrationPlan[]): MigrationPlan {
  const last = plans.filter(({ changes }) => changes.length > 0).at(-1) ?? NOTHING;
  const sum = (of: (plan: MigrationPlan) => number) =>
    plans.reduce((total, plan) => total + of(plan), 0);
  return {
    changes: plans.flatMap(({ changes }) => changes),
    converted: sorted(plans.flatMap(({ converted }) => converted)),
    required: sorted(plans.flatMap(({ required }) => required)),
    gaveUp: sorted(plans.flatMap(({ gaveUp }) => gaveUp)),
    remarks: sorted(plans.flatMap(({ remarks }) => remarks)),
    proof: {
      ...last.proof,
      references: sum(({ proof }) => proof.references),
      rounds: sum(({ proof }) => proof.rounds),
    },
  };
}

function sorted<T extends { readonly place: Place }>(all: readonly T[]): T[] {
  return [...all].sort(
    ({ place: a }, { place: b }) =>
      a.file.localeCompare(b.file, "en") || a.line - b.line || a.column - b.column,
  );
}
