/**
 * What a read costs a whole request: many requests that read one plain string, or one secret that
 * is warm, in turns in one process, so that each pair shares its circumstances.
 */
import type { ServeConfig } from "../harness/capnp.ts";
import { startWorkerd } from "../harness/processes.ts";
import { alternate } from "../harness/statistics.ts";
import { type LoadResult, putLoad } from "../harness/wrk.ts";

export const PATHS = ["plain", "warm"] as const;

export interface RequestRound {
  readonly plain: LoadResult;
  readonly warm: LoadResult;
}

const CONNECTIONS = 16;

/** @param seconds of load per path and round. */
export async function measureRequests(
  config: ServeConfig,
  port: number,
  rounds: number,
  seconds: number,
): Promise<RequestRound[]> {
  const { pid, stop } = await startWorkerd(config);
  const load = (path: string) => {
    const requests = [{ method: "GET", path: `/request/${path}` }] as const;
    return putLoad({ port, requests, seconds, connections: CONNECTIONS, pid });
  };
  try {
    for (const path of PATHS) await load(path); // until everything is compiled
    const results: RequestRound[] = [];
    for (let round = 0; round < rounds; round++) {
      const made = new Map<string, LoadResult>();
      for (const path of alternate(PATHS, round)) made.set(path, await load(path));
      results.push(Object.fromEntries(made) as unknown as RequestRound);
    }
    return results;
  } finally {
    await stop();
  }
}
