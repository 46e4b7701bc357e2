/** The built command as a process: what only a process can show. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const BIN = join(import.meta.dirname, "..", "dist", "bin.js");
const cwd = makeTemporaryFolder();

interface Options {
  readonly nodeArgs?: readonly string[];
  /** Sent as soon as it has written something. */
  readonly signalWhenHeard?: NodeJS.Signals;
}

function runBin(args: readonly string[], options: Options = {}) {
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), BIN, ...args], {
    cwd,
    env: { PATH: process.env.PATH },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    if (options.signalWhenHeard) child.kill(options.signalWhenHeard);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.end();
  return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}

describe("the command lunakey", () => {
  it("shows its version", async () => {
    expect(await runBin(["--version"])).toEqual({ status: 0, stdout: "0.1.0\n", stderr: "" });
  });

  it("ends with the status of the failure, data and errors apart", async () => {
    const usage = await runBin(["set", "A", "sk_live_canary", "--env", "default"]);
    expect([usage.status, usage.stdout]).toEqual([2, ""]);
    expect(usage.stderr).not.toContain("canary");
    const failed = await runBin(["list", "--json"]);
    expect([failed.status, failed.stdout]).toEqual([1, ""]);
    expect(JSON.parse(failed.stderr)).toMatchObject({ error: { code: "no_store" } });
  });

  it("says so on a Node that is too old, in place of a syntax error", async () => {
    const old =
      'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.1.0"}})';
    const run = await runBin(["--version"], { nodeArgs: ["--import", old] });
    expect([run.status, run.stdout]).toEqual([1, ""]);
    expect(run.stderr).toContain("lunakey needs Node 22 or later; this is Node 20.1.0.");
  });

  it("stops the local store on SIGTERM and leaves nothing running", async () => {
    const args = ["dev", "--json", "--port", "18790"];
    const run = await runBin(args, { signalWhenHeard: "SIGTERM" });
    expect([run.status, run.stderr]).toEqual([0, ""]);
    expect(existsSync(join(cwd, ".lunakey", "lock"))).toBe(false);
    const { url } = JSON.parse(run.stdout) as { url: string };
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });
});
