/** What wrangler would deploy from a folder that `lunakey init` has written. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Repository } from "./repository.ts";

const run = promisify(execFile);

/** @returns what it says. @throws Error where it would not deploy. */
export async function dryRun({ cwd }: Repository, worker: "store" | "admin"): Promise<string> {
  const config = join(cwd, "lunakey", worker, "wrangler.jsonc");
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_LOG: "log" };
  const { stdout } = await run("wrangler", ["deploy", "--dry-run", "-c", config], { env });
  return stdout;
}
