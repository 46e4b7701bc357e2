/**
 * What git says of a repository before files in it are changed. Asks the user's own git, in a child
 * process that runs no hook of the repository and takes no lock.
 */
import { spawn } from "node:child_process";

export type GitState =
  | { readonly state: "no_git" }
  /** Paths relative to the asked folder, with `/`. */
  | {
      readonly state: "known";
      readonly changed: readonly string[];
      readonly untracked: readonly string[];
    };

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT_CHARACTERS = 8 * 1024 * 1024;

/** @param folder absolute path. `no_git`: no repository there, or no git on this machine. */
export async function readGitState(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<GitState> {
  const prefix = await runGit(folder, env, ["rev-parse", "--show-prefix"]);
  if (prefix === null) return { state: "no_git" };
  const status = await runGit(folder, env, ["status", "--porcelain=v1", "-z", "--no-renames", "."]);
  if (status === null) return { state: "no_git" };
  return parseStatus(status, prefix.trimEnd());
}

export interface CodeState {
  /** The commit that is checked out. */
  readonly head: string;
  /** When anything below the asked folder was last committed, its wrangler config aside. */
  readonly changedAt: number | null;
  /** Paths below the asked folder that differ from that commit, relative to `folder`. */
  readonly dirty: readonly string[];
}

/**
 * Which commit the code of a Worker is at; null without git, and before a first commit.
 *
 * @param folder absolute path. @param below of the Worker, relative to it; `.` for all.
 */
export async function readCodeState(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  below: string,
): Promise<CodeState | null> {
  const head = await runGit(folder, env, ["rev-parse", "--verify", "--quiet", "HEAD"]);
  const state = await readGitState(folder, env);
  if (head === null || state.state === "no_git") return null;
  const scope = ["--", below, ":(exclude,glob)**/wrangler*.*"];
  const changed = await runGit(folder, env, ["log", "-1", "--format=%ct", ...scope]);
  const isBelow = (path: string) => below === "." || path.startsWith(`${below}/`);
  const all = [...state.changed, ...state.untracked];
  return {
    head: head.trim(),
    changedAt: changed ? Number(changed.trim()) * 1_000 : null,
    dirty: all.filter((path) => isBelow(path) && !/(^|\/)wrangler[^/]*$/.test(path)),
  };
}

/** Paths are said from the top of the repository; what is asked for is below `prefix`. */
function parseStatus(status: string, prefix: string): GitState {
  const entries = status.split("\0").filter((entry) => entry !== "");
  const pathsOf = (isWanted: (code: string) => boolean) =>
    entries
      .filter((entry) => isWanted(entry.slice(0, 2)))
      .map((entry) => entry.slice(3))
      .map((path) => (path.startsWith(prefix) ? path.slice(prefix.length) : path));
  return {
    state: "known",
    changed: pathsOf((code) => code !== "??"),
    untracked: pathsOf((code) => code === "??"),
  };
}

/** @returns what it wrote; null where it failed, or there is no git. */
export function runGit(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn("git", ["-c", "core.fsmonitor=false", ...args], {
      cwd: folder,
      env: { ...env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
      stdio: ["ignore", "pipe", "ignore"],
      timeout: TIMEOUT_MS,
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      if (output.length > MAX_OUTPUT_CHARACTERS) child.kill();
    });
    child.on("error", () => resolve(null));
    child.on("close", (code) => resolve(code === 0 ? output : null));
  });
}

/** @returns those of the paths, relative to the folder, that git leaves out; null without git. */
export async function whichIgnored(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  paths: readonly string[],
): Promise<ReadonlySet<string> | null> {
  const asked = paths.map(async (path) => {
    // A file that git follows counts as not ignored unless it is asked about as if it were new.
    const answer = await runGit(folder, env, ["check-ignore", "--no-index", "--", path]);
    return answer === null ? [] : [path];
  });
  return new Set((await Promise.all(asked)).flat());
}

/** @returns every file below the folder that git follows; null without git. */
export async function listTracked(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[] | null> {
  const files = await runGit(folder, env, ["ls-files", "-z", "--", "*.dev.vars*", "*.lunakey/*"]);
  return files === null ? null : files.split("\0").filter((path) => path !== "");
}
