/**
 * Opened values, for reads that are asked again and again. Bounded by bytes; the one used longest
 * ago goes first. Versions never change, so an entry is right for as long as it is kept.
 */

/** A tenth of what a Durable Object's isolate has (128 MB), leaving room for requests. */
const CACHE_BYTES = 12_000_000;
/** A JavaScript string takes up to two bytes a character; the rest is the entry itself. */
const ENTRY_BYTES = 100;

export class ValueCache {
  readonly #limit: number;
  readonly #values = new Map<string, string>();
  #bytes = 0;

  constructor(limit: number = CACHE_BYTES) {
    this.#limit = limit;
  }

  get(secretId: number, version: number): string | undefined {
    const key = `${secretId}/${version}`;
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  put(secretId: number, version: number, value: string): void {
    const key = `${secretId}/${version}`;
    this.#remove(key);
    this.#values.set(key, value);
    this.#bytes += size(value);
    for (const oldest of this.#values.keys()) {
      if (this.#bytes <= this.#limit) return;
      this.#remove(oldest);
    }
  }

  /** Forgets all values of a secret: one that was deleted has no business in memory. */
  forget(secretId: number): void {
    for (const key of [...this.#values.keys()]) {
      if (key.startsWith(`${secretId}/`)) this.#remove(key);
    }
  }

  #remove(key: string): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#values.delete(key);
    this.#bytes -= size(value);
  }
}

function size(value: string): number {
  return value.length * 2 + ENTRY_BYTES;
}
