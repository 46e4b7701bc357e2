/**
 * Why a few requests take a hundred times as long as the others: the same load on a Worker that
 * answers a constant, with V8's usual heap and with one so large that nothing is collected. Each
 * seen by wrk and by a client that adds nothing to what it measured.
 */
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { findPort, makeFolder, startWorkerd } from "../harness/processes.ts";
import { quantile } from "../harness/statistics.ts";
import { putLoad } from "../harness/wrk.ts";

export const TAIL_SERVERS = {
  usual: "workerd",
  uncollected: "workerd, heap too large to be collected",
} as const;
export type TailServer = keyof typeof TAIL_SERVERS;

/** Microseconds. */
export interface Tail {
  readonly wrkP50Us: number;
  readonly wrkP99Us: number;
  readonly wrkMaxUs: number;
  /** By the plain client: each request's own time. */
  readonly p50Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  readonly maxUs: number;
  /** Requests of the plain client that took over 10 ms, of all. */
  readonly slow: number;
  readonly requests: number;
}
export type TailRound = Readonly<Record<TailServer, Tail>>;

const CODE = `export default { fetch() { return new Response("${"0123456789abcdef".repeat(4)}"); } };`;
/** Megabytes: more than the load's seconds can fill. */
const NO_COLLECTION = [
  "--initial-heap-size=1024",
  "--min-semi-space-size=256",
  "--max-semi-space-size=256",
];
const SLOW_US = 10_000;

export async function measureTail(seconds: number, connections: number): Promise<TailRound> {
  return {
    usual: await measureServer([], seconds, connections),
    uncollected: await measureServer(NO_COLLECTION, seconds, connections),
  };
}

async function measureServer(
  v8Flags: readonly string[],
  seconds: number,
  connections: number,
): Promise<Tail> {
  const [port, folder] = [await findPort(), await makeFolder()];
  const workers = [{ name: "constant", code: CODE }];
  const sockets = { [port]: "constant" };
  const { pid, stop } = await startWorkerd({ workers, sockets, diskPath: folder, v8Flags });
  try {
    const times = await askPlainly(port, seconds, connections);
    const requests = [{ method: "GET", path: "/" }] as const;
    const wrk = await putLoad({ port, pid, requests, seconds, connections });
    return {
      wrkP50Us: wrk.p50Us,
      wrkP99Us: wrk.p99Us,
      wrkMaxUs: wrk.maxUs,
      p50Us: quantile(times, 0.5),
      p99Us: quantile(times, 0.99),
      p999Us: quantile(times, 0.999),
      maxUs: quantile(times, 1),
      slow: times.filter((time) => time > SLOW_US).length,
      requests: times.length,
    };
  } finally {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each connection asks again as soon as it was answered. @returns the time of each, in order. */
async function askPlainly(port: number, seconds: number, connections: number): Promise<number[]> {
  const timesUs: number[] = [];
  const until = performance.now() + seconds * 1_000;
  const sockets = Array.from({ length: connections }, () => connect(port, "127.0.0.1"));
  await Promise.all(sockets.map((socket) => askAgain(socket, until, timesUs)));
  return timesUs;
}

async function askAgain(socket: Socket, until: number, timesUs: number[]): Promise<void> {
  socket.setNoDelay(true);
  await once(socket, "connect");
  let before = performance.now();
  const ask = () => {
    before = performance.now();
    socket.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  };
  socket.on("data", () => {
    // An answer this short arrives in one piece.
    const now = performance.now();
    timesUs.push((now - before) * 1_000);
    if (now < until) ask();
    else socket.destroy();
  });
  ask();
  await once(socket, "close");
}
