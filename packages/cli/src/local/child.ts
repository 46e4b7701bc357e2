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
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: ports.cwd,
      env: { ...ports.env, ...environment },
      stdio: "inherit",
    });
    const forward = () => {
      const { signal } = ports.signal.reason as Interruption;
      // On a terminal Ctrl-C reaches the whole group: a second one would mean "at once".
      if (signal === "SIGINT" && ports.stdin.isTTY === true) return;
      child.kill(signal);
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
