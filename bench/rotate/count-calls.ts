/** Stands before an HTTP server and counts what is asked of it; nothing is kept of a request. */
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

export interface CallCounter {
  readonly url: string;
  /** Requests since it was last asked. */
  take(): number;
  stop(): void;
}

/** @param port of 127.0.0.1. */
export async function countCalls(port: number): Promise<CallCounter> {
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    count += 1;
    const { method, url: path, headers } = incoming;
    const passed = request({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.once("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const counted = count;
      count = 0;
      return counted;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
