/** Where and when numbers were made: they mean nothing without. */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";

export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
  readonly node: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly commit: string;
}

const require = createRequire(import.meta.url);

export function describeMachine(more: Readonly<Record<string, string>> = {}): Machine {
  const { version } = require("workerd/package.json") as { version: string };
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    kernel: release(),
    node: process.version,
    versions: { workerd: version, ...more },
    commit: firstLine("git", [
      "-C",
      join(import.meta.dirname, "..", ".."),
      "describe",
      "--always",
      "--dirty",
    ]),
  };
}

/** The first line that a program prints, or `unknown` where it is not there. */
export function firstLine(program: string, args: readonly string[]): string {
  try {
    const options = { encoding: "utf8", stdio: "pipe" } as const;
    return execFileSync(program, args, options).split("\n")[0] ?? "";
  } catch (error) {
    // wrk prints its version and ends with status 1.
    const { stdout } = error as { stdout?: string };
    return stdout?.split("\n")[0] || "unknown";
  }
}

/** Load average of the last minute: how busy the machine was with other things too. */
export function readLoad(): number {
  return Number((loadavg()[0] ?? 0).toFixed(2));
}
