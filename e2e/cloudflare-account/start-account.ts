/**
 * Stands in for api.cloudflare.com over HTTP on this machine, for wrangler, Cloudflare's client and
 * whatever of ours runs them. No part of the product.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type AccountOptions, LUNA_ACCOUNT, OWNER_TOKEN } from "./account-options.ts";
import { type Snapshot, takeSnapshot, type Version } from "./account-state.ts";
import type { Answer } from "./answer.ts";
import { type Api, type ApiRequest, createApi } from "./answer-request.ts";
import { createFaults, type Fault, type FaultOrder } from "./faults.ts";

/** Never a body: it may hold a value. */
export interface RecordedRequest {
  readonly method: string;
  /** Below `/client/v4`, without the query. */
  readonly path: string;
  /** 0 where the connection was cut. */
  readonly status: number;
}

export interface CloudflareAccount {
  /** With `/client/v4`, without a slash at its end: wrangler would ask for `//accounts`. */
  readonly url: string;
  /** For wrangler: this API, the first token, the first account; no statistics. */
  readonly env: Readonly<Record<string, string>>;
  readonly accountId: string;
  readonly token: string;
  readonly requests: readonly RecordedRequest[];
  /** The next request that it is for goes wrong. */
  fail(order: FaultOrder): void;
  /** What is in an account, values included: for assertions only. Default: the first. */
  snapshot(accountId?: string): Snapshot;
  /** What serves a script of the first account, values and code included; null where nothing does. */
  findDeployed(script: string): Version | null;
  stop(): Promise<void>;
}

export async function startAccount(options: AccountOptions = {}): Promise<CloudflareAccount> {
  const api = createApi(options);
  const faults = createFaults();
  const requests: RecordedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing, api, (method, path) => faults.take(method, path)).then(
      (request) => requests.push(request),
      // A fault of the double itself, so that a test says which.
      (error: Error) => send(outgoing, { status: 500, body: `The double failed: ${error.stack}` }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/client/v4`;
  const accountId = options.accounts?.[0]?.id ?? LUNA_ACCOUNT.id;
  const token = options.tokens?.[0]?.value ?? OWNER_TOKEN.value;
  return {
    url,
    env: {
      CLOUDFLARE_API_BASE_URL: url,
      CLOUDFLARE_API_TOKEN: token,
      CLOUDFLARE_ACCOUNT_ID: accountId,
      WRANGLER_SEND_METRICS: "false",
    },
    accountId,
    token,
    requests,
    fail: (order) => faults.order(order),
    snapshot: (id = accountId) => snapshotOf(api, id),
    findDeployed: (script) => findDeployed(api, accountId, script),
    stop: () => stop(server),
  };
}

function snapshotOf({ accounts }: Api, id: string): Snapshot {
  const state = accounts.find(({ account }) => account.id === id);
  if (state === undefined) throw new Error("There is no such account.");
  return takeSnapshot(state);
}

/** Of several versions that share the traffic, the one with the largest share. */
function findDeployed({ accounts }: Api, id: string, name: string): Version | null {
  const script = accounts.find(({ account }) => account.id === id)?.scripts.get(name);
  const shares = script?.deployments[0]?.versions ?? [];
  const [largest] = shares.toSorted((a, b) => b.percentage - a.percentage);
  return script?.versions.find((version) => version.id === largest?.version_id) ?? null;
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  api: Api,
  takeFault: (method: string, path: string) => Fault | null,
): Promise<RecordedRequest> {
  const request = await readRequest(incoming);
  const { method, path } = request;
  const fault = takeFault(method, path);
  if (fault === "cut_before" || fault === "cut_after") {
    if (fault === "cut_after") await api.answer(request);
    outgoing.destroy();
    return { method, path, status: 0 };
  }
  const answer = fault ?? (await api.answer(request));
  send(outgoing, answer);
  return { method, path, status: answer.status };
}

async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? "/", "http://double");
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  return {
    method: incoming.method ?? "GET",
    path: url.pathname.replace(/^\/client\/v4/, ""),
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks),
  };
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const isJson = typeof body === "object" && body !== null;
  const type = isJson ? { "Content-Type": "application/json" } : {};
  outgoing.writeHead(status, { ...type, ...headers });
  outgoing.end(isJson ? JSON.stringify(body) : (body ?? undefined));
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
