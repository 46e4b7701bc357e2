/**
 * What a command may touch of the world: streams, environment, network, clock. Everything comes in
 * through here, so that a whole command runs inside a test. Files are read where they are named.
 */

/** Standard input, or a stand-in. Bytes, not text: values are kept as they come. */
export type Input = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  setRawMode?(enabled: boolean): unknown;
};

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width of the terminal in characters; absent where there is none. */
  readonly columns?: number;
}

/** Why everything is to stop, as `AbortSignal.reason`: the exit status is 128 + the number. */
export interface Interruption {
  readonly signal: "SIGINT" | "SIGTERM" | "SIGHUP";
}

export interface Ports {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomUUID: () => string;
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Aborts on Ctrl-C, SIGTERM and SIGHUP, with an `Interruption` as the reason. */
  readonly signal: AbortSignal;
  /**
   * Runs work that holds the processor and changes nothing. Nobody would hear of an interruption
   * meanwhile, so that one ends the process at once.
   */
  readonly compute: <Result>(work: () => Promise<Result>) => Promise<Result>;
}
