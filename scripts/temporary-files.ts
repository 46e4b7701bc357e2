/**
 * One folder for the temporary files of a run of tests, which its end takes away: what a test makes in
 * its middle, and what a program that was killed could not take away itself.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Vitest calls it in the process that starts the others, which inherit the place. @returns the end. */
export default async function setUp(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-tests-"));
  process.env.TMPDIR = folder;
  return () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
