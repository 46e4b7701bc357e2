/**
 * The helper against a model of the store: random sequences of reads, steps of the clock and
 * changes of the store. Whatever happens, what is promised holds. More runs with SLOW=1.
 */
import { READ_TIMING, type ReadRequest } from "@lunakey/contract";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Found, find } from "../src/secrets.ts";
import { watch } from "./clock.ts";
import { createStoreDouble, type StoreDouble } from "./store-double.ts";

const NAMES = ["ONE", "TWO", "THREE"];
const NONSENSE = [
  undefined,
  null,
  {},
  { items: "none" },
  { items: [] },
  { items: [null] },
  { items: [{}, {}, {}] },
  { items: [{ name: "ONE", status: "ok" }] },
];
const FINAL = new Set(["denied", "deleted", "obsolete"]);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

type Step =
  | { readonly do: "read"; readonly name: string }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "put"; readonly name: string; readonly obsolete: boolean }
  | { readonly do: "refuse"; readonly name: string; readonly status: "denied" | "deleted" }
  | { readonly do: "behave"; readonly how: "answers" | "rejects" | "throws" | "hangs" | "slow" }
  | { readonly do: "talk nonsense"; readonly answer: unknown };

const name = fc.constantFrom(...NAMES);
const ms = fc.oneof(
  fc.integer({ min: 0, max: 20_000 }),
  fc.constantFrom(4_999, 5_001, 59_999, 60_001, 119_999, 120_001, 899_999, 900_001, 1_000_000),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("read"), name }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("wait"), ms }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("put"), name, obsolete: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("refuse"),
      name,
      status: fc.constantFrom("denied", "deleted"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("behave"),
      how: fc.constantFrom("answers", "rejects", "throws", "hangs", "slow"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("talk nonsense"),
      answer: fc.constantFrom(...NONSENSE),
    }),
  },
) as fc.Arbitrary<Step>;

/** What an answer told the helper of one name. */
interface Told {
  readonly askedAt: number;
  readonly version: number;
  /** Nothing else may serve. */
  readonly final: boolean;
}

interface Answered {
  readonly items: readonly { name: string; status: string; fallback: string; version?: number }[];
}

/** A store with a life of its own, an env with a copy of each secret, and what was told. */
class World {
  readonly #store: StoreDouble = createStoreDouble();
  readonly #env: Record<string, unknown>;
  readonly #told = new Map<string, Told>();
  /** When the store was asked that last confirmed a version. */
  readonly #confirmedAt = new Map<number, number>();
  #slow = false;
  /** When a request last went out that fails, or may. */
  #troubleAt = 0;
  #values = 0;

  constructor() {
    const own = Object.fromEntries(NAMES.map((one) => [one, `individual ${one}`]));
    this.#env = { ...own, SECRETS: { read: (request: ReadRequest) => this.#read(request) } };
  }

  get #inTrouble(): boolean {
    return this.#store.behaviour !== "answers" || Boolean(this.#store.nonsense) || this.#slow;
  }

  #read(request: ReadRequest): Promise<unknown> {
    const askedAt = Date.now();
    const sensible = !this.#store.nonsense;
    if (this.#inTrouble) this.#troubleAt = askedAt;
    const made = this.#store.read(request);
    const sent = this.#slow ? later(made, 3_003) : made;
    return sent.then((answer) => {
      if (sensible) this.#note(answer as Answered, askedAt);
      return answer;
    });
  }

  #note({ items }: Answered, askedAt: number): void {
    for (const { name: one, status, fallback, version } of items) {
      if (version !== undefined) {
        // A question that was asked earlier may be answered later.
        const before = this.#confirmedAt.get(version) ?? 0;
        this.#confirmedAt.set(version, Math.max(before, askedAt));
      }
      const told = this.#told.get(one);
      if (told && told.askedAt > askedAt) continue;
      // Asked in the same millisecond: the one that knows the newer version was later.
      if (told?.askedAt === askedAt && told.version > (version ?? 0)) continue;
      const final = FINAL.has(status) || fallback === "obsolete";
      this.#told.set(one, { askedAt, version: version ?? 0, final });
    }
  }

  async run(one: Step): Promise<void> {
    if (one.do === "read") await this.#check(one.name);
    else if (one.do === "wait") await vi.advanceTimersByTimeAsync(one.ms);
    else if (one.do === "talk nonsense") this.#store.nonsense = { answer: one.answer };
    else if (one.do === "behave") this.#behave(one.how);
    else if (one.do === "refuse") this.#store.refuse(one.name, one.status);
    else this.#put(one.name, one.obsolete);
  }

  #behave(how: (Step & { do: "behave" })["how"]): void {
    this.#store.nonsense = undefined;
    this.#slow = how === "slow";
    this.#store.behaviour = how === "slow" ? "answers" : how;
  }

  #put(one: string, obsolete: boolean): void {
    const fallback = obsolete ? "obsolete" : "allowed";
    this.#store.put(one, `value ${++this.#values}`, { fallback });
  }

  async #check(one: string): Promise<void> {
    const reachable = !this.#inTrouble;
    const startedAt = Date.now();
    const read = watch(find(this.#env, one));
    while (!read.settled) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!read.settled) await vi.advanceTimersByTimeAsync(100);
    }
    expect(read.error).toBeUndefined();
    expect(Date.now() - startedAt).toBeLessThanOrEqual(READ_TIMING.DEADLINE_ALONE_MS + 100);
    if (read.value) this.#judge(one, read.value, reachable);
  }

  #judge(one: string, found: Found, reachable: boolean): void {
    if (found.source === "individual") expect(this.#told.get(one)?.final ?? false).toBe(false);
    if (found.source !== "store" || found.value === null) return;
    expect(found).toMatchObject({ status: "ok", value: `value ${found.version}` });
    const age = Date.now() - (this.#confirmedAt.get(found.version ?? 0) ?? 0);
    expect(age).toBeLessThanOrEqual(READ_TIMING.OUTAGE_MS);
    const breakerMayBeOpen = Date.now() - this.#troubleAt <= READ_TIMING.BREAKER_OPEN_MS;
    if (reachable && !breakerMayBeOpen) {
      expect(age).toBeLessThanOrEqual(2 * READ_TIMING.FRESH_MS);
    }
  }
}

async function later<T>(promise: Promise<T>, ms: number): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return promise;
}

it("never breaks what it promises", { timeout: 60_000 }, async () => {
  const sequences = fc.array(step, { minLength: 5, maxLength: 60, size: "max" });
  await fc.assert(
    fc.asyncProperty(sequences, async (steps) => {
      const world = new World();
      for (const one of steps) await world.run(one);
    }),
    { numRuns: process.env.SLOW ? 5_000 : 150 },
  );
});
