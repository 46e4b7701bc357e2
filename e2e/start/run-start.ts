/** Runs `npm start` in a folder of the test's own. */
import { type ChildProcess, spawn } from "node:child_process";
import { ROOT } from "../checks/run.ts";

/** Some ten runs of the command line, each of which checks the Workers' types twice. */
export const JOURNEY_TIMEOUT_MS = 240_000;

export interface Started {
  readonly process: ChildProcess;
  readonly output: () => string;
}

/** Starts it as `npm start` does, and waits for its last line. */
export async function start(folder: string, port: number): Promise<Started> {
  const args = ["e2e/start/start.ts", "--persist-to", folder, "--port", String(port)];
  const child = spawn(process.execPath, args, { cwd: ROOT });
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const add = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Ctrl-C ends it.")) resolve();
    };
    child.stdout.on("data", add);
    child.stderr.on("data", add);
    child.once("exit", () => reject(new Error(output)));
  });
  return { process: child, output: () => output };
}

export async function interrupt({ process }: Started): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => process.once("exit", resolve));
  process.kill("SIGINT");
  return ended;
}
