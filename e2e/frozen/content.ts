/**
 * What is in the frozen stores, and how one is opened. Never changed: the files in
 * `packages/store/test/vectors` were made with it. Keys and tokens are public, and open nothing else.
 */
import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalStore, startLocalStore, type WorkerOptions } from "lunakey/local";
import { findFreePort } from "../stack/free-ports.ts";

export const STORE_ID = "frozen";
export const ROOT_KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
export const TOKEN = `lunakey_00112233445566ff_${"A".repeat(43)}`;
/** 2100-01-01 UTC. */
export const FUTURE = 4_102_444_800_000;

export interface Value {
  readonly environment: string;
  readonly name: string;
  /** Oldest first. */
  readonly values: readonly string[];
  readonly expiresAt?: number;
}

export const VALUES: readonly Value[] = [
  { environment: "default", name: "STRIPE_SECRET_KEY", values: ["one", "two", "three"] },
  { environment: "production", name: "STRIPE_SECRET_KEY", values: ["of production"] },
  { environment: "all", name: "JWT_SECRET", values: ["of every environment"] },
  {
    environment: "default",
    name: "PEM",
    values: ["\ufeff-----BEGIN-----\r\nünïcode \ud83d\ude00\n"],
  },
  { environment: "default", name: "LONG", values: ["x".repeat(65_536)] },
  { environment: "default", name: "KEK_V1", values: ["a key's key"] },
  { environment: "default", name: "EXPIRING", values: ["until 2100"], expiresAt: FUTURE },
];

/** Deleted after it was set: destroyed 30 days later, and deleted for its readers for ever. */
export const DELETED = { environment: "default", name: "DELETED", value: "deleted" } as const;
/** Set again and again with one value, until the audit has closed a segment. */
export const BUSY = { environment: "staging", name: "BUSY", value: "again" } as const;

/** Who may read all of it, in these environments. */
export const WORKER = "frozen-worker";
export const ENVIRONMENTS = ["default", "production", "staging"] as const;

export interface FrozenStore {
  readonly store: LocalStore;
  /** What a consumer of that environment gets. */
  read(environment: string, names: readonly string[]): Promise<Record<string, unknown>[]>;
}

/** A folder that a store of this key and token can be started on. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-frozen-"));
  const files = {
    "root-key": ROOT_KEY.toString("base64"),
    "admin-token": TOKEN,
    "store-id": STORE_ID,
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), `${content}\n`, { mode: 0o600 });
  }
  return folder;
}

export async function openStore(folder: string): Promise<FrozenStore> {
  const port = await findFreePort();
  const wranglerFrom = import.meta.dirname;
  const workers = [describeReader(port)];
  const store = await startLocalStore({ folder, storeId: STORE_ID, wranglerFrom, workers });
  return {
    store,
    async read(environment, names) {
      const response = await fetch(`http://127.0.0.1:${port}/${environment}`, {
        method: "POST",
        body: JSON.stringify(names),
      });
      return (await response.json()) as Record<string, unknown>[];
    },
  };
}

/** The ledger's file, once a store has run on the folder. */
export async function findDatabase(folder: string): Promise<string> {
  const files = await readdir(join(folder, "state"), { recursive: true });
  const found = files.filter((file) => /Ledger[/\\][0-9a-f]{64}\.sqlite$/.test(file));
  const [file] = found;
  if (file === undefined || found.length > 1) throw new Error("there is not one ledger");
  return join(folder, "state", file);
}

function describeReader(port: number): WorkerOptions {
  const contents = `export default {
    async fetch(request, env) {
      const names = await request.json();
      const { items } = await env[new URL(request.url).pathname.slice(1)].read({ v: 1, names });
      return Response.json(items);
    },
  };`;
  const bind = (environment: string) => ({
    name: "lunakey-store",
    entrypoint: "Secrets",
    props: { v: 1, store: STORE_ID, worker: WORKER, environment },
  });
  return {
    name: "reader",
    modules: [{ type: "ESModule", path: "reader.js", contents }],
    compatibilityDate: "2026-08-01",
    unsafeDirectSockets: [{ host: "127.0.0.1", port }],
    serviceBindings: Object.fromEntries(ENVIRONMENTS.map((each) => [each, bind(each)])),
  };
}
