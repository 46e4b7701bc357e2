/**
 * A Worker as `wrangler deploy` would upload it, made ready for the workerd of a local store: what
 * its wrangler.toml says, bundled by wrangler itself.
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { WorkerOptions } from "lunakey/local";
import { shareBundle } from "./shared-bundles.ts";

const run = promisify(execFile);

export interface BundleOptions {
  /** The folder of the Worker's wrangler.toml. */
  readonly folder: string;
  /** A named environment of it; the top level where left out. */
  readonly environment?: string;
  /** Where the bundle is put. */
  readonly outputFolder: string;
}

/** Plain data, but for the name by which other Workers of a stack call it. */
export interface Bundle {
  readonly worker: Omit<WorkerOptions, "name">;
  /** What wrangler said meanwhile. */
  readonly said: string;
}

/** The same for a folder that no test writes to: it is bundled once in a run of tests. */
export function bundleFixed(options: BundleOptions): Promise<Bundle> {
  return shareBundle([options.folder, options.environment ?? ""], () => bundleWorker(options));
}

/** @throws Error with wrangler's own words, where it does not bundle. */
export async function bundleWorker(options: BundleOptions): Promise<Bundle> {
  const { folder, environment, outputFolder } = options;
  const config = join(folder, "wrangler.toml");
  const said = await dryRun(config, environment, outputFolder);
  // Here, since loading wrangler takes the better part of a second.
  const { unstable_getMiniflareWorkerOptions } = await import("wrangler");
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config, environment);
  const contents = await readFile(join(outputFolder, "index.js"), "utf8");
  const modules = [{ type: "ESModule" as const, path: "index.js", contents }];
  return { worker: { ...workerOptions, modules }, said };
}

/** @returns what wrangler said. @throws Error with it, where it fails. */
export async function dryRun(
  config: string,
  environment: string | undefined,
  outputFolder: string,
): Promise<string> {
  // Named in any case: without a word wrangler warns where a config has environments.
  const named = ["--env", environment ?? ""];
  const output = ["--dry-run", "--outdir", outputFolder];
  const { stdout, stderr } = await run("wrangler", ["deploy", "-c", config, ...named, ...output], {
    env: {
      ...process.env,
      ...{ WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", NO_COLOR: "1" },
    },
  });
  return stdout + stderr;
}
