/**
 * A Worker as `wrangler deploy` would upload it, made ready for the workerd of a local store: what
 * its wrangler.toml says, bundled by wrangler itself.
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { WorkerOptions } from "lunakey/local";
import { unstable_getMiniflareWorkerOptions } from "wrangler";

const run = promisify(execFile);

export interface BundleOptions {
  /** What other Workers of the stack call it by. */
  readonly name: string;
  /** The folder of the Worker's wrangler.toml. */
  readonly folder: string;
  /** A named environment of it; the top level where left out. */
  readonly environment?: string;
  /** Where the bundle is put. */
  readonly outputFolder: string;
}

/** @throws Error with wrangler's own words, where it does not bundle. */
export async function bundleWorker(options: BundleOptions): Promise<WorkerOptions> {
  const config = join(options.folder, "wrangler.toml");
  const named = options.environment === undefined ? [] : ["--env", options.environment];
  const output = ["--dry-run", "--outdir", options.outputFolder];
  await run("wrangler", ["deploy", "-c", config, ...output, ...named], {
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" },
  });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config, options.environment);
  const contents = await readFile(join(options.outputFolder, "index.js"), "utf8");
  const modules = [{ type: "ESModule", path: "index.js", contents }];
  return { ...workerOptions, name: options.name, modules };
}
