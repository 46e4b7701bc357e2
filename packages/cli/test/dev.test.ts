import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isRunning } from "../src/files/project-files.ts";
import { claimPort } from "../src/local/port.ts";
import { interruption, runCli } from "./run-cli.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const root = makeTemporaryFolder();
let count = 0;

/** A repository whose lunakey.jsonc names a store, and a folder below it. */
function makeRepository() {
  count += 1;
  const repository = join(root, String(count));
  const cwd = join(repository, "api");
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(repository, "lunakey.jsonc"), '{ "store": "abc" } // the store\n');
  return { repository, cwd };
}

describe("lunakey dev", () => {
  it("writes one line of JSON when it is ready, and ends well on Ctrl-C", async () => {
    const { repository, cwd } = makeRepository();
    const stop = new AbortController();
    const port = await claimPort(0);
    const lines: string[] = [];
    let whileRunning = "";
    const run = await runCli(["dev", "--port", String(port), "--json"], {
      cwd,
      signal: stop.signal,
      onStdout: (text) => {
        lines.push(text);
        whileRunning = readFileSync(join(repository, ".lunakey", "dev.json"), "utf8");
        stop.abort(interruption("SIGINT"));
      },
    });
    const folder = join(repository, ".lunakey");
    expect([run.status, run.stderr, lines.length]).toEqual([0, "", 1]);
    expect(JSON.parse(lines.join(""))).toEqual({
      url: `http://127.0.0.1:${port}`,
      store: "abc",
      tokenFile: join(folder, "admin-token"),
      registryPath: join(folder, "registry"),
      pid: process.pid,
    });
    expect(JSON.parse(whileRunning)).toMatchObject({ store: "abc", pid: process.pid });
    expect(["dev.json", "lock"].map((file) => existsSync(join(folder, file)))).toEqual([
      false,
      false,
    ]);
  });

  it("runs a command that can find the store, and ends with its exit status", async () => {
    const { repository, cwd } = makeRepository();
    const script = `const { env } = process; process.exit(
      env.WRANGLER_REGISTRY_PATH === ${JSON.stringify(join(repository, ".lunakey", "registry"))} &&
      env.X_LOCAL_OBSERVABILITY === "false" && env.X_LOCAL_EXPLORER === "false" ? 7 : 1)`;
    const port = String(await claimPort(0));
    const command = ["dev", "--port", port, "--", process.execPath, "-e", script];
    const run = await runCli(command, { cwd });
    expect([run.status, run.stdout]).toEqual([7, ""]);
    expect(existsSync(join(repository, ".lunakey", "lock"))).toBe(false);
  });

  it("passes a signal on to the command and to what it started", async () => {
    const { cwd } = makeRepository();
    const stop = new AbortController();
    const marker = join(cwd, "started");
    const script = `require("fs").writeFileSync("${marker}", String(process.pid)); setInterval(() => {}, 1000)`;
    const shell = `'${process.execPath}' -e '${script}'; true`;
    const port = String(await claimPort(0));
    const running = runCli(["dev", "--port", port, "--", "sh", "-c", shell], {
      cwd,
      signal: stop.signal,
    });
    await expect.poll(() => existsSync(marker), { timeout: 10_000 }).toBe(true);
    stop.abort(interruption("SIGTERM"));
    expect((await running).status).toBe(143);
    const grandchild = Number(readFileSync(marker, "utf8"));
    await expect.poll(() => isRunning(grandchild), { timeout: 5_000 }).toBe(false);
  });

  it("fails where the command can not be started", async () => {
    const { repository, cwd } = makeRepository();
    const port = String(await claimPort(0));
    const run = await runCli(["dev", "--port", port, "--", "./no-such-program"], { cwd });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("Error: The command after -- could not be started.");
    expect(existsSync(join(repository, ".lunakey", "lock"))).toBe(false);
  });
});
