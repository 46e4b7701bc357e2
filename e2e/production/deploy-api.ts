/**
 * Stands in for Cloudflare's API, as far as wrangler asks it for the first deploy of a Worker: it
 * keeps what was uploaded, and knows a Worker once it was.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Upload {
  /** The Worker's name. */
  readonly script: string;
  /** The part `metadata` of the upload. */
  readonly metadata: Record<string, unknown>;
}

export interface DeployApi {
  /** What wrangler is told by its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly uploads: Upload[];
  stop(): Promise<void>;
}

export async function startDeployApi(): Promise<DeployApi> {
  const uploads: Upload[] = [];
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => send(response, answer(uploads, request, body)),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}/client/v4`,
      CLOUDFLARE_API_TOKEN: "not-a-token",
      CLOUDFLARE_ACCOUNT_ID: "account",
      WRANGLER_SEND_METRICS: "false",
    },
    uploads,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** What Cloudflare says; null for a Worker that there is not. */
function answer(
  uploads: Upload[],
  { method, url = "" }: IncomingMessage,
  body: string,
): object | null {
  const [path = ""] = url.split("?");
  const script = /\/(?:scripts|services|workers\/workers)\/([\w-]+)/.exec(path)?.[1] ?? "";
  if (method === "PUT" && path.endsWith(`/scripts/${script}`)) {
    uploads.push({ script, metadata: readMetadata(body) });
    return { id: script, etag: "etag", startup_time_ms: 1 };
  }
  if (path.endsWith("/scripts") || path.endsWith("/secrets")) return [];
  if (path.endsWith("/subdomain")) return { enabled: false };
  if (path.endsWith("/deployments")) return { deployments: [] };
  if (path.includes("/workers/workers/")) return { name: script, subdomain: { enabled: false } };
  return uploads.some((upload) => upload.script === script) ? {} : null;
}

function readMetadata(body: string): Record<string, unknown> {
  const [, json = "{}"] = /name="metadata"\r\n\r\n(.*?)\r\n--/s.exec(body) ?? [];
  return JSON.parse(json) as Record<string, unknown>;
}

function send(response: ServerResponse, result: object | null): void {
  // 10007 is what Cloudflare answers for a Worker that there is not.
  const errors = result === null ? [{ code: 10_007, message: "There is no such Worker." }] : [];
  response.writeHead(result === null ? 404 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify({ success: result !== null, errors, messages: [], result }));
}
