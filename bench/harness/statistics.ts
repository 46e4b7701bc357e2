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

/** A number with as many digits as can be trusted: three. */
export function round3(value: number): number {
  return Number(value.toPrecision(3));
}

/** The items in this round's order: forward in even rounds, backward in odd ones. */
export function alternate<T>(items: readonly T[], round: number): readonly T[] {
  return round % 2 === 0 ? items : [...items].reverse();
}
