/** Joins what each side knows of one name in one Worker and environment. Pure. */
import type { EvidenceDay, EvidenceOfName } from "@lunakey/contract";
import type { Fact } from "./fact.ts";
import { OBSERVED_MS, observeDays } from "./observed-days.ts";

/** What the store answered of a consumer; `silent`: nobody, or not this. */
export type StoreSide =
  | { readonly state: "silent"; readonly reason: string }
  | {
      readonly state: "answered";
      /** Its clock. */
      readonly at: number;
      readonly days: readonly EvidenceDay[];
      /** Granted names only. */
      readonly names: ReadonlyMap<string, EvidenceOfName>;
      /** Names whose individual secret the store itself writes, and keeps equal. */
      readonly copies: ReadonlySet<string>;
    };

/** The store's own log, and what the Worker said to it. */
export function judgeStoreSide(store: StoreSide, name: string): Fact[] {
  if (store.state === "silent") return [{ code: "store_silent", detail: store.reason }];
  const known = store.names.get(name);
  if (known === undefined) return [{ code: "not_granted" }];
  const { at, days } = store;
  return [
    ...judgeAnswer(known),
    ...judgeServed(known, at),
    ...judgeReports(known, days, at),
    ...judgeFallbacks(known, at),
    ...judgeParity(known),
    ...(store.copies.has(name) ? [{ code: "copy_kept" } as const] : []),
  ];
}

const ABSENT = {
  missing: "store_missing",
  deleted: "store_deleted",
  expired: "store_expired",
} as const;

function judgeAnswer({ state }: EvidenceOfName): Fact[] {
  return state === "active" || state === "bound" ? [] : [{ code: ABSENT[state] }];
}

function judgeServed(known: EvidenceOfName, now: number): Fact[] {
  const { state, served, servedCurrent, since, version } = known;
  if (state !== "active" && state !== "bound") return [];
  const which = version === null ? {} : { version };
  if (served === null) return [{ code: "never_served" }];
  // Versions go back too: what was read of this one before it was current this time does not count.
  if (servedCurrent === null || servedCurrent.lastAt < (since ?? 0)) {
    return [{ code: "not_at_current", at: served.lastAt, ...which }];
  }
  const period = { from: served.firstAt, at: servedCurrent.lastAt, ...which };
  if (servedCurrent.lastAt <= now - OBSERVED_MS) return [{ code: "idle", ...period }];
  return [{ code: served.firstAt > now - OBSERVED_MS ? "served_short" : "served", ...period }];
}

function judgeReports({ used }: EvidenceOfName, days: readonly EvidenceDay[], now: number): Fact[] {
  const { firstReportAt, gaps, idleCount } = observeDays(days, now);
  if (firstReportAt === null || used === null) return [{ code: "never_reported" }];
  const idle: Fact[] = idleCount === 0 ? [] : [{ code: "days_idle", count: idleCount }];
  const [first] = gaps;
  const gap: Fact[] =
    first === undefined ? [] : [{ code: "reports_gap", count: gaps.length, at: first }];
  if (firstReportAt > now - OBSERVED_MS) {
    return [{ code: "reports_short", from: firstReportAt }, ...gap];
  }
  return gap.length > 0
    ? [...gap, ...idle]
    : [{ code: "reports_whole", from: firstReportAt }, ...idle];
}

function judgeFallbacks({ copyAt, noneAt }: EvidenceOfName, now: number): Fact[] {
  const since = now - OBSERVED_MS;
  const facts: Fact[] = [];
  if (copyAt !== null && copyAt > since) facts.push({ code: "fell_back", at: copyAt });
  if (noneAt !== null && noneAt > since) facts.push({ code: "gave_nothing", at: noneAt });
  return facts;
}

/**
 * A copy that the store knows to be outdated is served by nobody, so that what it was is of no matter;
 * else it has to have been seen equal to what takes its place.
 */
function judgeParity(known: EvidenceOfName): Fact[] {
  const { parity, parityVersion, parityAt, version, fallback, state } = known;
  if (fallback === "obsolete" && state === "active") {
    const seen = parity === null ? [] : parityFact(known);
    return seen[0]?.code === "copy_same" ? seen : [{ code: "copy_outdated" }];
  }
  if (parity === null || parityAt === null) return [{ code: "never_compared" }];
  if (parity === "same" && version !== null && parityVersion !== version) {
    return [{ code: "compared_before", at: parityAt, version: parityVersion ?? 0 }];
  }
  return parityFact(known);
}

function parityFact({ parity, parityAt, parityVersion, version }: EvidenceOfName): Fact[] {
  const at = parityAt ?? 0;
  const isCurrent = version === null || parityVersion === version;
  if (parity === "same" && isCurrent) {
    return [{ code: "copy_same", at, ...(version === null ? {} : { version }) }];
  }
  return [{ code: "copy_differs", at }];
}
