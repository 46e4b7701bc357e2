/**
 * The gateway and the admin Worker from the folders that `lunakey init` has written, in one workerd
 * with SQLite on disk, and a Worker that reads from them. Nothing but what was written and the
 * secrets from the recovery file goes in.
 */
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { findFreePort } from "../stack/free-ports.ts";
import type { Repository } from "./repository.ts";

export interface SystemOptions {
  /** Where the database is; a gateway that is started again there has what it had. */
  readonly statePath: string;
  /** The gateway's secrets. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Answers what the gateway asks of the outside; without it, nobody does. */
  readonly outbound?: (request: Request) => Promise<Response>;
  /** Variables that the user has changed since. */
  readonly vars?: Readonly<Record<string, string>>;
}

/** A read's item; with what else is accepted while the secret is rotated. */
export interface BoundRead {
  readonly status: string;
  readonly value?: string;
  readonly fallback?: string;
  readonly stages?: readonly {
    readonly stage: string;
    readonly value: string;
    readonly until?: number;
  }[];
}

export interface WrittenSystem {
  /** Of the admin Worker. */
  readonly url: string;
  /** What a Worker is told of a name: its read's item, or `unreachable`. */
  read(name: string): Promise<BoundRead>;
  /** Has that Worker report counts, as its helper does. */
  report(counts: readonly object[]): Promise<object>;
  /** Puts a value where the gateway's binding to Cloudflare's Secrets Store leads, on this machine. */
  putBound(binding: string, value: string): Promise<void>;
  /** Has one more Worker run there. @param worker as Miniflare takes it. @returns its address. */
  add(worker: object): Promise<string>;
  stop(): Promise<void>;
}

const READER = `export default {
  async fetch(request, env) {
    const name = new URL(request.url).pathname.slice(1);
    if (request.method === "POST") {
      const now = Date.now();
      const batch = { v: 1, batchId: crypto.randomUUID(), from: now, to: now };
      return Response.json(await env.SECRETS.report({ ...batch, counts: await request.json() }));
    }
    try {
      const { items } = await env.SECRETS.read({ v: 1, names: [name], stages: true });
      return Response.json(items[0]);
    } catch {
      return Response.json({ status: "unreachable" });
    }
  },
};`;

export async function startWritten(
  { cwd }: Pick<Repository, "cwd">,
  { statePath, secrets, vars = {}, outbound }: SystemOptions,
): Promise<WrittenSystem> {
  const [admin, reader] = [await findFreePort(), await findFreePort()];
  const store = await describeWorker(join(cwd, "lunakey", "store", "wrangler.jsonc"));
  const written = (store as { bindings?: Record<string, string> }).bindings ?? {};
  const bindings: Record<string, string> = { ...written, ...secrets, ...vars };
  const { LUNAKEY_STORE_ID } = bindings;
  const props = { v: 1, store: LUNAKEY_STORE_ID, worker: "reader", environment: "production" };
  const options = {
    host: "127.0.0.1",
    port: admin,
    cf: false as const,
    unsafeLocalExplorer: false,
    unsafeObservability: false,
    resourcePersistencePath: statePath,
    handleStructuredLogs: () => undefined,
    workers: [
      await describeWorker(join(cwd, "lunakey", "admin", "wrangler.jsonc")),
      { ...store, bindings, ...(outbound === undefined ? {} : { outboundService: outbound }) },
      {
        name: "reader",
        modules: [{ type: "ESModule" as const, path: "reader.js", contents: READER }],
        compatibilityDate: "2026-10-01",
        serviceBindings: { SECRETS: { name: "lunakey-store", entrypoint: "Secrets", props } },
        unsafeDirectSockets: [{ host: "127.0.0.1", port: reader }],
      },
    ],
  };
  const miniflare = new Miniflare(convertV4MiniflareOptions(options as never));
  await miniflare.ready;
  return {
    url: `http://127.0.0.1:${admin}`,
    async read(name) {
      const response = await fetch(`http://127.0.0.1:${reader}/${name}`);
      return (await response.json()) as BoundRead;
    },
    async report(counts) {
      const body = JSON.stringify(counts);
      const response = await fetch(`http://127.0.0.1:${reader}/`, { method: "POST", body });
      return (await response.json()) as object;
    },
    async putBound(binding, value) {
      const open = await miniflare.getSecretsStoreSecretAPI(binding, "lunakey-store");
      await open().create(value);
    },
    async add(worker) {
      const port = await findFreePort();
      const added = { ...worker, unsafeDirectSockets: [{ host: "127.0.0.1", port }] };
      options.workers.push(added as never);
      await miniflare.setOptions(convertV4MiniflareOptions(options as never));
      return `http://127.0.0.1:${port}`;
    },
    stop: () => miniflare.dispose(),
  };
}

async function describeWorker(config: string) {
  const { workerOptions, main } = silently(() => unstable_getMiniflareWorkerOptions(config));
  const contents = await readFile(main ?? join(dirname(config), "worker.js"), "utf8");
  const name = basename(dirname(config));
  const modules = [{ type: "ESModule" as const, path: "worker.js", contents }];
  return { ...workerOptions, name: `lunakey-${name}`, modules };
}

/** wrangler would warn that the required secrets are not in this process's environment. */
function silently<Result>(read: () => Result): Result {
  const { WRANGLER_LOG } = process.env;
  process.env.WRANGLER_LOG = "none";
  try {
    return read();
  } finally {
    if (WRANGLER_LOG === undefined) delete process.env.WRANGLER_LOG;
    else process.env.WRANGLER_LOG = WRANGLER_LOG;
  }
}
