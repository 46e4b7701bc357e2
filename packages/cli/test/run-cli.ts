/** Runs the command line inside of the test's process, with a terminal or pipes that it makes. */
import { PassThrough } from "node:stream";
import { main } from "../src/main.ts";
import type { Interruption, Output, Ports } from "../src/ports.ts";
import { PASTE_MARKS } from "../src/terminal/hidden-line.ts";

export interface CliRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, to look for what must be in neither. */
  readonly all: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in; nothing where left out. Null: the pipe stays open. */
  readonly input?: string | Uint8Array | null;
  /** What is typed at each prompt, in order; there is a terminal then. */
  readonly typed?: readonly string[];
  readonly fetch?: typeof fetch;
  readonly columns?: number;
  readonly signal?: AbortSignal;
  /** At once where left out: what the command waits for is then asked for again and again. */
  readonly sleep?: Ports["sleep"];
  /** Is told what was written to standard output, as it is written. */
  readonly onStdout?: (text: string) => void;
}

const PROMPT_ENDS = [": ", "] ", PASTE_MARKS.ON];

export async function runCli(argv: readonly string[], options: RunOptions): Promise<CliRun> {
  const typed = [...(options.typed ?? [])];
  const isTTY = options.typed !== undefined;
  const stdin = createInput(isTTY, options.input);
  let stdout = "";
  let stderr = "";
  const output = (take: (text: string) => void): Output => ({
    write: take,
    isTTY,
    ...(isTTY ? { columns: options.columns ?? 80 } : {}),
  });
  const ports: Ports = {
    stdin,
    stdout: output((text) => {
      stdout += text;
      options.onStdout?.(text);
    }),
    stderr: output((text) => {
      stderr += text;
      // A prompt is what ends without a newline: the next thing is typed then.
      if (isTTY && PROMPT_ENDS.some((end) => text.endsWith(end))) {
        stdin.write(typed.shift() ?? "\u0003");
      }
    }),
    env: { NO_COLOR: "1", ...options.env },
    cwd: options.cwd,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    now: () => Date.now(),
    randomUUID: () => crypto.randomUUID(),
    sleep: options.sleep ?? (() => Promise.resolve()),
    signal: options.signal ?? new AbortController().signal,
    compute: (work) => work(),
  };
  const status = await main(argv, ports);
  return { status, stdout, stderr, all: stdout + stderr };
}

function createInput(isTTY: boolean, input: string | Uint8Array | null | undefined) {
  const stream = Object.assign(new PassThrough(), { isTTY, setRawMode: () => undefined });
  if (!isTTY && input !== null) stream.end(input ?? "");
  return stream;
}

/** As `openProcessPorts` makes it on Ctrl-C. */
export function interruption(signal: Interruption["signal"]): Interruption {
  return { signal };
}
