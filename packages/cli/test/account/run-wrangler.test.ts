import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRunWrangler } from "../../src/account/run-wrangler.ts";
import { makeTemporaryFolder } from "../temporary-folder.ts";

const ROOT = makeTemporaryFolder();
const makeFolder = () => mkdtempSync(join(ROOT, "folder-"));

/** A program that stands for wrangler. */
function install(code: string): { readonly version: string; readonly program: string } {
  const program = join(makeFolder(), "wrangler.mjs");
  writeFileSync(program, code);
  return { version: "4.155.0", program };
}

const calm = () => ({
  env: { KEPT: "yes", WRANGLER_LOG: "none" },
  signal: new AbortController().signal,
});

describe("running wrangler", () => {
  it("gives it the user's environment and nothing on standard input, in its folder", async () => {
    const folder = makeFolder();
    const code = `
      process.stdin.on("data", () => process.exit(9)).on("end", () => {
        const { KEPT, WRANGLER_LOG } = process.env;
        console.log(JSON.stringify({ args: process.argv.slice(2), KEPT, WRANGLER_LOG }));
        console.error(process.cwd());
        process.exitCode = 3;
      });`;
    const run = await createRunWrangler(install(code), calm())(["a", "b c"], folder);
    expect(run).toMatchObject({ status: 3, isTimedOut: false });
    expect(JSON.parse(run.stdout)).toEqual({
      args: ["a", "b c"],
      KEPT: "yes",
      WRANGLER_LOG: "log",
    });
    expect(run.stderr.trim()).toMatch(folder);
  });

  it("stops what takes too long, and what it has started", async () => {
    const code = `
      import { spawn } from "node:child_process";
      spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
      setInterval(() => {}, 1000);`;
    const run = await createRunWrangler(install(code), calm(), 300)([], makeFolder());
    expect(run).toMatchObject({ isTimedOut: true });
  });

  it("stops on an interruption, and starts nothing after one", async () => {
    const controller = new AbortController();
    const ports = { env: {}, signal: controller.signal };
    const run = createRunWrangler(install("setInterval(() => {}, 1000)"), ports);
    const running = run([], makeFolder());
    controller.abort({ signal: "SIGINT" });
    const cancelled = { failure: { code: "cancelled" } };
    await expect(running).rejects.toMatchObject(cancelled);
    await expect(run([], makeFolder())).rejects.toMatchObject(cancelled);
  });

  it("stops what writes without end", async () => {
    const code = `
      const text = "x".repeat(1024 * 1024);
      const write = () => process.stdout.write(text, write);
      write();`;
    const run = await createRunWrangler(install(code), calm())([], makeFolder());
    expect(run.status).toBe(1);
    expect(run.isTimedOut).toBe(false);
  });
});
