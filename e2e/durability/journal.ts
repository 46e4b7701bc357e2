/** What the writers sent, and what of it was acknowledged. The judge of the run. */

export interface Write {
  readonly name: string;
  readonly value: string;
  readonly idempotencyKey: string;
  /** The version that was acknowledged; null while there was no answer. */
  version: number | null;
}

/** One name has one writer, so that its order of writes is known. */
export class Journal {
  readonly #writes = new Map<string, Write[]>();

  begin(name: string): Write {
    const value = `${name} ${crypto.randomUUID()}`;
    const write: Write = { name, value, idempotencyKey: crypto.randomUUID(), version: null };
    this.#writes.set(name, [...(this.#writes.get(name) ?? []), write]);
    return write;
  }

  get names(): string[] {
    return [...this.#writes.keys()];
  }

  /** The writes of a name that nobody answered, in the order in which they were sent. */
  unanswered(): Write[] {
    return [...this.#writes.values()].flat().filter(({ version }) => version === null);
  }

  acknowledged(): number {
    return [...this.#writes.values()].flat().filter(({ version }) => version !== null).length;
  }

  /** What reading a name back may give: the last acknowledged value, or one sent after it. */
  permitted(name: string): (string | null)[] {
    const writes = this.#writes.get(name) ?? [];
    const last = writes.findLastIndex(({ version }) => version !== null);
    const after = writes.slice(last + 1).map(({ value }) => value);
    return [writes[last]?.value ?? null, ...after];
  }

  lastAcknowledged(name: string): Write | undefined {
    return this.#writes.get(name)?.findLast(({ version }) => version !== null);
  }
}
