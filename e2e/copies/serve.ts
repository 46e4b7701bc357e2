/**
 * A gateway and its admin Worker in a process of their own, to be killed: `node serve.ts REPOSITORY STATE
 * API`, with the gateway's secrets as JSON on standard input. What it asks of Cloudflare goes to API.
 */
import { text } from "node:stream/consumers";
import { startWritten } from "../production/written-system.ts";

const [cwd = "", statePath = "", api = ""] = process.argv.slice(2);
const secrets = JSON.parse(await text(process.stdin)) as Record<string, string>;

async function forward(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const body = await request.arrayBuffer();
  return fetch(`${api}${pathname}${search}`, {
    method: request.method,
    headers: [...request.headers].filter(([name]) => name !== "host" && name !== "content-length"),
    ...(body.byteLength === 0 ? {} : { body }),
  });
}

const { url } = await startWritten({ cwd }, { statePath, secrets, outbound: forward });
process.stdout.write(`${url}\n`);
