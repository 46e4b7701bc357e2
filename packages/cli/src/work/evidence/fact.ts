/**
 * What is known of one name in one Worker and environment, fact by fact, each with the side that it is
 * from. A fact can stand in the way; none, by itself, permits anything.
 */
import type { FactSide, FactWeight } from "@lunakey/contract";
import type { Place } from "@lunakey/migrate";

/**
 * - `fails`: without the individual secret the read would give nothing, or another value.
 * - `unknown`: whether it would be served is not known.
 * - `wait`: it would be served, and that was not seen for long enough.
 * - `holds`: it speaks for the store.
 * - `note`: it decides nothing.
 *
 * `final`: nothing but a change of it takes it out of the way; all others `--force` passes over.
 */
interface FactKind {
  readonly side: FactSide;
  readonly weight: FactWeight;
  readonly final?: true;
}

const FACT_KINDS = {
  read_outside: { side: "scan", weight: "fails", final: true },
  unbound: { side: "scan", weight: "fails", final: true },
  native_only: { side: "scan", weight: "unknown", final: true },
  whole_environment: { side: "scan", weight: "unknown" },
  not_read: { side: "scan", weight: "note" },
  through_helper: { side: "scan", weight: "holds" },
  tree_dirty: { side: "scan", weight: "wait" },
  deployed_older: { side: "scan", weight: "wait" },
  commit_unknown: { side: "scan", weight: "note" },
  commit_same: { side: "scan", weight: "holds" },
  cron_rare: { side: "scan", weight: "unknown" },
  cron_unseen: { side: "scan", weight: "unknown" },
  cron_maybe: { side: "scan", weight: "note" },
  routes_maybe: { side: "scan", weight: "note" },
  mode_own_first: { side: "scan", weight: "wait" },

  store_silent: { side: "store", weight: "unknown", final: true },
  not_granted: { side: "store", weight: "fails", final: true },
  store_missing: { side: "store", weight: "fails", final: true },
  store_deleted: { side: "store", weight: "fails", final: true },
  store_expired: { side: "store", weight: "fails", final: true },
  never_served: { side: "store", weight: "unknown", final: true },
  not_at_current: { side: "store", weight: "unknown", final: true },
  idle: { side: "store", weight: "unknown" },
  served_short: { side: "store", weight: "wait" },
  served: { side: "store", weight: "holds" },
  copy_kept: { side: "store", weight: "note" },

  never_reported: { side: "worker", weight: "unknown" },
  reports_gap: { side: "worker", weight: "unknown" },
  reports_short: { side: "worker", weight: "wait" },
  reports_whole: { side: "worker", weight: "holds" },
  days_idle: { side: "worker", weight: "note" },
  fell_back: { side: "worker", weight: "unknown" },
  gave_nothing: { side: "worker", weight: "unknown" },
  never_compared: { side: "worker", weight: "wait" },
  compared_before: { side: "worker", weight: "wait" },
  copy_outdated: { side: "worker", weight: "note" },
  copy_differs: { side: "worker", weight: "fails", final: true },
  copy_same: { side: "worker", weight: "holds" },

  account_silent: { side: "account", weight: "note" },
  account_refused: { side: "account", weight: "note" },
  never_deployed: { side: "account", weight: "note" },
  deployed_unbound: { side: "account", weight: "fails", final: true },
  deployed_bound: { side: "account", weight: "holds" },
  individual_there: { side: "account", weight: "note" },
  individual_gone: { side: "account", weight: "note" },
} as const satisfies Record<string, FactKind>;

export type FactCode = keyof typeof FACT_KINDS;

export interface Fact {
  readonly code: FactCode;
  /** Milliseconds since 1970. */
  readonly from?: number;
  readonly at?: number;
  readonly version?: number;
  readonly count?: number;
  /** A cron expression, a mode, why somebody is silent, a commit: never a value. */
  readonly detail?: string;
  readonly places?: readonly Place[];
}

export function kindOf({ code }: Pick<Fact, "code">): FactKind {
  return FACT_KINDS[code];
}

export type RehearsalOutcome = "would_fail" | "unknown" | "would_be_served";

/** What would become of a read without the individual secret. */
export function judgeRehearsal(facts: readonly Fact[]): RehearsalOutcome {
  const weights = new Set(facts.map((fact) => kindOf(fact).weight));
  if (weights.has("fails")) return "would_fail";
  return weights.has("unknown") ? "unknown" : "would_be_served";
}

/** `open`: something is not proven, and `--force` passes over it. `no`: something forbids it. */
export type Readiness = "yes" | "open" | "no";

/** May the individual secret go? */
export function judgeRemoval(facts: readonly Fact[]): Readiness {
  const blockers = listBlockers(facts);
  if (blockers.length === 0) return "yes";
  return blockers.some((fact) => kindOf(fact).final) ? "no" : "open";
}

/** The facts that stand in the way of a clean-up. */
export function listBlockers(facts: readonly Fact[]): Fact[] {
  return facts.filter((fact) => ["fails", "unknown", "wait"].includes(kindOf(fact).weight));
}
