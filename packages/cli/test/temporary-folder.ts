/** A real folder for one test file, removed at its end. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** @returns absolute path. */
export function makeTemporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "lunakey-cli-"));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
