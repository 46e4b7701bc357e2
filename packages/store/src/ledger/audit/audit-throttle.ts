/**
 * Keeps what anybody can cause from filling the audit: the first of a kind in a minute is written,
 * the rest are counted and can be written as one event once the minute is over. In memory: a
 * restart forgets counts, never events.
 */
import type { AuditDraft } from "./chain.ts";

const WINDOW_MS = 60_000;
/** Kinds in one minute; beyond it nothing is written one by one. */
const KINDS_COUNT = 1_000;

interface Repeated {
  readonly draft: AuditDraft;
  repeats: number;
}

export class AuditThrottle {
  #window = 0;
  #kinds = new Map<string, Repeated>();
  #closed: Repeated[] = [];

  /** True where this one is to be written; otherwise it was counted. */
  admit(key: string, draft: AuditDraft, now: number): boolean {
    this.#turn(now);
    const known = this.#kinds.get(key);
    if (known !== undefined) {
      known.repeats += 1;
      return false;
    }
    if (this.#kinds.size >= KINDS_COUNT) return false;
    this.#kinds.set(key, { draft, repeats: 0 });
    return true;
  }

  /** Takes the counts of minutes that are over: one draft each, with the number of repeats. */
  drain(now: number): AuditDraft[] {
    this.#turn(now);
    const closed = this.#closed;
    this.#closed = [];
    return closed.map(({ draft, repeats }) => ({
      ...draft,
      details: { ...draft.details, repeats },
    }));
  }

  /** Is there anything that `drain` will give, now or once the minute is over? */
  get hasPending(): boolean {
    if (this.#closed.length > 0) return true;
    return [...this.#kinds.values()].some(({ repeats }) => repeats > 0);
  }

  #turn(now: number): void {
    const window = Math.floor(now / WINDOW_MS);
    if (window === this.#window) return;
    const repeated = [...this.#kinds.values()].filter(({ repeats }) => repeats > 0);
    this.#closed = [...this.#closed, ...repeated].slice(-KINDS_COUNT);
    this.#kinds = new Map();
    this.#window = window;
  }
}
