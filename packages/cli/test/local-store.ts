/** A real store in workerd for one test file, and commands that run where it is found. */
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import {
  type LocalStore,
  type LocalStoreOptions,
  startLocalStore,
} from "../src/local/start-local-store.ts";
import { type CliRun, type RunOptions, runCli } from "./run-cli.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

export interface StoreUnderTest {
  /** A repository with a running `.lunakey`. */
  readonly cwd: string;
  /** Runs a command there; output has stable moments, ids and ports. */
  run(command: string, options?: Partial<RunOptions>): Promise<CliRun>;
}

export function useLocalStore(
  options: Partial<LocalStoreOptions> = {},
  prepare: (folder: string) => Promise<void> = () => Promise.resolve(),
): StoreUnderTest {
  const cwd = makeTemporaryFolder();
  let store: LocalStore | undefined;
  beforeAll(async () => {
    const folder = join(cwd, ".lunakey");
    await prepare(folder);
    store = await startLocalStore({ folder, ...options });
  }, 30_000);
  afterAll(() => store?.stop());
  return {
    cwd,
    run: async (command, how = {}) => {
      const run = await runCli(command.split(" "), { cwd, ...how });
      return {
        status: run.status,
        stdout: normalize(run.stdout),
        stderr: normalize(run.stderr),
        all: run.all,
      };
    },
  };
}

/** Replaced by as many characters, so that columns stay in line. */
function normalize(text: string): string {
  return text
    .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}Z/g, "2026-01-01 00:00Z")
    .replace(/\b[0-9a-f]{16}\b/g, "0123456789abcdef")
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:8790");
}
