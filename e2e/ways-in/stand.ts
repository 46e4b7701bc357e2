/**
 * A store with a stranger beside it. The stranger is a script of the same account: it binds whatever
 * an account's script can bind, calls what it is told to, and answers what it got. `front` is a
 * second gateway of the same store whose calls to the ledger pass through the stranger's `Tap`, so
 * that real signed calls can be captured, altered and sent again.
 */
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalStore, startLocalStore, type WorkerOptions } from "lunakey/local";
import { findFreePort } from "../stack/free-ports.ts";
import { STRANGER_SCRIPT } from "./stranger.ts";

export const STORE_ID = "ways-in";
export const CONSUMER = { worker: "luna-proxy-api", environment: "default" } as const;
export const PROPS = { v: 1, store: STORE_ID, ...CONSUMER } as const;

/** What the stranger is told to do. */
export interface Call {
  readonly binding: string;
  /** Name of an object, where the binding is of Durable Objects. */
  readonly object?: string;
  readonly method: string;
  /** JSON, and for what JSON does not have `{ $: … }`, see `stranger.ts`. */
  readonly args: readonly unknown[];
}

/** `got` null stands for undefined too. */
export interface Answer {
  readonly got?: unknown;
  readonly refused?: { readonly name: string; readonly message: string };
}

export interface Stand {
  readonly store: LocalStore;
  /** The first admin's. */
  readonly token: string;
  /** 32 bytes. */
  readonly rootKey: Buffer;
  /** What Workers wrote to their console. */
  readonly logs: string[];
  /** Calls one after another, each in its own right. */
  callAll(calls: readonly Call[]): Promise<Answer[]>;
  call(call: Call): Promise<Answer>;
  stop(): Promise<void>;
}

export interface StandOptions {
  /** More props under which the stranger binds `Secrets`, by the binding's name. */
  readonly props?: Readonly<Record<string, object | undefined>>;
}

export async function startStand({ props = {} }: StandOptions = {}): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-stand-"));
  const rootKey = await writeRootKey(folder);
  const logs: string[] = [];
  const port = await findFreePort();
  const bundle = await readFile(createRequire(import.meta.url).resolve("@lunakey/store"), "utf8");
  const store = await startLocalStore({
    folder,
    storeId: STORE_ID,
    wranglerFrom: import.meta.dirname,
    workers: [describeStranger(port, props), describeFront(bundle, rootKey)],
    onLog: ({ message }) => logs.push(message),
  });
  const token = (await readFile(store.tokenFile, "utf8")).trim();
  const callAll = (calls: readonly Call[]) => ask(`http://127.0.0.1:${port}`, calls);
  return {
    ...{ store, token, rootKey, logs, callAll },
    async call(call) {
      const [answer = {}] = await callAll([call]);
      return answer;
    },
    async stop() {
      await store.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function ask(url: string, calls: readonly Call[]): Promise<Answer[]> {
  const response = await fetch(url, {
    method: "POST",
    body: JSON.stringify(calls),
    signal: AbortSignal.timeout(60_000),
  });
  return (await response.json()) as Answer[];
}

/** Known beforehand, so that the second gateway can be given the same. */
async function writeRootKey(folder: string): Promise<Buffer> {
  const rootKey = randomBytes(32);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "root-key"), rootKey.toString("base64"), { mode: 0o600 });
  return rootKey;
}

const SECRETS = { name: "lunakey-store", entrypoint: "Secrets" };

function describeStranger(port: number, props: StandOptions["props"] = {}): WorkerOptions {
  const bound = Object.entries(props).map(([name, given]) => {
    return [name, given === undefined ? SECRETS : { ...SECRETS, props: given }];
  });
  return {
    name: "stranger",
    modules: [{ type: "ESModule", path: "stranger.js", contents: STRANGER_SCRIPT }],
    compatibilityDate: "2026-08-01",
    unsafeDirectSockets: [{ host: "127.0.0.1", port }],
    durableObjects: {
      LEDGER: { className: "Ledger", scriptName: "lunakey-store", useSQLite: true },
      TAP: { className: "Tap", useSQLite: true },
    },
    serviceBindings: {
      ADMIN: { name: "lunakey-store", entrypoint: "Admin" },
      ADMIN_HTTP: "lunakey-admin",
      GATEWAY: "lunakey-store",
      SECRETS: { ...SECRETS, props: PROPS },
      FRONT_ADMIN: { name: "front", entrypoint: "Admin" },
      FRONT_SECRETS: { name: "front", entrypoint: "Secrets", props: PROPS },
      // Without props: nobody's reads are signed one by one.
      FRONT_NOBODY: { name: "front", entrypoint: "Secrets" },
      ...Object.fromEntries(bound),
    },
  };
}

function describeFront(bundle: string, rootKey: Buffer): WorkerOptions {
  return {
    name: "front",
    modules: [{ type: "ESModule", path: "worker.js", contents: bundle }],
    compatibilityDate: "2026-08-01",
    durableObjects: { LEDGER: { className: "Tap", scriptName: "stranger", useSQLite: true } },
    bindings: {
      LUNAKEY_STORE_ID: STORE_ID,
      LUNAKEY_ROOT_KEY_V1: rootKey.toString("base64"),
    },
  };
}
