import { reset } from "cloudflare:test";
import { READ_TIMING } from "@lunakey/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { allow, execute, set } from "../../../packages/store/test/ledger-harness.ts";
import { advance, startClock, stopClock } from "./clock.ts";
import { Isolate, NAME, signWith, WORKER } from "./isolate.ts";

const KEY = { environment: WORKER.environment, name: NAME } as const;
const STEP_MS = 10_000;
const FRESH_MS = READ_TIMING.FRESH_MS;

beforeEach(async () => {
  await reset();
  startClock();
  await set(NAME, "one");
  await allow([NAME], WORKER);
});
afterEach(() => stopClock());

interface Outage {
  /** When the isolate is cut off, from the rotation. */
  readonly cutAtMs: number;
  readonly overlapMs: number;
  /** How long the isolate stays cut off. */
  readonly forMs: number;
}

interface Seen {
  /** When the old key was last served and last accepted, from the rotation. */
  readonly servedAtMs: number;
  readonly acceptedAtMs: number;
  /** Was the new key served once the isolate could reach the store again? */
  readonly recovers: boolean;
}

/** One isolate that reads and verifies every ten seconds, through an outage of its own. */
async function live({ cutAtMs, overlapMs, forMs }: Outage): Promise<Seen> {
  const isolate = new Isolate({ [`${NAME}_OTHER`]: "x" });
  const old = await signWith("one", "token");
  let [servedAtMs, acceptedAtMs, recovers] = [-Infinity, -Infinity, false];
  for (let at = -2 * FRESH_MS; at < cutAtMs + forMs + 3 * FRESH_MS; at += STEP_MS) {
    if (at === 0) {
      const overlapSeconds = overlapMs / 1_000;
      await execute({ type: "secret.rotate", ...KEY, value: "two", overlapSeconds });
    }
    isolate.up = at < cutAtMs || at >= cutAtMs + forMs;
    const key = await isolate.key();
    if (key === "one") servedAtMs = at;
    if (await isolate.accepts(old)) acceptedAtMs = at;
    recovers = key === "two";
    await isolate.settle();
    advance(STEP_MS);
  }
  return { servedAtMs, acceptedAtMs, recovers };
}

const MINUTE_MS = 60_000;
const forMs = 25 * MINUTE_MS;

describe("a key past its overlap", () => {
  it.each([
    ["heard of the rotation, no overlap", { cutAtMs: 2 * FRESH_MS, overlapMs: 0, forMs }],
    ["heard of it, a short overlap", { cutAtMs: 2 * FRESH_MS, overlapMs: 2 * MINUTE_MS, forMs }],
    ["heard of it, a long overlap", { cutAtMs: 2 * FRESH_MS, overlapMs: 20 * MINUTE_MS, forMs }],
    ["had changed already", { cutAtMs: 4 * FRESH_MS, overlapMs: 4 * MINUTE_MS, forMs }],
    [
      "never heard of it, an overlap above its memory",
      { cutAtMs: -STEP_MS, overlapMs: 15 * MINUTE_MS, forMs },
    ],
    ["was cut off while it was pending", { cutAtMs: 30_000, overlapMs: 15 * MINUTE_MS, forMs }],
    ["was not cut off at all", { cutAtMs: 0, overlapMs: 3 * MINUTE_MS, forMs: 0 }],
  ])("is neither served nor accepted by an isolate that %s", async (_, outage) => {
    const seen = await live(outage);
    const endsAtMs = FRESH_MS + outage.overlapMs;
    expect(seen.servedAtMs).toBeLessThan(endsAtMs);
    expect(seen.acceptedAtMs).toBeLessThan(endsAtMs);
    expect(seen.recovers).toBe(true);
  });

  it.each([0, MINUTE_MS, 5 * MINUTE_MS])(
    "is given up within a quarter of an hour by an isolate that could not hear of it, overlap %i ms",
    async (overlapMs) => {
      const cutAtMs = -STEP_MS;
      const seen = await live({ cutAtMs, overlapMs, forMs });
      const latest = cutAtMs + READ_TIMING.OUTAGE_MS;
      expect(seen.servedAtMs).toBeLessThan(latest);
      expect(seen.acceptedAtMs).toBeLessThan(latest);
      expect(seen.recovers).toBe(true);
    },
  );

  it("is not served by an isolate that was idle, where the overlap is a minute or more", async () => {
    const idleUntil = [FRESH_MS, 2 * FRESH_MS - 1, 2 * FRESH_MS, 10 * FRESH_MS];
    const isolates = idleUntil.map(() => new Isolate());
    for (const isolate of isolates) await isolate.key();
    const asked = { type: "secret.rotate", ...KEY, value: "two", overlapSeconds: 60 } as const;
    await execute(asked);
    const seen: (string | null | undefined)[] = [];
    for (const [index, until] of idleUntil.entries()) {
      advance(until - (idleUntil[index - 1] ?? 0));
      seen.push(await isolates[index]?.key());
    }
    expect(seen).toEqual(["one", "one", "two", "two"]);
  });

  it("is not brought back by a Worker's own copy", async () => {
    const isolate = new Isolate({ [NAME]: "one" });
    await isolate.key();
    const asked = { type: "secret.rotate", ...KEY, value: "two", overlapSeconds: 60 } as const;
    await execute({ ...asked, copies: "leave" });
    advance(FRESH_MS);
    await isolate.key();
    await isolate.settle();
    isolate.up = false;
    advance(MINUTE_MS + READ_TIMING.OUTAGE_MS);
    expect(await isolate.key()).not.toBe("one");
  });
});
