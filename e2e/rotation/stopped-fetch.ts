/** A fetch after which nothing happens any more, as if the process had been killed right there. */

export interface Stop {
  /** Which request is the last; from 0. */
  readonly at: number;
  /** Does it still arrive, its answer lost? */
  readonly arrives: boolean;
}

export interface StoppedFetch {
  readonly fetch: typeof fetch;
  /** Method and path of each request. */
  readonly requests: readonly string[];
  /** Null, once it has stopped. */
  readonly died: Promise<null>;
}

/** @param stop undefined: it goes on to the end. */
export function stopAt(stop: Stop | undefined): StoppedFetch {
  const requests: string[] = [];
  const { promise: died, resolve } = Promise.withResolvers<null>();
  const die = () => {
    resolve(null);
    return new Promise<never>(() => undefined);
  };
  return {
    requests,
    died,
    fetch: async (resource, how) => {
      const request = new Request(resource, how);
      const isLast =
        requests.push(`${request.method} ${new URL(request.url).pathname}`) - 1 === stop?.at;
      if (isLast && !stop.arrives) return die();
      const answer = await fetch(request);
      return isLast ? die() : answer;
    },
  };
}
