/**
 * One store on either backend, with a Worker beside it whose bindings are those of five callers. All
 * that is asked of the store goes through that Worker or the admin API, so that nothing in a test
 * knows where values live but the table of what differs.
 */
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { type LocalStore, putLocalSecrets, startLocalStore } from "lunakey/local";
import { findFreePort } from "../stack/free-ports.ts";
import { type Backend, STORE_ID } from "../stack/start-stack.ts";
import { connectStore, type Refusal, type StoreClient } from "../stack/store-client.ts";

const run = promisify(execFile);

/** The bindings of the Worker: who each of them is. */
const CALLERS = {
  API: { v: 1, store: STORE_ID, worker: "luna-proxy-api", environment: "default" },
  API_STAGING: { v: 1, store: STORE_ID, worker: "luna-proxy-api", environment: "staging" },
  BAD_PROPS: { v: 2, store: STORE_ID, worker: "luna-proxy-api", environment: "default" },
  OTHER_STORE: { v: 1, store: "another", worker: "luna-proxy-api", environment: "default" },
  NO_PROPS: undefined,
} as const;

export type Caller = keyof typeof CALLERS;

const SCRIPT = `export default {
  async fetch(request, env) {
    const { caller, method, argument } = await request.json();
    try {
      return Response.json({ answer: await env[caller][method](argument) });
    } catch (error) {
      return Response.json({ error: error.name + ": " + error.message });
    }
  },
};`;

export interface Item {
  readonly name: string;
  readonly status: string;
  readonly value?: string;
  readonly version?: number;
  readonly maxAgeSeconds: number;
  readonly fallback: string;
}

export interface BackendUnderTest {
  readonly backend: Backend;
  readonly admin: StoreClient;
  get(caller: Caller, name: string): Promise<unknown>;
  read(caller: Caller, request: object): Promise<readonly Item[]>;
  /** The store's code for a command that it refuses; `ok` for one that it does. */
  codeOf(method: string, path: string, body?: object): Promise<string>;
  /** The commands of wrangler that the hint of its refusal says to type. */
  commandsFor(method: string, path: string, body?: object): Promise<string[]>;
  /** Runs one of them. @returns its standard output. */
  paste(command: string, input?: string): Promise<string>;
  /** Stops the store and starts it on the same folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** @param values what environment `default` holds before the store is first asked. */
export async function startBackend(
  backend: Backend,
  folder: string,
  values: ReadonlyMap<string, string>,
): Promise<BackendUnderTest> {
  const port = await findFreePort();
  if (backend === "cloudflare") {
    await putLocalSecrets({ folder, storeId: STORE_ID }, Object.fromEntries(values));
  }
  let store = await start(backend, folder, port);
  const admin = await connectStore({
    get url() {
      return store.url;
    },
    tokenFile: store.tokenFile,
  });
  if (backend === "vault") {
    const entries = Array.from(values, ([name, value]) => ({ name, value }));
    await admin.call("POST", "/environments/default/import", { entries, mode: "apply" });
  }
  const ask = async (caller: Caller, method: string, argument: unknown) => {
    const body = JSON.stringify({ caller, method, argument });
    const response = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body });
    const { answer, error } = (await response.json()) as { answer: unknown; error?: string };
    if (error !== undefined) throw new Error(error);
    return answer;
  };
  return {
    backend,
    admin,
    get: (caller, name) => ask(caller, "get", name),
    read: async (caller, request) =>
      ((await ask(caller, "read", { v: 1, ...request })) as { items: readonly Item[] }).items,
    codeOf: (method, path, body) =>
      admin.call(method, path, body).then(
        () => "ok",
        (error: Refusal) => error.code,
      ),
    commandsFor: async (method, path, body) => {
      const refused = await admin.call(method, path, body).catch((error: Refusal) => error);
      const lines = refused instanceof Error ? ((refused as Refusal).hint ?? "").split("\n") : [];
      return lines.filter((line) => line.startsWith("npx wrangler "));
    },
    paste: (command, input = "") => paste(command, input, folder),
    restart: async () => {
      await store.stop();
      store = await start(backend, folder, port);
    },
    stop: async () => {
      await store.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function start(backend: Backend, folder: string, port: number): Promise<LocalStore> {
  const target = { name: "lunakey-store", entrypoint: "Secrets" };
  const bindings = Object.entries(CALLERS).map(([caller, props]) => [
    caller,
    props === undefined ? target : { ...target, props },
  ]);
  const worker = {
    name: "callers",
    modules: [{ type: "ESModule", path: "callers.js", contents: SCRIPT }],
    compatibilityDate: "2026-08-01",
    serviceBindings: Object.fromEntries(bindings) as Record<string, object>,
    unsafeDirectSockets: [{ host: "127.0.0.1", port }],
  };
  return startLocalStore({ folder, storeId: STORE_ID, backend, workers: [worker] });
}

async function paste(command: string, input: string, cwd: string): Promise<string> {
  // The project's wrangler is on the PATH, as npx would find it in a project of its own.
  const running = run("bash", ["-c", command.replace(/^npx /, "")], {
    cwd,
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" },
  });
  running.child.stdin?.end(input);
  return (await running).stdout;
}
