/** The processes that a test started: none may be left when it is over. */
import { execFile } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** How long a process may take to be gone after it was told to end. */
const GRACE_MS = 5_000;

/** The workerd processes below this one that do not go away. */
export async function findWorkerds(): Promise<number[]> {
  const isWorkerd = ({ command }: Process) => /workerd/.test(command);
  return settle(async () => {
    const children = descendantsOf(process.pid, await listProcesses());
    return children.filter(isWorkerd).map(({ pid }) => pid);
  });
}

/** All processes below one that runs. */
export async function findDescendants(pid: number): Promise<number[]> {
  return descendantsOf(pid, await listProcesses()).map((child) => child.pid);
}

/** Those of the processes that do not go away. */
export async function findSurvivors(pids: readonly number[]): Promise<number[]> {
  return settle(async () => {
    const alive = new Set((await listProcesses()).map(({ pid }) => pid));
    return pids.filter((pid) => alive.has(pid));
  });
}

async function settle(find: () => Promise<number[]>): Promise<number[]> {
  const end = Date.now() + GRACE_MS;
  for (;;) {
    const found = await find();
    if (found.length === 0 || Date.now() > end) return found;
    await wait(100);
  }
}

async function listProcesses(): Promise<Process[]> {
  const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid=,stat=,comm="]);
  return stdout.split("\n").flatMap((line) => {
    const [, pid, parent, state = "", command = ""] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    // A zombie has ended; its parent has not asked yet how.
    if (pid === undefined || state.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

function descendantsOf(pid: number, all: readonly Process[]): Process[] {
  const children = all.filter(({ parent }) => parent === pid);
  return [...children, ...children.flatMap((child) => descendantsOf(child.pid, all))];
}
