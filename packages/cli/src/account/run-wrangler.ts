/**
 * Runs the user's own wrangler, with the user's own sign-in: Lunakey holds no key of the account.
 * Only for commands that read. What wrangler writes is parsed, never shown.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cancelled } from "../cli-error.ts";
import type { Ports } from "../ports.ts";
import type { InstalledWrangler } from "./wrangler-version.ts";

export interface WranglerRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** It was stopped, since it took longer than it may. */
  readonly isTimedOut: boolean;
}

/**
 * @param args of wrangler.
 * @param folder in which it runs, and finds a config that is not named.
 */
export type RunWrangler = (args: readonly string[], folder: string) => Promise<WranglerRun>;

/** Wrangler itself waits up to a minute for an answer; a healthy run takes two seconds. */
const TIMEOUT_MS = 60_000;

/** What a list of versions with all of their bindings can be; far above it something is wrong. */
const MAX_OUTPUT_CHARACTERS = 16 * 1024 * 1024;

/**
 * @param ports `env` reaches wrangler as it is: it holds the user's sign-in. On an interruption the
 *   child is stopped.
 * @throws CliError `cancelled` on an interruption.
 */
export function createRunWrangler(
  { program }: InstalledWrangler,
  ports: Pick<Ports, "env" | "signal">,
  timeoutMs: number = TIMEOUT_MS,
): RunWrangler {
  return (args, folder) =>
    new Promise((resolve, reject) => {
      if (ports.signal.aborted) throw cancelled();
      const child = spawn(process.execPath, [program, ...args], {
        cwd: folder,
        env: { ...ports.env, ...QUIET },
        // No terminal: wrangler then asks nothing and opens no browser.
        stdio: ["ignore", "pipe", "pipe"],
        // Its own group, since wrangler's command is a process that starts another.
        detached: process.platform !== "win32",
      });
      let isTimedOut = false;
      const timer = setTimeout(() => {
        isTimedOut = true;
        stop(child);
      }, timeoutMs);
      const interrupt = () => stop(child);
      ports.signal.addEventListener("abort", interrupt);
      const output = collect(child, () => stop(child));
      const settle = (then: () => void) => {
        clearTimeout(timer);
        ports.signal.removeEventListener("abort", interrupt);
        if (ports.signal.aborted) reject(cancelled());
        else then();
      };
      child.once("error", (error) => settle(() => reject(error)));
      child.once("close", (code) =>
        settle(() => resolve({ status: code ?? 1, ...output(), isTimedOut })),
      );
    });
}

/** No statistics; and the user's own level of logging neither adds to an answer nor hides it. */
const QUIET = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_LOG: "log",
  NO_COLOR: "1",
  FORCE_COLOR: "0",
} as const;

function collect(child: ChildProcess, tooLong: () => void) {
  const text = { stdout: "", stderr: "" };
  const add = (stream: "stdout" | "stderr") => (chunk: string) => {
    text[stream] += chunk;
    if (text[stream].length > MAX_OUTPUT_CHARACTERS) tooLong();
  };
  child.stdout?.setEncoding("utf8").on("data", add("stdout"));
  child.stderr?.setEncoding("utf8").on("data", add("stderr"));
  return () => text;
}

function stop(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || process.platform === "win32") {
    child.kill();
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
