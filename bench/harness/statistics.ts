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
 * Between which values the true median lies in 19 of 20 cases, whatever the distribution: by the
 * ranks of the sample. Says little for fewer than ten values.
 */
export function medianInterval(sample: readonly number[]): readonly [number, number] {
  const reach = 0.98 / Math.sqrt(Math.max(sample.length, 1));
  return [quantile(sample, Math.max(0.5 - reach, 0)), quantile(sample, Math.min(0.5 + reach, 1))];
}

/** The items in this round's order: forward in even rounds, backward in odd ones. */
export function alternate<T>(items: readonly T[], round: number): readonly T[] {
  return round % 2 === 0 ? items : [...items].reverse();
}
