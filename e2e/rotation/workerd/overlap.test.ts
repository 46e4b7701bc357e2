import { evictDurableObject, reset, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  allow,
  auditEvents,
  execute,
  ledgerStub,
  set,
} from "../../../packages/store/test/ledger-harness.ts";
import { advance, startClock, stopClock } from "./clock.ts";
import { Isolate, NAME, type Signed, signWith, WORKER } from "./isolate.ts";

const KEY = { environment: WORKER.environment, name: NAME } as const;
const STEP_MS = 10_000;
const MINUTE_MS = 60_000;
/** How long a token is good for; the overlap is longer by what an isolate may be behind. */
const TOKEN_MS = 2 * MINUTE_MS;
const OVERLAP_SECONDS = 5 * 60;

beforeEach(async () => {
  await reset();
  startClock();
  await set(NAME, "one");
  await allow([NAME], WORKER);
});

afterEach(async () => {
  const { verdict } = await execute<"audit.verify">({ type: "audit.verify" });
  stopClock();
  expect(verdict).toBe("self-consistent");
});

const rotate = (value: string, more: object = {}) =>
  execute({ type: "secret.rotate", ...KEY, value, overlapSeconds: OVERLAP_SECONDS, ...more });

interface Token extends Signed {
  readonly signedAt: number;
}

/** Isolates that sign tokens for each other, and verify them; it keeps those that are still good. */
class Traffic {
  readonly failures: string[] = [];
  verified = 0;
  #tokens: Token[] = [];
  readonly #isolates: readonly Isolate[];

  constructor(isolates: readonly Isolate[]) {
    this.#isolates = isolates;
  }

  /** All of them sign once, then each verifies the oldest token, the newest and one between. */
  async step(at: number): Promise<void> {
    this.#tokens = this.#tokens.filter(({ signedAt }) => Date.now() - signedAt < TOKEN_MS);
    for (const [index, isolate] of this.#isolates.entries()) {
      const signed = await isolate.sign(`${index} at ${at}`);
      if (signed === undefined) this.failures.push(`${at}: isolate ${index} has no key`);
      else this.#tokens.push({ ...signed, signedAt: Date.now() });
    }
    const picked = [0, -1, at % this.#tokens.length].flatMap((i) => this.#tokens.at(i) ?? []);
    for (const [index, isolate] of this.#isolates.entries()) {
      for (const token of picked) await this.#verify(isolate, token, `${at}: isolate ${index}`);
      await isolate.settle();
    }
  }

  async #verify(isolate: Isolate, token: Token, who: string): Promise<void> {
    this.verified += 1;
    if (!(await isolate.accepts(token))) this.failures.push(`${who} refuses ${token.text}`);
  }
}

/** @param act is called before each step. */
async function drive(
  isolates: readonly Isolate[],
  forMs: number,
  act: (elapsedMs: number) => Promise<unknown>,
): Promise<Traffic> {
  const traffic = new Traffic(isolates);
  for (let elapsed = 0; elapsed < forMs; elapsed += STEP_MS) {
    await act(elapsed);
    await traffic.step(elapsed);
    advance(STEP_MS);
  }
  return traffic;
}

const crowd = () => Array.from({ length: 3 }, () => new Isolate());

describe("tokens that Workers sign for each other", () => {
  it("verify through a rotation, whichever key they were signed with", async () => {
    const isolates = crowd();
    const seen = new Set<string | null>();
    const { failures, verified } = await drive(isolates, 12 * MINUTE_MS, async (elapsed) => {
      if (elapsed === 2 * MINUTE_MS) await rotate("two");
      seen.add((await isolates[0]?.key()) ?? null);
    });
    expect(failures).toEqual([]);
    expect(verified).toBeGreaterThan(600);
    expect([...seen]).toEqual(["one", "two"]);
    const old = await signWith("one", "late");
    for (const isolate of isolates) expect(await isolate.accepts(old)).toBe(false);
  });

  it("verify though the ledger is evicted and its alarm runs late, or never", async () => {
    const { failures } = await drive(crowd(), 10 * MINUTE_MS, async (elapsed) => {
      if (elapsed === MINUTE_MS) await rotate("two");
      if (elapsed % (2 * MINUTE_MS) === STEP_MS) await evictDurableObject(ledgerStub());
      if (elapsed === 4 * MINUTE_MS) await runDurableObjectAlarm(ledgerStub());
    });
    expect(failures).toEqual([]);
  });

  it("verify through a rollback", async () => {
    const { failures } = await drive(crowd(), 12 * MINUTE_MS, async (elapsed) => {
      if (elapsed === MINUTE_MS) await rotate("two");
      if (elapsed === 4 * MINUTE_MS) {
        const overlapSeconds = OVERLAP_SECONDS;
        await execute({ type: "secret.rollback", ...KEY, overlapSeconds });
      }
    });
    expect(failures).toEqual([]);
  });

  it("verify through a rotation that is withdrawn", async () => {
    const { failures } = await drive(crowd(), 6 * MINUTE_MS, async (elapsed) => {
      if (elapsed === MINUTE_MS) await rotate("two");
      if (elapsed === MINUTE_MS + 30_000) await execute({ type: "secret.rollback", ...KEY });
    });
    expect(failures).toEqual([]);
  });

  it("verify through three rotations, one after the other", async () => {
    const { failures } = await drive(crowd(), 25 * MINUTE_MS, async (elapsed) => {
      const round = elapsed / (7 * MINUTE_MS);
      if (Number.isInteger(round) && round < 3) await rotate(`key ${round}`);
    });
    expect(failures).toEqual([]);
    await set("OTHER", "written, and what was due before it");
    const actions = (await auditEvents()).map(({ action }) => action);
    for (const action of ["secret.rotate", "secret.activate", "secret.retire"]) {
      expect(actions.filter((each) => each === action)).toHaveLength(3);
    }
  });
});

describe("webhooks of a sender that changes its key when it likes", () => {
  /** @returns when, since the rotation, a webhook was refused. */
  async function receive(forMs: number, changesAfterMs: number, act: (at: number) => unknown) {
    const isolates = crowd();
    const refusedAt: number[] = [];
    for (let at = 0; at < forMs; at += STEP_MS) {
      await act(at);
      const hook = await signWith(at < changesAfterMs ? "one" : "two", `hook ${at}`);
      const accepted = await Promise.all(isolates.map((isolate) => isolate.accepts(hook)));
      if (accepted.includes(false)) refusedAt.push(at);
      for (const isolate of isolates) await isolate.settle();
      advance(STEP_MS);
    }
    return refusedAt;
  }

  it("verify where it changes a while after the new key is current", async () => {
    await rotate("two");
    expect(await receive(5 * MINUTE_MS, 3 * MINUTE_MS, () => undefined)).toEqual([]);
  });

  it("verify where it changes while the new key is still pending", async () => {
    await execute({ type: "secret.rotate", ...KEY, value: "two", pending: true });
    const promote = (at: number) =>
      at === 2 * MINUTE_MS ? execute({ type: "secret.promote", ...KEY }) : undefined;
    expect(await receive(5 * MINUTE_MS, 30_000, promote)).toEqual([]);
  });

  it("are refused with a key that was never one", async () => {
    await rotate("two");
    const forged = await signWith("guessed", "hook");
    expect(await new Isolate().accepts(forged)).toBe(false);
  });
});
