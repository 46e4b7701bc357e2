/**
 * Starts what is measured, each process on loopback and in a folder of its own, waits until it
 * answers, and ends it by its own handle. Nothing outlives the program that started it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderConfig, type ServeConfig } from "./capnp.ts";

export interface Running {
  readonly pid: number;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 20_000;
/** The program itself: what lies in the package's `bin` may be a script that starts it. */
const { default: workerd } = createRequire(import.meta.url)("workerd") as { default: string };

/** Runs `workerd serve`, without inspector, traces or a proxy in front. */
export async function startWorkerd(config: ServeConfig): Promise<Running> {
  const folder = await makeFolder();
  const file = join(folder, "config.capnp");
  await writeFile(file, renderConfig(config));
  const ports = Object.keys(config.sockets).map(Number);
  const running = await start(workerd, ["serve", "--experimental", file], ports);
  return {
    pid: running.pid,
    async stop() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs a program and waits until all ports answer. @throws with what it printed where it ends. */
export async function start(
  program: string,
  args: readonly string[],
  ports: readonly number[],
): Promise<Running> {
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  let printed = "";
  child.stderr.on("data", (chunk: Buffer) => {
    printed = (printed + chunk).slice(-4_000);
  });
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  await Promise.all(ports.map((port) => waitForPort(child, port, () => printed)));
  if (child.pid === undefined) throw new Error(`${program} did not start.`);
  return {
    pid: child.pid,
    async stop() {
      process.removeListener("exit", end);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function waitForPort(
  child: ChildProcess,
  port: number,
  printed: () => string,
): Promise<void> {
  const until = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`It ended at its start: ${printed()}`);
    if (Date.now() > until) throw new Error(`It did not answer on port ${port}: ${printed()}`);
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      async (response) => {
        await response.arrayBuffer();
        return true;
      },
      () => false, // not listening yet
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** A new folder for what a measurement keeps on disk; the caller removes it. */
export function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "lunakey-bench-"));
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function findPort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  server.close();
  await once(server, "close");
  return port;
}
