/** So many clients at once, each sending its next request when the last was answered, for so long. */

export interface Load {
  readonly clients: number;
  readonly ms: number;
}

export interface LoadResult {
  /** How long each answered request took, in milliseconds, in ascending order. */
  readonly tookMs: readonly number[];
  /** What was wrong with an answer, or why there was none; each kind once. */
  readonly faults: readonly string[];
  /** What the requests said of themselves, each kind once. */
  readonly seen: readonly string[];
}

/** One request. @returns what was seen. @throws Error that says what was wrong with the answer. */
export type Ask = (turn: number) => Promise<string>;

export async function runLoad({ clients, ms }: Load, ask: Ask): Promise<LoadResult> {
  const tookMs: number[] = [];
  const faults = new Set<string>();
  const seen = new Set<string>();
  const end = performance.now() + ms;
  let turn = 0;
  const client = async () => {
    do {
      const begin = performance.now();
      try {
        seen.add(await ask(turn++));
        tookMs.push(performance.now() - begin);
      } catch (error) {
        faults.add((error as Error).message);
      }
    } while (performance.now() < end);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { tookMs: tookMs.sort((a, b) => a - b), faults: [...faults], seen: [...seen].sort() };
}

/** @param share 0.95 for the time that 95 % of the requests stayed below. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
