import { runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { API, execute, ledgerStub } from "../../../../packages/store/test/ledger-harness.ts";
import { advance, START_MS, stopClock } from "../clock.ts";
import { copies, order, states, work } from "./account.ts";
import { begin, MINUTE_MS, prepare } from "./begin.ts";

const DEADLINE_MS = 20_000;
/** Longer than this test takes: for it, Cloudflare never answers. */
const SILENCE_MS = 5_000;

const { setTimeout: setRealTimeout } = globalThis;
const pause = () => new Promise((resolve) => setRealTimeout(resolve, 300));

beforeEach(() => begin());
afterEach(() => stopClock());

describe("a request that Cloudflare does not answer", () => {
  it("is given up after 20 seconds, and tried again", async () => {
    await prepare("A");
    await execute({ type: "copies.send", ...API, names: ["A"] });
    await order({ slowMs: SILENCE_MS });
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: START_MS });
    let isOver = false;
    const running = runDurableObjectAlarm(ledgerStub()).then(() => {
      isOver = true;
    });
    await pause();
    vi.advanceTimersByTime(DEADLINE_MS - 1);
    await pause();
    expect(isOver).toBe(false);
    vi.advanceTimersByTime(1);
    await running;
    advance(0);
    expect(await copies()).toMatchObject([{ name: "A", error: "timeout", attempts: 1 }]);
    await work(MINUTE_MS);
    expect(await states()).toEqual({ A: "sent" });
  });
});
