/**
 * Runs a Node program as a user starts it, while this process goes on answering it, and says what it
 * used.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "./processes.ts";

export interface CommandRun {
  /** User and system time of all threads. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

export interface CommandOptions {
  readonly cwd: string;
  /** All that it is given of an environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Standard input. */
  readonly input: string;
}

/** @param args the program's file and its arguments. @throws with what it printed where it fails. */
export async function runCommand(
  args: readonly string[],
  { cwd, env, input }: CommandOptions,
): Promise<CommandRun> {
  const folder = await makeFolder();
  const file = join(folder, "usage.json");
  const startedAt = performance.now();
  const preload = join(import.meta.dirname, "self-usage.ts");
  const child = spawn(process.execPath, ["--import", preload, ...args], {
    cwd,
    env: { PATH: process.env.PATH, NO_COLOR: "1", BENCH_USAGE_FILE: file, ...env },
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      printed = (printed + chunk).slice(-4_000);
    });
  }
  child.stdin.on("error", () => undefined); // it may end without reading
  child.stdin.end(input);
  const [status] = (await once(child, "close")) as [number | null];
  const wallSeconds = (performance.now() - startedAt) / 1_000;
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${printed}`);
  const { cpuUs } = JSON.parse(await readFile(file, "utf8")) as { cpuUs: number };
  await rm(folder, { recursive: true, force: true });
  return { cpuSeconds: cpuUs / 1e6, wallSeconds };
}
