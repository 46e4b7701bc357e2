/**
 * Makes the tape of a failing program smaller, for as long as there is time: whole parts of it are left
 * out, then single decisions become the simplest. Only what fails in the same way counts.
 */
export interface Failing {
  readonly tape: readonly number[];
  /** In words, what is wrong. */
  readonly fault: string;
}

/** What is wrong with the program of a tape; undefined where nothing is. */
export type FaultOf = (tape: readonly number[]) => Promise<string | undefined>;

/** What of a program is migrated, and in which order, goes by its tape's length: it stays the same. */
const STEP = 12;

/** @returns the smallest that was found before `timeLimitMs` was over. */
export async function smallerOf(
  failing: Failing,
  faultOf: FaultOf,
  timeLimitMs: number,
): Promise<Failing> {
  const search = new Search(failing, faultOf, timeLimitMs);
  const half = Math.floor(failing.tape.length / 2 / STEP) * STEP;
  for (let size = half; size > 0 && !search.isOver; ) {
    if (!(await withoutParts(search, size))) size = Math.floor(size / 2 / STEP) * STEP;
  }
  for (let at = 0; at < search.best.tape.length && !search.isOver; at++) {
    const { tape } = search.best;
    if (tape[at] !== 0) await search.attempt(tape.with(at, 0));
  }
  return search.best;
}

class Search {
  best: Failing;
  readonly #faultOf: FaultOf;
  readonly #kind: string;
  readonly #end: number;

  constructor(failing: Failing, faultOf: FaultOf, timeLimitMs: number) {
    this.best = failing;
    this.#faultOf = faultOf;
    this.#kind = kindOf(failing.fault);
    this.#end = performance.now() + timeLimitMs;
  }

  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** Does it fail in the same way? Then it is the best so far. */
  async attempt(tape: readonly number[]): Promise<boolean> {
    const fault = await this.#faultOf(tape);
    if (fault === undefined || kindOf(fault) !== this.#kind) return false;
    this.best = { tape, fault };
    return true;
  }
}

async function withoutParts(search: Search, size: number): Promise<boolean> {
  let isSmaller = false;
  for (let at = 0; at + size <= search.best.tape.length && !search.isOver; ) {
    const { tape } = search.best;
    const rest = [...tape.slice(0, at), ...tape.slice(at + size)];
    if (await search.attempt(rest)) isSmaller = true;
    else at += size;
  }
  return isSmaller;
}

/** The beginning of its first line; names and places that are counted differ from program to program. */
function kindOf(fault: string): string {
  const [line = ""] = fault.split("\n");
  return line.replaceAll(/\d+/g, "#").slice(0, 60);
}
