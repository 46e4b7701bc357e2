/** Commands as a user types them, in a project's folder, with their output kept. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ROOT } from "./project.ts";

/** How long anything may take that is waited for here. */
const PATIENCE_MS = 40_000;

export interface Running {
  readonly pid: number;
  /** Standard output and error so far, as they came. */
  readonly output: () => string;
  /** Waits until a URL answers. @throws Error with the output where it does not. */
  answers(url: string): Promise<void>;
  /** Waits until it has said that. @throws Error with the output where it does not. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  signal(name: NodeJS.Signals): void;
  /** @returns the exit status; 128 and more, or null, where a signal ended it. */
  ended(): Promise<number | null>;
}

export interface Place {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a command of this repository or of an installed package, and leaves it running. */
export function start(command: readonly string[], place: Place): Running {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd: place.cwd,
    env: environmentOf(place),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = keepOutput(child);
  const exit = once(child, "exit");
  const until = async <T>(find: () => T | null | Promise<T | null>, otherwise: string) => {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = await find();
      if (found !== null) return found;
      if (child.exitCode !== null || Date.now() > end) throw new Error(`${otherwise}\n${output()}`);
      await wait(100);
    }
  };
  return {
    pid: child.pid ?? 0,
    output,
    answers: async (url) => {
      await until(async () => (await isUp(url)) || null, `${url} does not answer.`);
    },
    says: (pattern) => until(() => pattern.exec(output()), "It does not say what it should."),
    signal: (name) => void child.kill(name),
    async ended() {
      const deadline = wait(PATIENCE_MS, null, { ref: false });
      const ended = await Promise.race([exit, deadline]);
      if (ended === null) throw new Error(`It does not end.\n${output()}`);
      return child.exitCode;
    },
  };
}

/** Runs a command to its end. @throws Error with its output where it fails. */
export async function run(command: readonly string[], place: Place, input = ""): Promise<string> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd: place.cwd,
    env: environmentOf(place),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const output = keepOutput(child);
  child.stdin.end(input);
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`exit status ${child.exitCode}\n${output()}`);
  return output();
}

function keepOutput(child: ChildProcess): () => string {
  let output = "";
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => output;
}

/** What this machine has set for wrangler and for us is no part of the test. */
function environmentOf({ cwd, env }: Place): NodeJS.ProcessEnv {
  const ours = /^(LUNAKEY|WRANGLER|CLOUDFLARE|CF_|X_LOCAL|MINIFLARE|VITEST|NODE_OPTIONS|npm_)/;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: [join(ROOT, "node_modules", ".bin"), process.env.PATH].join(delimiter),
    XDG_CONFIG_HOME: join(cwd, ".config"),
    WRANGLER_SEND_METRICS: "false",
    NO_COLOR: "1",
    CI: "true",
    ...env,
  };
}

async function isUp(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
