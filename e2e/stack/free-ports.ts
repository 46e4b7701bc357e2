/** Ports that nothing listens on, for a stack of its own. */
import { createServer } from "node:net";
import type { StackPorts } from "./start-stack.ts";

export async function findFreePorts(): Promise<StackPorts> {
  const [admin, api, web] = await Promise.all([findFreePort(), findFreePort(), findFreePort()]);
  return { admin, api, web };
}

export function findFreePort(): Promise<number> {
  return claim(0);
}

/** @throws Error that names the first that is taken. */
export async function ensureFree(ports: StackPorts): Promise<void> {
  for (const port of Object.values(ports)) {
    await claim(port).catch(() => {
      throw new Error(`Port ${port} of 127.0.0.1 is taken.`);
    });
  }
}

function claim(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}
