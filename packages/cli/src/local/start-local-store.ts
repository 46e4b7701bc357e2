/**
 * A local store: gateway and admin Worker in one workerd, with SQLite on disk, on loopback only,
 * without inspector, explorer or traces. Says nothing. A signal that the caller has a handler for
 * before the start is left to the caller; on any other, miniflare ends the process at once.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  DEFAULT_ENVIRONMENT,
  LOCAL_STORE_ID,
  parseInput,
  secretEnvironment,
  storeId as storeIdSchema,
} from "@lunakey/contract";
import { type CliError, failure } from "../cli-error.ts";
import { asIs, phrase } from "../language/phrase.ts";
import { lockFolder } from "./lock.ts";
import { loadMiniflare, type RunningMiniflare, type WorkerOptions } from "./miniflare.ts";
import { claimPort, LOOPBACK } from "./port.ts";
import { writePrivateFile } from "./private-file.ts";
import { listLocalSecrets } from "./secrets-store.ts";
import {
  type LocalBackend,
  openStateFolder,
  openStateSecrets,
  type StateFolder,
} from "./state-folder.ts";
import { type BoundNames, describeWorkers } from "./workers.ts";

export interface LocalStoreOptions {
  /** Where everything is kept; made where it does not exist. */
  readonly folder: string;
  /** Port of the admin Worker; 0 or left out for any that is free. */
  readonly port?: number;
  /** Default: `local`. */
  readonly storeId?: string;
  /**
   * Where values live; default: `vault`. With `cloudflare`, in miniflare's own Secrets Store: all
   * names that are in it when the store starts are bound. It keeps values in clear on disk.
   */
  readonly backend?: LocalBackend;
  /** Backend `cloudflare` only: the environment that the values are for; default: `default`. */
  readonly environment?: string;
  /** The folder whose wrangler is used; default: the current one. */
  readonly wranglerFrom?: string;
  /**
   * More Workers for the same workerd, in miniflare's options of version 4. One is reached from
   * outside by `unsafeDirectSockets: [{ host: "127.0.0.1", port }]`, and reads the store by
   * `serviceBindings: { SECRETS: { name: "lunakey-store", entrypoint: "Secrets", props } }`.
   */
  readonly workers?: readonly WorkerOptions[];
  /** What Workers write to their console; default: nobody is told. */
  readonly onLog?: (line: LocalLog) => void;
}

export interface LocalLog {
  /** As in the console: `debug`, `log`, `info`, `warn` or `error`. */
  readonly level: string;
  readonly message: string;
}

export interface LocalStore {
  /** Address of the admin Worker, without a slash at the end. */
  readonly url: string;
  readonly storeId: string;
  /** Absolute path of the file that holds the first admin's token. */
  readonly tokenFile: string;
  /** For WRANGLER_REGISTRY_PATH of a `wrangler dev` that is to find the store. */
  readonly registryPath: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Backend `cloudflare`: what is bound, and for which environment. Null on backend `vault`. */
  readonly bound: Omit<BoundNames, "folder"> | null;
  /** Ends it; everything is kept. A second call does nothing more. */
  stop(): Promise<void>;
}

/**
 * Starts a local store and waits until it answers.
 *
 * @throws CliError `already_running`, `port_in_use`, `wrangler_missing`, `wrangler_too_old`,
 *   `local_state_damaged` or `local_start_failed`.
 */
export async function startLocalStore(options: LocalStoreOptions): Promise<LocalStore> {
  const storeId = parseInput(storeIdSchema, options.storeId ?? LOCAL_STORE_ID, "storeId");
  const folder = await openStateFolder(options.folder, options.backend);
  const unlock = await lockFolder(folder);
  try {
    const bound = await findBoundNames(options, folder, storeId);
    const { url, miniflare } = await startWorkers(options, folder, storeId, bound);
    const dev = { url, pid: process.pid, store: storeId };
    await writePrivateFile(folder.devFile, `${JSON.stringify(dev)}\n`);
    return {
      url,
      storeId,
      tokenFile: folder.tokenFile,
      registryPath: folder.registryPath,
      folder: folder.path,
      bound,
      stop: createStop(folder, miniflare, unlock),
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** A new name is bound at the next start, as on Cloudflare it takes a deploy. */
async function findBoundNames(
  { backend, environment, wranglerFrom }: LocalStoreOptions,
  { path }: StateFolder,
  storeId: string,
): Promise<BoundNames | null> {
  if (backend !== "cloudflare") return null;
  const wrangler = wranglerFrom === undefined ? {} : { wranglerFrom };
  return {
    names: await listLocalSecrets({ folder: path, storeId, ...wrangler }),
    environment: parseInput(secretEnvironment, environment ?? DEFAULT_ENVIRONMENT, "environment"),
    folder: path,
  };
}

async function startWorkers(
  options: LocalStoreOptions,
  folder: StateFolder,
  storeId: string,
  bound: BoundNames | null,
): Promise<{ readonly url: string; readonly miniflare: RunningMiniflare }> {
  const secrets = await openStateSecrets(folder, storeId);
  const createMiniflare = await loadMiniflare(options.wranglerFrom ?? process.cwd());
  const port = await claimPort(options.port ?? 0);
  const hosts = [`${LOOPBACK}:${port}`, `localhost:${port}`];
  const own = await describeWorkers(storeId, secrets, hosts, bound);
  const workers = [...own, ...(options.workers ?? [])];
  await forgetRegistrations(folder, workers);
  const miniflare = createMiniflare({
    host: LOOPBACK,
    port,
    // No look-up of this machine's place in the world, no API to the databases, no traces on disk.
    cf: false,
    unsafeLocalExplorer: false,
    unsafeObservability: false,
    resourcePersistencePath: folder.statePath,
    unsafeDevRegistryPath: folder.registryPath,
    handleStructuredLogs: ({ level, message }: LocalLog) => options.onLog?.({ level, message }),
    workers,
  });
  try {
    await miniflare.ready;
  } catch (error) {
    // What did not start may not stop either; the reason that counts is the first.
    await miniflare.dispose().catch(() => undefined);
    throw explainStart(error);
  }
  return { url: `http://${LOOPBACK}:${port}`, miniflare };
}

/**
 * A store that was killed leaves its Workers' registrations behind, and miniflare would not replace
 * them for 90 seconds: until then `wrangler dev` would look for the store where it is no more. The
 * folder's lock is held, so they are nobody else's.
 */
async function forgetRegistrations(
  { registryPath }: StateFolder,
  workers: readonly WorkerOptions[],
): Promise<void> {
  await Promise.all(workers.map(({ name }) => rm(join(registryPath, name), { force: true })));
}

/** Miniflare's message is shown: it is about options and ports, and no value has been given yet. */
function explainStart(error: unknown): CliError {
  const reason = error instanceof Error ? error.message : asIs("unknown reason");
  return failure(
    "local_start_failed",
    phrase("The local store could not be started: {reason}", { reason }),
  );
}

function createStop(
  folder: StateFolder,
  miniflare: RunningMiniflare,
  unlock: () => Promise<void>,
): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await rm(folder.devFile, { force: true });
    await miniflare.dispose();
    await unlock();
  };
  return () => {
    stopped ??= stop();
    return stopped;
  };
}
