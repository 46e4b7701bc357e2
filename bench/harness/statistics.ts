/** Medians and quantiles of small samples. Pure. */

/** @param share 0 to 1. @returns by linear interpolation; NaN for an empty sample. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function median(sample: readonly number[]): number {
  return quantile(sample, 0.5);
}

/**
 * Between which values the true median lies in at least 19 of 20 cases, whatever the distribution:
 * by the ranks of the sample, rounded outwards. For up to seven values, the smallest and largest.
 */
export function medianInterval(sample: readonly number[]): readonly [number, number] {
  const sorted = [...sample].sort((a, b) => a - b);
  const rank = Math.max(Math.floor(sorted.length / 2 - 0.98 * Math.sqrt(sorted.length)), 0);
  return [sorted[rank] ?? Number.NaN, sorted[sorted.length - 1 - rank] ?? Number.NaN];
}

/** The items in this round's order: forward in even rounds, backward in odd ones. */
export function alternate<T>(items: readonly T[], round: number): readonly T[] {
  return round % 2 === 0 ? items : [...items].reverse();
}
