/** Lets other processes of the run sleep: see `moved-process.ts`. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ClockServer {
  readonly url: string;
  stop(): void;
}

/** @param sleep lets so much time pass. @param getOffset how far the clock is moved then. */
export async function startClockServer(
  sleep: (ms: number) => Promise<void>,
  getOffset: () => number,
): Promise<ClockServer> {
  const server = createServer(async (incoming, outgoing) => {
    let text = "";
    for await (const chunk of incoming) text += String(chunk);
    await sleep(Number(text));
    outgoing.end(String(getOffset()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
