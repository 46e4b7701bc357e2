/**
 * How much CPU a process has used, from Linux's /proc: user and system time of all its threads. The
 * kernel counts in ticks of 10 ms, so what is measured should take a second.
 */
import { readFileSync } from "node:fs";

/** USER_HZ, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** @returns seconds of CPU, user and system together. @throws where the process is gone. */
export function readCpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
