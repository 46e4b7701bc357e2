/**
 * Bundles that several test files ask for, made once in a run: wrangler takes more than a second of a
 * processor for each. They are kept in a folder of the run, which its end takes away. Outside of
 * a run of tests nothing is kept.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { Bundle } from "./bundle-worker.ts";

const FOLDER = "LUNAKEY_E2E_BUNDLES";

/** Vitest calls it before the first test, in the process that starts the others. @returns the end. */
export default async function setUp({
  vitest,
}: TestProject): Promise<undefined | (() => Promise<void>)> {
  if (vitest.config.watch) return undefined; // sources change meanwhile
  const folder = await mkdtemp(join(tmpdir(), "lunakey-bundles-"));
  process.env[FOLDER] = folder;
  return () => rm(folder, { recursive: true, force: true });
}

/** Two files that ask at once may both make it; it is the same. */
export async function shareBundle(
  key: readonly string[],
  make: () => Promise<Bundle>,
): Promise<Bundle> {
  const folder = process.env[FOLDER];
  if (folder === undefined) return make();
  const name = createHash("sha256").update(JSON.stringify(key)).digest("hex");
  const path = join(folder, `${name}.json`);
  const kept = await readFile(path, "utf8").catch(() => null); // nobody has made it yet
  if (kept !== null) return JSON.parse(kept) as Bundle;
  const made = await make();
  const unfinished = join(folder, randomUUID());
  await writeFile(unfinished, JSON.stringify(made));
  await rename(unfinished, path);
  return made;
}
