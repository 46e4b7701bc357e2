/** Stands between a command and the store, and holds on to one request or its answer for good. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Stop } from "./stopped-fetch.ts";

export interface HoldingProxy {
  readonly url: string;
  /** From now on: counts anew. @returns resolves once that request is held. */
  hold(stop: Stop | undefined): Promise<void>;
  /** How many requests came since. */
  count(): number;
  stop(): void;
}

export async function startHoldingProxy(target: string): Promise<HoldingProxy> {
  let count = 0;
  let stop: Stop | undefined;
  let held = Promise.withResolvers<void>();
  const server = createServer((incoming, outgoing) => {
    const isHeld = stop !== undefined && count === stop.at;
    count += 1;
    if (isHeld && !stop?.arrives) return held.resolve();
    forward(target, incoming).then(
      (answer) => (isHeld ? held.resolve() : send(outgoing, answer)),
      () => outgoing.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    hold(next) {
      [count, stop, held] = [0, next, Promise.withResolvers<void>()];
      return held.promise;
    },
    count: () => count,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function forward(target: string, incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { host: _, connection: __, ...rest } = incoming.headers;
  const headers = Object.entries(rest).map(([name, value]) => [name, String(value)] as const);
  const body = Buffer.concat(chunks);
  const response = await fetch(`${target}${incoming.url}`, {
    method: incoming.method ?? "GET",
    headers: Object.fromEntries(headers.filter(([name]) => name !== "content-length")),
    ...(body.byteLength === 0 ? {} : { body }),
  });
  return { status: response.status, text: await response.text() };
}

function send(outgoing: ServerResponse, { status, text }: Answer): void {
  outgoing.writeHead(status, { "Content-Type": "application/json" });
  outgoing.end(text);
}
