/**
 * The request's two Workers and the store, in one workerd: what `npm start` shows and what the
 * whole-system tests ask. The Workers' calls to the outside end at the doubles.
 */
import { join } from "node:path";
import {
  type LocalLog,
  type LocalStore,
  type LocalStoreOptions,
  putLocalSecrets,
  startLocalStore,
  type WorkerOptions,
} from "lunakey/local";
import { bundleFixed, bundleWorker } from "./bundle-worker.ts";

/** The store's id in the request that the two Workers are from. */
export const STORE_ID = "e0cc9185036e40cebc8c4b86840a961f";

const ROOT = join(import.meta.dirname, "..", "..");

/**
 * `golden`: the Workers read from the store. `examples`: individual secrets, as they were. Or a folder
 * that holds both.
 */
export type Tree = "golden" | "examples" | { readonly folder: string };

const TREES = { golden: join(ROOT, "e2e/golden"), examples: join(ROOT, "examples") };

export interface StackPorts {
  readonly admin: number;
  readonly api: number;
  readonly web: number;
}

/** How the two Workers are brought up. */
export interface LunaOptions {
  /** Where bundles go, and the store keeps its state. */
  readonly folder: string;
  readonly tree: Tree;
  /** A named environment of their wrangler.toml; the top level where left out. */
  readonly environment?: string;
  /** Answers what the Workers ask of the outside. */
  readonly outbound: (request: Request) => Response | Promise<Response>;
  /** Individual secrets, as `.dev.vars` gives them to a Worker; by the Worker's folder. */
  readonly individual?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** More variables for each Worker, such as LUNAKEY_MODE. */
  readonly vars?: Readonly<Record<string, string>>;
}

/** Where the store keeps values. */
export type Backend = NonNullable<LocalStoreOptions["backend"]>;

export interface StackOptions extends LunaOptions {
  readonly ports: StackPorts;
  /** Default: `vault`. With `cloudflare`, fill its store first: a name is bound at the start. */
  readonly backend?: Backend;
  /** More Workers of a test. */
  readonly workers?: readonly WorkerOptions[];
  readonly onLog?: (line: LocalLog) => void;
}

export interface Stack {
  readonly store: LocalStore;
  /** Which the two Workers run in. */
  readonly environment: string;
  readonly api: string;
  readonly web: string;
  stop(): Promise<void>;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const [api, web] = await Promise.all([
    describeWorker("luna-proxy-api", options.ports.api, options),
    describeWorker("luna-proxy-web", options.ports.web, options),
  ]);
  const store = await startLocalStore({
    folder: options.folder,
    port: options.ports.admin,
    storeId: STORE_ID,
    wranglerFrom: ROOT,
    backend: options.backend ?? "vault",
    workers: [api, web, ...(options.workers ?? [])],
    ...(options.onLog === undefined ? {} : { onLog: options.onLog }),
  });
  return {
    store,
    environment: options.environment ?? "default",
    api: `http://127.0.0.1:${options.ports.api}`,
    web: `http://127.0.0.1:${options.ports.web}`,
    stop: () => store.stop(),
  };
}

/** The store of a stack by itself, to be filled before the Workers run. */
export function startStore(folder: string, port: number): Promise<LocalStore> {
  return startLocalStore({
    ...{ folder, port, storeId: STORE_ID, wranglerFrom: ROOT, backend: "vault" },
    workers: [],
  });
}

/** One of the two Workers, under the name that `wrangler deploy` gives it in the environment. */
export async function describeWorker(
  worker: string,
  port: number,
  { tree, environment, folder, individual, vars, outbound }: LunaOptions,
): Promise<WorkerOptions> {
  const name = environment === undefined ? worker : `${worker}-${environment}`;
  const isFixed = typeof tree === "string";
  const bundle = isFixed ? bundleFixed : bundleWorker;
  const { worker: bundled } = await bundle({
    folder: join(isFixed ? TREES[tree] : tree.folder, worker),
    outputFolder: join(folder, "bundles", name),
    ...(environment === undefined ? {} : { environment }),
  });
  const bindings = bundled.bindings as Record<string, unknown>;
  return {
    ...bundled,
    name,
    bindings: { ...bindings, ...individual?.[worker], ...vars },
    outboundService: outbound,
    unsafeDirectSockets: [{ host: "127.0.0.1", port }],
  };
}

/** Puts values into the local Secrets Store of a stack on backend `cloudflare`. */
export function putStackSecrets(
  folder: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  return putLocalSecrets({ folder, storeId: STORE_ID, wranglerFrom: ROOT }, values);
}
