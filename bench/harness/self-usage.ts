/**
 * Loaded with `--import` into a program that is measured: when it ends, it writes what it used into
 * the file that the environment names. The kernel's own figures, threads included.
 */
import { writeFileSync } from "node:fs";

process.once("exit", () => {
  const file = process.env.BENCH_USAGE_FILE;
  if (file === undefined) return;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  // Microseconds and kilobytes, as getrusage(2) gives them.
  writeFileSync(file, JSON.stringify({ cpuUs: userCPUTime + systemCPUTime, maxRssKb: maxRSS }));
});
