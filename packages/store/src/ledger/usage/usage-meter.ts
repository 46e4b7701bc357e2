/**
 * Counts reads in memory until they are flushed, so that a read writes nothing. What was not
 * flushed is lost with the instance: at most the last seconds before a crash.
 */
import type { UsageCount, UsageKey } from "./usage-rows.ts";

/** Different counts held at most; `isFull` then asks for an early flush. */
const KEYS_COUNT = 5_000;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export class UsageMeter {
  #counts = new Map<string, Mutable<UsageCount>>();

  record(usage: UsageKey, now: number): void {
    const { worker, environment, name, kind, source, version, parity } = usage;
    // None of the parts can hold a space.
    const key = `${worker} ${environment} ${name} ${kind} ${source} ${version} ${parity}`;
    const known = this.#counts.get(key);
    if (known === undefined) {
      this.#counts.set(key, { ...usage, firstAt: now, lastAt: now, count: 1 });
    } else {
      known.count += 1;
      known.lastAt = now;
    }
  }

  get isFull(): boolean {
    return this.#counts.size >= KEYS_COUNT;
  }

  /** What was counted since the last clearing. */
  pending(): readonly UsageCount[] {
    return [...this.#counts.values()];
  }

  /** Forgets the counts; to be called once they are written, without a wait between. */
  clear(): void {
    this.#counts = new Map();
  }
}
