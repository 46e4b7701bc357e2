/**
 * Miniflare, which runs workerd: the copy that the project's own wrangler uses, so that the local
 * store and `wrangler dev` understand each other's registry. Only what is used of it is typed here,
 * since its version is the project's.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { failure } from "../cli-error.ts";
import { phrase } from "../language/phrase.ts";

/** The oldest that was seen to work (2026-11); 4.120 does not have the function yet. */
const OLDEST_WRANGLER = "wrangler 4.130";

/** A Worker in miniflare's options, in the form of its version 4. */
export interface WorkerOptions {
  readonly name: string;
  readonly [option: string]: unknown;
}

export interface MiniflareOptions {
  readonly workers: readonly WorkerOptions[];
  readonly [option: string]: unknown;
}

export interface RunningMiniflare {
  readonly ready: Promise<URL>;
  dispose(): Promise<void>;
  /** @returns a function, since what it gives can not be awaited. */
  getSecretsStoreSecretAPI(bindingName: string, workerName: string): Promise<() => SecretsStoreApi>;
}

/** What wrangler's own local commands write and list with. */
export interface SecretsStoreApi {
  create(value: string): Promise<string>;
  list(): Promise<readonly { readonly name: string }[]>;
}

interface MiniflareModule {
  readonly Miniflare: new (options: unknown) => RunningMiniflare;
  /**
   * Since version 5. Earlier ones keep their data elsewhere, and their registry does not know
   * entrypoints with props (seen with wrangler 4.13 and 4.60).
   */
  readonly convertV4MiniflareOptions?: (options: unknown) => unknown;
}

/**
 * @param from folder whose wrangler is used; that of the command line where it has none.
 * @returns a function that starts miniflare. The caller awaits `ready`.
 * @throws CliError `wrangler_missing` or `wrangler_too_old`.
 */
export async function loadMiniflare(
  from: string,
): Promise<(options: MiniflareOptions) => RunningMiniflare> {
  const path = findMiniflare(join(from, "package.json")) ?? findMiniflare(import.meta.url);
  if (path === null) {
    throw failure(
      "wrangler_missing",
      "wrangler is not installed here; the local store runs on its workerd.",
      "Install it: npm install --save-dev wrangler",
    );
  }
  const loaded: { readonly default?: MiniflareModule } & Partial<MiniflareModule> = await import(
    pathToFileURL(path).href
  );
  const { Miniflare, convertV4MiniflareOptions } = loaded.default ?? (loaded as MiniflareModule);
  if (convertV4MiniflareOptions === undefined) {
    throw failure(
      "wrangler_too_old",
      phrase(
        "The wrangler that this project uses is too old for a local store; it needs {version}.",
        { version: OLDEST_WRANGLER },
      ),
      "Install a newer one: npm install --save-dev wrangler@4",
    );
  }
  return (options) => keepingSignals(() => new Miniflare(convertV4MiniflareOptions(options)));
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Miniflare ends the whole process on a signal. Where the caller handles that signal itself, it is
 * left to the caller, who can then stop the store and finish its own work.
 */
function keepingSignals(create: () => RunningMiniflare): RunningMiniflare {
  const handled = SIGNALS.map((signal) => [signal, process.listeners(signal)] as const);
  const miniflare = create();
  for (const [signal, before] of handled) {
    if (before.length === 0) continue;
    const added = process.listeners(signal).filter((listener) => !before.includes(listener));
    for (const listener of added) process.removeListener(signal, listener);
  }
  return miniflare;
}

function findMiniflare(from: string): string | null {
  try {
    const wrangler = createRequire(from).resolve("wrangler");
    return createRequire(wrangler).resolve("miniflare");
  } catch {
    // Not installed there: the next place is tried.
    return null;
  }
}
