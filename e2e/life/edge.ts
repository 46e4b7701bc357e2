/**
 * What stands before a Worker, as Cloudflare's network does: an address that stays, and behind it the
 * Worker that was deployed last. Requests that are under way end where they began.
 */
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A running Worker. */
export interface Backend {
  readonly port: number;
  stop(): Promise<void>;
}

export interface Edge {
  readonly url: string;
  /**
   * Requests go there, from the next one that is under way on: a deployment between two requests shows
   * nothing. Where none comes for a while, at once. The Worker before is stopped once it has answered
   * all of its own.
   */
  switchTo(backend: Backend): Promise<void>;
  /** How many switches happened while requests were under way. */
  readonly busySwitches: number;
  stop(): Promise<void>;
}

interface Serving {
  readonly backend: Backend;
  requests: number;
  isLeft: boolean;
}

/** Work behind an answer, such as a report, has this long; Cloudflare gives 30 seconds. */
const BACKGROUND_MS = 1_500;

/** Several pauses of the load's clients. */
const QUIET_MS = 1_000;

export async function startEdge(): Promise<Edge> {
  let serving: Serving | null = null;
  let busySwitches = 0;
  const stopping: Promise<void>[] = [];
  const arrivals = new EventEmitter();
  const end = (left: Serving) => {
    stopping.push(later(BACKGROUND_MS).then(() => left.backend.stop()));
  };
  const server = createServer((incoming, outgoing) => {
    const taken = serving;
    if (taken === null) {
      outgoing.writeHead(502).end("Nothing is deployed.\n");
      return;
    }
    taken.requests += 1;
    void pass(incoming, outgoing, taken).finally(() => {
      taken.requests -= 1;
      if (taken.isLeft && taken.requests === 0) end(taken);
    });
    arrivals.emit("request");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get busySwitches() {
      return busySwitches;
    },
    async switchTo(backend) {
      if (serving?.requests === 0) {
        const signal = AbortSignal.timeout(QUIET_MS);
        await once(arrivals, "request", { signal }).catch(() => undefined);
      }
      const left = serving;
      serving = { backend, requests: 0, isLeft: false };
      if (left === null) return;
      left.isLeft = true;
      if (left.requests === 0) end(left);
      else busySwitches += 1;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await serving?.backend.stop();
      await Promise.all(stopping);
    },
  };
}

/** Header by header and byte by byte; a connection that breaks is broken for the caller too. */
function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { backend }: Serving,
): Promise<void> {
  const { method, url: path, rawHeaders: headers } = incoming;
  return new Promise((resolve) => {
    // A connection of its own: one that is kept may just be closing.
    const to = { host: "127.0.0.1", port: backend.port, agent: false } as const;
    const onward = request({ ...to, method, path, headers });
    const fail = () => {
      outgoing.destroy();
      resolve();
    };
    onward.once("error", fail);
    onward.once("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.once("error", fail);
      outgoing.once("close", resolve);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
