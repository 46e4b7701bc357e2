/** How soon after one request to Cloudflare there may be another. In memory: a new instance begins anew. */

/**
 * 600 in five minutes, half of what Cloudflare allows (1,200), since the token's owner deploys and asks
 * too. https://developers.cloudflare.com/fundamentals/api/reference/limits/
 */
const PACE_MS = 500;

export class RequestPace {
  #notBefore = 0;

  /** The earliest moment from now on. */
  from(now: number): number {
    return Math.max(now, this.#notBefore);
  }

  /** A request is, or was, made. */
  note(now: number): void {
    this.#notBefore = now + PACE_MS;
  }
}
