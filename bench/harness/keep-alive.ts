/** One connection to a server on loopback that is kept open: requests one after the other. */
import { Agent, type IncomingMessage, request } from "node:http";

export interface Connection {
  /** @returns the body. @throws where the status is not 200. */
  get(path: string): Promise<string>;
  close(): void;
}

const TIMEOUT_MS = 60_000;

export function openConnection(port: number): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        const asked = request(
          { host: "127.0.0.1", port, path, agent, timeout: TIMEOUT_MS },
          (response) => readBody(response).then(resolve, reject),
        );
        asked.once("timeout", () => asked.destroy(new Error("No answer in time.")));
        asked.once("error", reject);
        asked.end();
      }),
    close: () => agent.destroy(),
  };
}

async function readBody(response: IncomingMessage): Promise<string> {
  let body = "";
  response.setEncoding("utf8");
  for await (const chunk of response) body += chunk;
  if (response.statusCode === 200) return body;
  throw new Error(`Status ${response.statusCode}: ${body.slice(0, 500)}`);
}
