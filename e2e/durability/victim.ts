/** A store that is started, and killed without warning, again and again on the same folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export interface Victim {
  /** @throws where it does not answer, or refuses; then `code` says with what. */
  call(method: string, path: string, body?: object, idempotencyKey?: string): Promise<unknown>;
  /** The values of these names, null where there is none. */
  readBack(names: readonly string[]): Promise<(string | null)[]>;
  /** SIGKILL to the process and to its workerd. */
  kill(): Promise<void>;
}

/** An answer that says no, where a lost connection would have said nothing. */
export class RefusedError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`refused: ${code}`);
    this.code = code;
  }
}

export async function startVictim(folder: string, port: number, probe: number): Promise<Victim> {
  const serve = join(import.meta.dirname, "serve.ts");
  const child = spawn(process.execPath, [serve, folder, String(port), String(probe)], {
    detached: true, // a process group, so that workerd dies with it
    stdio: ["ignore", "pipe", "pipe"],
  });
  await waitUntilReady(child);
  const token = (await readFile(join(folder, "admin-token"), "utf8")).trim();
  return {
    async call(method, path, body, idempotencyKey) {
      const response = await fetch(`http://127.0.0.1:${port}/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(10_000),
      });
      const answer = (await response.json()) as { error?: { code: string } };
      if (answer.error) throw new RefusedError(answer.error.code);
      return answer;
    },
    async readBack(names) {
      const body = JSON.stringify(names);
      const response = await fetch(`http://127.0.0.1:${probe}`, { method: "POST", body });
      return (await response.json()) as (string | null)[];
    },
    kill: () => killGroup(child),
  };
}

function waitUntilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let errors = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.stdout?.once("data", () => resolve());
    child.once("exit", () => reject(new Error(`The store did not start: ${errors}`)));
  });
}

async function killGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  await ended;
}
