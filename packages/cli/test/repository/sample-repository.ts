/** Repositories in temporary folders: files by path, in git where asked. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeTemporaryFolder } from "../temporary-folder.ts";

/** What a run of the command line needs so that its git is the same everywhere. */
export const RUN_ENV = {
  PATH: process.env.PATH ?? "",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

/** The same, with an identity that commits. */
export const GIT_ENV = {
  ...RUN_ENV,
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.com",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.com",
};

/** @returns the folder. */
export function makeFiles(files: Readonly<Record<string, string>>): string {
  const folder = makeTemporaryFolder();
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** The same, with everything committed. */
export function makeRepository(files: Readonly<Record<string, string>>): string {
  const folder = makeFiles(files);
  git(folder, "init", "-q");
  commitAll(folder);
  return folder;
}

export function commitAll(folder: string): void {
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "--allow-empty", "-m", "as it is");
}

export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: folder, env: GIT_ENV, encoding: "utf8" });
}

export function readText(folder: string, path: string): string {
  return readFileSync(join(folder, path), "utf8");
}

/** The two example Workers as they are, in git, without their packages. */
export function copyExamples(): string {
  const folder = makeTemporaryFolder();
  const examples = join(import.meta.dirname, "..", "..", "..", "..", "examples");
  cpSync(examples, folder, {
    recursive: true,
    filter: (path) => !["node_modules", ".wrangler", ".dev.vars"].includes(basename(path)),
  });
  git(folder, "init", "-q");
  commitAll(folder);
  return folder;
}
