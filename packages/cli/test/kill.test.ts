/** A command that is killed while it writes leaves the old files, or the new ones. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeRepository, RUN_ENV, readText } from "./repository/sample-repository.ts";
import { runCli } from "./run-cli.ts";

const BIN = join(import.meta.dirname, "..", "dist", "bin.js");
const HELPER = readFileSync(
  join(import.meta.dirname, "..", "..", "runtime", "src", "secrets.ts"),
  "utf8",
);
const OLDER = HELPER.replace("OUTAGE_MS = 900_000", "OUTAGE_MS = 600_000");
const WORKERS = Array.from({ length: 40 }, (_, index) => `worker-${index}`);
/** After the first sign of writing; the whole of it takes some tens of milliseconds. */
const KILL_AFTER_MS = [0, 3, 8, 15, 30];

function makeCopies(): string {
  const files = WORKERS.flatMap((worker) => [
    [`${worker}/wrangler.toml`, `name = "${worker}"\nmain = "src/index.ts"\n`] as const,
    [`${worker}/src/secrets.ts`, OLDER] as const,
  ]);
  return makeRepository(Object.fromEntries(files));
}

async function killWhileWriting(cwd: string, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [BIN, "helper", "--update"], { cwd, env: RUN_ENV });
  const ended = new Promise((resolve) => child.once("close", resolve));
  while (child.exitCode === null && !existsSync(join(cwd, ".lunakey", "undo"))) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill("SIGKILL");
  await ended;
}

describe("a command that is killed while it writes", () => {
  it.each(KILL_AFTER_MS)("after %i ms leaves the old files or the new ones", async (afterMs) => {
    const cwd = makeCopies();
    await killWhileWriting(cwd, afterMs);
    await runCli(["helper", "--check"], { cwd, env: RUN_ENV });
    const texts = new Set(WORKERS.map((worker) => readText(cwd, `${worker}/src/secrets.ts`)));
    expect(texts.size).toBe(1);
    expect([OLDER, HELPER]).toContain([...texts][0]);
  });
});
