/**
 * 1,200 requests per five minutes and token; then everything is refused for five minutes.
 * https://developers.cloudflare.com/fundamentals/api/reference/limits/
 */
import type { Limits } from "./account-options.ts";
import { refusals } from "./refusals.ts";

export interface RateLimit {
  /** Counts a request. @returns headers of its answer. @throws Refusal 429 with Retry-After. */
  count(token: string, now: number): Readonly<Record<string, string>>;
}

interface Window {
  readonly since: number;
  readonly used: number;
  readonly refusedUntil: number;
}

export function createRateLimit({ requestsCount, requestsWindowMs }: Limits): RateLimit {
  const windows = new Map<string, Window>();
  return {
    count(token, now) {
      const window = renew(windows.get(token), now, requestsWindowMs);
      if (now < window.refusedUntil) throw refusals.rateLimited(seconds(window.refusedUntil - now));
      const used = window.used + 1;
      const isOver = used > requestsCount;
      const refusedUntil = isOver ? now + requestsWindowMs : 0;
      windows.set(token, { ...window, used, refusedUntil });
      if (isOver) throw refusals.rateLimited(seconds(requestsWindowMs));
      const next = seconds(window.since + requestsWindowMs - now);
      return {
        Ratelimit: `"default";r=${requestsCount - used};t=${next}`,
        "Ratelimit-Policy": `"default";q=${requestsCount};w=${seconds(requestsWindowMs)}`,
      };
    },
  };
}

function renew(window: Window | undefined, now: number, windowMs: number): Window {
  const isOver =
    window === undefined || (now - window.since >= windowMs && now >= window.refusedUntil);
  return isOver ? { since: now, used: 0, refusedUntil: 0 } : window;
}

/** Rounded up, as the header is. */
function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
