/**
 * The one clock of the run: how far its time is from the real one. It is moved while nobody asks
 * anything, since nothing in the world is asked in one month and answered in the next.
 */

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export interface Clock {
  readonly offsetMs: number;
  now(): number;
  /** Told of each new offset, before anybody asks anything again. */
  follow(follower: (offsetMs: number) => Promise<void>): void;
  /** Waits until nothing is under way, lets nothing new begin, and moves on. */
  advance(ms: number): Promise<void>;
  /** Does the work at one time: the clock is not moved meanwhile. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

export function createClock(): Clock {
  const followers: ((offsetMs: number) => Promise<void>)[] = [];
  let offsetMs = 0;
  let running = 0;
  let moving: Promise<void> | null = null;
  let idle: (() => void) | null = null;

  const move = async (ms: number) => {
    if (running > 0) {
      await new Promise<void>((resolve) => {
        idle = resolve;
      });
    }
    offsetMs += ms;
    await Promise.all(followers.map((follower) => follower(offsetMs)));
  };
  return {
    get offsetMs() {
      return offsetMs;
    },
    now: () => Date.now() + offsetMs,
    follow: (follower) => void followers.push(follower),
    async advance(ms) {
      while (moving !== null) await moving;
      moving = move(ms).finally(() => {
        moving = null;
      });
      await moving;
    },
    async during(work) {
      while (moving !== null) await moving;
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
        if (running === 0) idle?.();
      }
    },
  };
}
