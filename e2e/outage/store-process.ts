/** The store's own process: to be killed, frozen and started again on the same folder and ports. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface StoreProcess {
  /** What the store said when it was up. */
  readonly place: {
    readonly url: string;
    readonly tokenFile: string;
    readonly registryPath: string;
  };
  /** SIGKILL: the processes are gone, what they registered is not. */
  kill(): Promise<void>;
  /** SIGSTOP: connections are taken, and nothing is ever answered. */
  freeze(): void;
  thaw(): void;
  /** After `kill`. */
  restart(): Promise<void>;
}

export async function startStoreProcess(
  folder: string,
  port: number,
  frontPort: number,
): Promise<StoreProcess> {
  const args = [join(import.meta.dirname, "serve.ts"), folder, `${port}`, `${frontPort}`];
  let child = start(args);
  const place = JSON.parse(await firstLine(child)) as StoreProcess["place"];
  return {
    place,
    kill: () => killGroup(child),
    freeze: () => signal(child, "SIGSTOP"),
    thaw: () => signal(child, "SIGCONT"),
    async restart() {
      child = start(args);
      await firstLine(child);
    },
  };
}

function start(args: readonly string[]): ChildProcess {
  // A process group, so that workerd shares the fate of the process that started it.
  return spawn(process.execPath, args, { detached: true, stdio: ["pipe", "pipe", "pipe"] });
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    child.once("exit", () => reject(new Error(`The store did not start: ${errors}`)));
  });
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid !== undefined) process.kill(-child.pid, name);
}

async function killGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  signal(child, "SIGKILL");
  await ended;
}
