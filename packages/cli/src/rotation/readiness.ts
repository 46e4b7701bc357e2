/**
 * May a Worker's environment go from its own copies to the store? Only where each copy was seen equal
 * to the store's value, lately. Pure: what the store lists in, a verdict with its reasons out.
 */
import type { ParityRow } from "@lunakey/contract";

/** A comparison older than this says nothing of today's values. */
export const PARITY_AGE_MS: number = 7 * 24 * 3_600_000;

export interface Blocker {
  readonly name: string;
  /** `unknown`: it was never compared. `outdated`: not within `PARITY_AGE_MS`. */
  readonly reason: "different" | "missing" | "unknown" | "outdated";
}

export interface Readiness {
  readonly worker: string;
  readonly environment: string;
  /** True where there is at least one name, and nothing stands against any. */
  readonly isReady: boolean;
  /** False where its Worker never said anything of any copy: it may not compare at all. */
  readonly hasCompared: boolean;
  readonly blockers: readonly Blocker[];
}

/**
 * @param rows of `parity.list`, in any order.
 * @param now milliseconds since 1970.
 * @returns one verdict for each Worker and environment, in the order in which they first come.
 */
export function judgeReadiness(rows: readonly ParityRow[], now: number): Readiness[] {
  // Neither part can hold a space.
  const groups = Map.groupBy(rows, ({ worker, environment }) => `${worker} ${environment}`);
  return [...groups.values()].map((group) => {
    const blockers = group.flatMap((row) => findBlocker(row, now));
    const { worker = "", environment = "" } = group[0] ?? {};
    const hasCompared = group.some(({ seenAt }) => seenAt !== null);
    return { worker, environment, isReady: blockers.length === 0, hasCompared, blockers };
  });
}

function findBlocker({ name, parity, seenAt }: ParityRow, now: number): Blocker[] {
  if (parity === null || seenAt === null) return [{ name, reason: "unknown" }];
  if (parity !== "same") return [{ name, reason: parity }];
  return seenAt > now - PARITY_AGE_MS ? [] : [{ name, reason: "outdated" }];
}
