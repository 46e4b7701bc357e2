/**
 * The account's double as workerd's outbound service: what a gateway asks of api.cloudflare.com is
 * answered here, in memory. Tests that run inside of workerd reach it by the host `double.test`.
 */
import { takeSnapshot } from "../cloudflare-account/account-state.ts";
import type { Answer } from "../cloudflare-account/answer.ts";
import { type Api, createApi } from "../cloudflare-account/answer-request.ts";
import { createUpload } from "../cloudflare-account/ask.ts";
import { createFaults, type Faults } from "../cloudflare-account/faults.ts";
import type { ServiceOrder, ServiceState } from "./service-order.ts";

export type OutboundService = (request: Request) => Promise<Response>;

const CONTROL = "double.test";

/** An account of its own, empty. */
export function createAccountService(): OutboundService {
  let api = createApi({});
  let faults = createFaults();
  let requests: string[] = [];
  let slowMs = 0;
  const obey = async ({ reset, deploy, metadata, fail, slowMs: slow = 0 }: ServiceOrder) => {
    slowMs = slow;
    if (reset !== undefined) {
      api = createApi(reset);
      faults = createFaults();
      requests = [];
    }
    for (const script of deploy ?? []) await upload(api, script, metadata ?? {});
    if (fail !== undefined) {
      const path = fail.path === undefined ? {} : { path: new RegExp(fail.path) };
      faults.order({ ...fail, ...path } as Parameters<Faults["order"]>[0]);
    }
  };
  return async (request) => {
    const url = new URL(request.url);
    if (url.host === CONTROL) {
      if (request.method === "POST") await obey((await request.json()) as ServiceOrder);
      return Response.json(describe(api, requests));
    }
    if (url.host !== "api.cloudflare.com") return new Response("no such host", { status: 530 });
    const path = url.pathname.replace(/^\/client\/v4/, "");
    const { method, headers } = request;
    const body = new Uint8Array(await request.arrayBuffer());
    const fault = faults.take(method, path);
    const answer =
      fault === null || typeof fault === "string"
        ? await api.answer({
            method,
            path,
            query: url.searchParams,
            headers: new Headers(headers),
            body,
          })
        : fault;
    const waitMs = method === "PATCH" ? slowMs : 0;
    if (waitMs > 0) slowMs = 0;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    requests.push(`${method} ${path.replace(/^\/accounts\/[^/]+/, "")} ${answer.status}`);
    return render(answer);
  };
}

async function upload(api: Api, script: string, metadata: object): Promise<void> {
  const request = new Request("http://double", { method: "PUT", body: createUpload(metadata) });
  const [account] = api.accounts;
  const { status } = await api.answer({
    method: "PUT",
    path: `/accounts/${account?.account.id}/workers/scripts/${script}`,
    query: new URLSearchParams(),
    headers: new Headers([
      ["Authorization", "Bearer owner-token-of-the-double"],
      ["Content-Type", request.headers.get("Content-Type") ?? ""],
    ]),
    body: new Uint8Array(await request.arrayBuffer()),
  });
  if (status !== 200) throw new Error(`The double did not take ${script}: ${status}`);
}

function describe(api: Api, requests: readonly string[]): ServiceState {
  const [account] = api.accounts;
  if (account === undefined) throw new Error("There is no account.");
  const scripts = Object.entries(takeSnapshot(account).scripts);
  return {
    requests,
    secrets: Object.fromEntries(scripts.map(([name, { secrets }]) => [name, secrets])),
    versions: Object.fromEntries(
      scripts.map(([name, { versionIds }]) => [name, versionIds.length]),
    ),
  };
}

function render({ status, headers, body }: Answer): Response {
  const isJson = typeof body === "object" && body !== null;
  const text = isJson ? JSON.stringify(body) : (body as string | null);
  const type = isJson ? { "Content-Type": "application/json" } : {};
  return new Response(text, { status, headers: { ...type, ...headers } });
}
