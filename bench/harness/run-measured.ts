/** Runs a Node program once, in a process of its own, and says what it used. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Usage {
  /** User and system time of all threads. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** The largest resident set. */
  readonly peakMb: number;
}

/** As the benches that read 10,000 files need: more than Node's default, for every program alike. */
const HEAP_MB = 8_000;
const TIMEOUT_MS = 15 * 60_000;
/** What is kept of a program's output; only its errors are looked at. */
const OUTPUT_BYTES = 512 * 1024 * 1024;

/**
 * @param args the program's file and its arguments.
 * @param cwd where it runs; the current folder where not given.
 * @throws with what the program printed where it fails.
 */
export function runMeasured(args: readonly string[], cwd = process.cwd()): Usage {
  const folder = mkdtempSync(join(tmpdir(), "lunakey-bench-"));
  const file = join(folder, "usage.json");
  const preload = join(import.meta.dirname, "self-usage.ts");
  try {
    const start = performance.now();
    const node = [`--max-old-space-size=${HEAP_MB}`, "--import", preload, ...args];
    const { status, stdout, stderr, error } = spawnSync(process.execPath, node, {
      cwd,
      encoding: "utf8",
      timeout: TIMEOUT_MS,
      maxBuffer: OUTPUT_BYTES,
      env: { ...process.env, INIT_CWD: cwd, BENCH_USAGE_FILE: file, NO_COLOR: "1", CI: "1" },
    });
    const wallSeconds = (performance.now() - start) / 1_000;
    if (error !== undefined) throw error;
    if (status !== 0) {
      throw new Error(
        `${args.join(" ")} ended with ${status}: ${(stderr || stdout).slice(-2_000)}`,
      );
    }
    const { cpuUs, maxRssKb } = JSON.parse(readFileSync(file, "utf8"));
    return { cpuSeconds: cpuUs / 1e6, wallSeconds, peakMb: maxRssKb / 1_024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
