/**
 * Files as they were at a commit, from git's own store: read in one child process, by path. Filters of
 * the repository that fetch from elsewhere (LFS) are left out.
 */
import { spawn } from "node:child_process";
import { runGit } from "./git-state.ts";

type Env = Readonly<Record<string, string | undefined>>;

const TIMEOUT_MS = 120_000;
/** A name that spans lines can not be asked for; git itself quotes it. */
const PLAIN_PATH = /^[^\n\r]+$/;

export interface GitPlace {
  /** Absolute. */
  readonly folder: string;
  readonly env: Env;
}

/** @returns what each file held; null where it was not there. Paths are relative to the folder. */
export async function readBlobs(
  place: GitPlace,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array | null>> {
  const asked = paths.filter((path) => PLAIN_PATH.test(path));
  if (asked.length === 0) return new Map();
  const input = asked.map((path) => `${commit}:./${path}\n`).join("");
  const output = await pipeGit(place, ["cat-file", "--batch"], input);
  return parseBatch(output, asked);
}

/** As `git cat-file --batch` writes: a header line with the size, the bytes, a line end. */
function parseBatch(
  output: Buffer,
  paths: readonly string[],
): ReadonlyMap<string, Uint8Array | null> {
  const blobs = new Map<string, Uint8Array | null>();
  let at = 0;
  for (const path of paths) {
    const end = output.indexOf(10, at);
    const header = output.toString("utf8", at, end);
    const [, size] = /^[0-9a-f]{40,64} blob (\d+)$/.exec(header) ?? [];
    at = end + 1;
    if (size === undefined) {
      blobs.set(path, null);
      const [, other] = /^[0-9a-f]{40,64} \w+ (\d+)$/.exec(header) ?? [];
      if (other !== undefined) at += Number(other) + 1;
      continue;
    }
    blobs.set(path, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}

function pipeGit(
  { folder, env }: GitPlace,
  args: readonly string[],
  input: string,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["-c", "core.fsmonitor=false", ...args], {
      cwd: folder,
      env: { ...env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
      stdio: ["pipe", "pipe", "ignore"],
      timeout: TIMEOUT_MS,
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(chunks));
      else reject(new Error(`git ${args[0]} ended with ${code}`));
    });
    // git may end before it has read everything; how it ended says so.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** Lines of a command's output that end in NUL; null where git failed. */
export async function listGit(
  { folder, env }: GitPlace,
  args: readonly string[],
): Promise<readonly string[] | null> {
  const output = await runGit(folder, env, args);
  return output === null ? null : output.split("\0").filter((item) => item !== "");
}
