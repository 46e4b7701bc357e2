/** Which port is free on this machine. */
import { createServer } from "node:net";
import { failure } from "../cli-error.ts";
import { phrase } from "../language/phrase.ts";

export const LOOPBACK = "127.0.0.1";

/**
 * Between this and the use of the port another program may take it; workerd's own error is then
 * shown in place of this one.
 *
 * @param port 0 for any.
 * @returns the port, free a moment ago.
 * @throws CliError `port_in_use`.
 */
export function claimPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", () => reject(explain(port)));
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      const claimed = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(claimed));
    });
  });
}

function explain(port: number): Error {
  return failure(
    "port_in_use",
    phrase("Port {port} of {host} is taken, or may not be used.", { port, host: LOOPBACK }),
    phrase("Take another: lunakey dev --port {port}", { port: port === 65_535 ? 8_791 : port + 1 }),
  );
}
