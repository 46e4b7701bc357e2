/** A repository's copy with a git history of its own, and the built command line in it. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CLI = join(import.meta.dirname, "..", "..", "packages/cli/dist/bin.js");
const OUTPUT_BYTES = 512 * 1024 * 1024;

/** With its `node_modules`, where it has them: types decide. */
export function copyRepository(from: string, to: string): void {
  cpSync(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/\/\.git(\/|$)/.test(path),
  });
  if (!existsSync(join(to, ".gitignore"))) writeFileSync(join(to, ".gitignore"), "node_modules\n");
  git(to, "init", "--quiet");
  commit(to);
}

export function commit(folder: string): void {
  git(folder, "add", "--all");
  const author = ["-c", "user.name=trial", "-c", "user.email=trial@localhost"];
  git(folder, ...author, "commit", "--quiet", "--allow-empty", "--message", "trial");
}

function git(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync("git", ["-C", folder, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
}

/** @throws Error with the command's own code and message where it fails. */
export function lunakey(folder: string, ...args: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [CLI, ...args, "--json"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: OUTPUT_BYTES,
    env: { ...process.env, INIT_CWD: folder },
  });
  if (stdout !== "") return JSON.parse(stdout);
  const { error } = JSON.parse(stderr.slice(stderr.indexOf('{"error"'))) as {
    error: { code: string; message: string };
  };
  throw new Error(`${error.code}: ${error.message}`);
}
