/**
 * A clock that stands still until told, and a way to let everything that is not waiting for it
 * happen. The helper's `import("cloudflare:workers")` needs the real event loop for that.
 */
import { afterEach, beforeEach, vi } from "vitest";

export function useStandingClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: 1_800_000_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** Lets all work go on until it waits for the clock or for a held answer. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Moves the clock; timers that are due fire. */
export async function elapse(ms: number): Promise<void> {
  await settle();
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}

/** What has become of a promise so far. */
export interface Watched<T> {
  settled: boolean;
  value?: T;
  error?: unknown;
}

/** Watches a promise without waiting for it. */
export function watch<T>(promise: Promise<T>): Watched<T> {
  const watched: Watched<T> = { settled: false };
  promise.then(
    (value) => Object.assign(watched, { settled: true, value }),
    (error: unknown) => Object.assign(watched, { settled: true, error }),
  );
  return watched;
}
