/** The ports of a real process. Installs its signal handlers; does nothing else on its own. */
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { statusOf } from "../cli-error.ts";
import type { Interruption, Ports } from "../ports.ts";

/** How many interruptions it takes until the process ends without cleaning up. */
const PATIENCE_COUNT = 3;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** @param host the global `process`. */
export function openProcessPorts(host: NodeJS.Process): Ports {
  const controller = new AbortController();
  let interruptions = 0;
  const interrupt = (signal: Interruption["signal"]) => {
    interruptions += 1;
    if (interruptions >= PATIENCE_COUNT) host.exit(statusOf({ signal }));
    controller.abort({ signal } satisfies Interruption);
  };
  const listen = () => {
    for (const signal of SIGNALS) host.on(signal, interrupt);
  };
  /** Without a listener the system ends the process, whatever it is doing. */
  const leave = () => {
    for (const signal of SIGNALS) host.off(signal, interrupt);
  };
  listen();
  host.stdout.on("error", endQuietly(host));
  host.stderr.on("error", endQuietly(host));
  return {
    stdin: host.stdin,
    stdout: host.stdout,
    stderr: host.stderr,
    env: host.env,
    cwd: findStartFolder(host),
    fetch: (input, init) => fetch(input, init),
    now: () => Date.now(),
    randomUUID: () => randomUUID(),
    sleep: (ms) => wait(ms, undefined, { signal: controller.signal }),
    signal: controller.signal,
    compute: async (work) => {
      leave();
      try {
        return await work();
      } finally {
        listen();
      }
    },
  };
}

/**
 * Where the user is. `npm run lunakey` of a clone runs in the clone's root, wherever it was typed;
 * scripts of other packages mean their own folder. What such a script starts elsewhere has its
 * variables too, and is where it was started.
 */
function findStartFolder(host: NodeJS.Process): string {
  const { npm_package_name, npm_package_json = "", INIT_CWD } = host.env;
  const isRoot =
    npm_package_name === "lunakey-workspace" && dirname(npm_package_json) === host.cwd();
  return isRoot && INIT_CWD ? INIT_CWD : host.cwd();
}

/** `lunakey list | head -1` closes the pipe early: that is no failure of ours. */
function endQuietly(host: NodeJS.Process): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (error.code !== "EPIPE") throw error;
    host.exit(0);
  };
}
