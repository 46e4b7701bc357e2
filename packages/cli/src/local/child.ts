/** A command that runs beside the store and sees it: `lunakey dev -- npx wrangler dev`. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { failure } from "../cli-error.ts";
import type { Interruption, Ports } from "../ports.ts";

/** What makes `wrangler dev` find the store, and keep no traces and no explorer of its own. */
export function wranglerEnvironment(registryPath: string): Record<string, string> {
  return {
    WRANGLER_REGISTRY_PATH: registryPath,
    // Traces hold the URL of each request, and the explorer shows databases to any page.
    X_LOCAL_OBSERVABILITY: "false",
    X_LOCAL_EXPLORER: "false",
  };
}

/**
 * Runs a command on this terminal until it ends.
 *
 * @returns its exit status; 128 and the number of the signal where one ended it.
 * @throws CliError `command_failed` where it could not be started.
 */
export function runCommand(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  ports: Pick<Ports, "env" | "cwd" | "signal" | "stdin">,
): Promise<number> {
  const [program = "", ...args] = command;
  // On a terminal the command shares our process group, so that Ctrl-C and keys reach all of it.
  // Elsewhere it gets its own, so that a signal reaches what npx started and not npx alone.
  const isGroup = ports.stdin.isTTY !== true && process.platform !== "win32";
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: ports.cwd,
      env: { ...ports.env, ...environment },
      stdio: "inherit",
      detached: isGroup,
    });
    const forward = () => {
      const { signal } = ports.signal.reason as Interruption;
      // Ctrl-C on a terminal has arrived there already: a second one would mean "at once".
      if (isGroup && child.pid !== undefined) process.kill(-child.pid, signal);
      else if (signal !== "SIGINT") child.kill(signal);
    };
    ports.signal.addEventListener("abort", forward);
    child.once("error", () => {
      ports.signal.removeEventListener("abort", forward);
      reject(
        failure("command_failed", "The command after -- could not be started.", "Is it installed?"),
      );
    });
    child.once("exit", (code, signal) => {
      ports.signal.removeEventListener("abort", forward);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
