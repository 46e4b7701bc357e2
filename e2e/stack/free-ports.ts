/** Ports that nothing listens on, for a stack of its own. */
import { createServer } from "node:net";
import type { StackPorts } from "./start-stack.ts";

export async function findFreePorts(): Promise<StackPorts> {
  const [admin, api, web] = await Promise.all([findFreePort(), findFreePort(), findFreePort()]);
  return { admin, api, web };
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}
