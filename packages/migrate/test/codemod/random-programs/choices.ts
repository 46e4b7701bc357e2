/**
 * Decisions read off a tape of numbers. A shorter tape, or one of smaller numbers, makes a smaller
 * program: so what shrinks the tape shrinks the program. At its end every decision is the first.
 */
export class Choices {
  readonly #tape: readonly number[];
  #at = 0;

  constructor(tape: readonly number[]) {
    this.#tape = tape;
  }

  /** From 0 up to, not including, `count`. */
  number(count: number): number {
    return (this.#tape[this.#at++] ?? 0) % count;
  }

  /** Rather not: true for a quarter of what the tape can hold. */
  rarely(): boolean {
    return this.number(4) === 3;
  }

  /** The simplest alternative comes first. */
  of<T>(alternatives: readonly T[]): T {
    const chosen = alternatives[this.number(alternatives.length)];
    if (chosen === undefined) throw new Error("there is nothing to choose from");
    return chosen;
  }

  /** Fewer towards the end of the tape. */
  list<T>(max: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.number(max + 1) }, (_, index) => make(index));
  }
}
