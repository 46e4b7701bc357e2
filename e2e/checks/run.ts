/** Runs one of the project's own commands, for checks that are commands. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export const ROOT = join(import.meta.dirname, "..", "..");

const execute = promisify(execFile);

export interface Finished {
  readonly status: number;
  readonly output: string;
}

export async function run(command: string, ...args: readonly string[]): Promise<Finished> {
  try {
    const { stdout, stderr } = await execute(command, args, { cwd: ROOT });
    return { status: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, output: stdout + stderr };
  }
}
