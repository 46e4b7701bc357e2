/**
 * What a request takes that reads a secret from a store some milliseconds away: the first of all,
 * those that find nothing in memory, and those that do. One request after the other.
 */
import type { ServeConfig } from "../harness/capnp.ts";
import { openConnection } from "../harness/keep-alive.ts";
import { startWorkerd } from "../harness/processes.ts";

/** Milliseconds of one request, by kind, each of one round. */
export type DelayRound = Readonly<Record<DelayKind, readonly number[]>>;

export const DELAY_KINDS = {
  plain: "plain value",
  first: "first request of a fresh process",
  warm: "one secret, warm",
  cold: "one secret, cold",
  ten: "ten secrets, cold, in one trip",
} as const;
export type DelayKind = keyof typeof DELAY_KINDS;

const REPEATS = 15;

export async function measureDelay(config: ServeConfig, port: number): Promise<DelayRound> {
  const { stop } = await startWorkerd(config);
  const connection = openConnection(port);
  const time = async (path: string, repeats = REPEATS) => {
    const times: number[] = [];
    for (let i = 0; i < repeats; i++) {
      const before = performance.now();
      await connection.get(`/request/${path}`);
      times.push(performance.now() - before);
    }
    return times;
  };
  try {
    await connection.get("/");
    return {
      first: await time("warm-delayed", 1),
      plain: await time("plain"),
      warm: await time("warm-delayed"),
      cold: await time("cold-delayed"),
      ten: await time("ten-delayed"),
    };
  } finally {
    connection.close();
    await stop();
  }
}
