/**
 * Opened values, for reads that are asked again and again. Bounded by bytes; what
 * was used longest ago goes first, by halves. Versions never change, so an entry is right for as long as it is kept.
 */

/** A tenth of what a Durable Object's isolate has (128 MB), leaving room for requests. */
const CACHE_BYTES = 12_000_000;
/** A JavaScript string takes up to two bytes a character; the rest is the entry itself. */
const ENTRY_BYTES = 100;

export class ValueCache {
  readonly #limit: number;
  /** What was used since the last turn, and what only before it: a look-up moves nothing. */
  #young = new Map<string, string>();
  #old = new Map<string, string>();
  #youngBytes = 0;

  constructor(limit: number = CACHE_BYTES) {
    this.#limit = limit / 2;
  }

  get(secretId: number, version: number): string | undefined {
    const key = keyOf(secretId, version);
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.#keep(key, old);
    return old;
  }

  put(secretId: number, version: number, value: string): void {
    this.#keep(keyOf(secretId, version), value);
  }

  /** Forgets all values of a secret: one that was deleted has no business in memory. */
  forget(secretId: number): void {
    for (const values of [this.#young, this.#old]) {
      for (const key of [...values.keys()]) {
        if (!key.startsWith(`${secretId}/`)) continue;
        if (values === this.#young) this.#youngBytes -= size(values.get(key) ?? "");
        values.delete(key);
      }
    }
  }

  #keep(key: string, value: string): void {
    this.#old.delete(key);
    const before = this.#young.get(key);
    if (before !== undefined) this.#youngBytes -= size(before);
    const bytes = size(value);
    // One half is full: it becomes the old one, and what was not used since the last turn goes.
    if (this.#youngBytes + bytes > this.#limit) {
      this.#young.delete(key);
      [this.#old, this.#young, this.#youngBytes] = [this.#young, new Map(), 0];
    }
    if (bytes > this.#limit) return;
    this.#young.set(key, value);
    this.#youngBytes += bytes;
  }
}

function keyOf(secretId: number, version: number): string {
  return `${secretId}/${version}`;
}

function size(value: string): number {
  return value.length * 2 + ENTRY_BYTES;
}
