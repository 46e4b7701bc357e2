/** Ports that nothing listens on, for a stack of its own. */
import { createServer } from "node:net";
import type { StackPorts } from "./start-stack.ts";

/**
 * Below the range that systems hand out for outgoing connections (32768 and up on Linux): between
 * finding one and using it, nobody else takes it by chance.
 */
const RANGE = { first: 10_000, count: 20_000 };

export async function findFreePorts(): Promise<StackPorts> {
  const [admin, api, web] = await Promise.all([findFreePort(), findFreePort(), findFreePort()]);
  return { admin, api, web };
}

/** @param offsets ports that have to be free as well, counted from the one that is found. */
export async function findFreePort(offsets: readonly number[] = []): Promise<number> {
  for (;;) {
    const port = RANGE.first + Math.floor(Math.random() * RANGE.count);
    const free = await Promise.all([0, ...offsets].map((offset) => isFree(port + offset)));
    if (free.every(Boolean)) return port;
  }
}

/** @throws Error that names the first that is taken. */
export async function ensureFree(ports: StackPorts): Promise<void> {
  for (const port of Object.values(ports)) {
    if (!(await isFree(port))) throw new Error(`Port ${port} of 127.0.0.1 is taken.`);
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
