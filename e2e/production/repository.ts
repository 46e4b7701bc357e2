/** A repository of somebody else's, in which `lunakey init` has run, and the command line in it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type CliRun, type RunOptions, runCli } from "../../packages/cli/test/run-cli.ts";

export const PASSPHRASE = "correct horse battery staple";

export interface Repository {
  /** Absolute path; a git repository. */
  readonly cwd: string;
  /** Where token and recovery file go; outside of it. */
  readonly keepIn: string;
  readonly passphraseFile: string;
  /** Runs a command there, with the passphrase's file where it asks for one. */
  run(argv: readonly string[], options?: Partial<RunOptions>): Promise<CliRun>;
  /** The gateway's secrets, as they go to wrangler. */
  readSecrets(recoveryFile?: string): Promise<Record<string, string>>;
}

/** @param below where it is made; a temporary folder where left out. */
export function makeRepository(below: string = tmpdir()): Repository {
  const root = mkdtempSync(join(below, ".tmp-production-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const cwd = join(root, "repository");
  const keepIn = join(root, "keep");
  const passphraseFile = join(root, "passphrase");
  mkdirSync(join(cwd, ".git"), { recursive: true });
  writeFileSync(passphraseFile, `${PASSPHRASE}\n`);
  const run: Repository["run"] = (argv, options = {}) =>
    runCli(argv, { cwd, ...options, env: { XDG_CONFIG_HOME: keepIn, ...options.env } });
  return {
    cwd,
    keepIn,
    passphraseFile,
    run,
    async readSecrets(recoveryFile = join(keepIn, "recovery.json")) {
      const secrets = ["recovery", "secrets", recoveryFile, "--passphrase-file", passphraseFile];
      const { stdout, stderr } = await run(secrets);
      if (stderr !== "") throw new Error(stderr);
      return JSON.parse(stdout) as Record<string, string>;
    },
  };
}

/** Runs `lunakey init` without a terminal. @throws Error with what it said. */
export async function init(repository: Repository, ...more: string[]): Promise<CliRun> {
  const { keepIn, passphraseFile } = repository;
  const options = ["--keep-in", keepIn, "--passphrase-file", passphraseFile];
  const run = await repository.run(["init", ...options, ...more]);
  if (run.status !== 0) throw new Error(run.stderr);
  return run;
}

export function readText(...path: string[]): string {
  return readFileSync(join(...path), "utf8");
}
