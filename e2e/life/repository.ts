/**
 * The team's repository: the two Workers as they were, in git, with the command line and wrangler run
 * in it as somebody at a terminal would. Every step is a commit.
 */
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CloudflareAccount } from "../cloudflare-account/start-account.ts";
import { type Run, runProgram } from "../stack/run-program.ts";
import type { Clock } from "./clock.ts";

const ROOT = join(import.meta.dirname, "../..");
const CLI = join(ROOT, "packages/cli/dist/bin.js");
const BIN = join(ROOT, "node_modules/.bin");

export const WORKERS = ["luna-proxy-api", "luna-proxy-web"] as const;
export type Worker = (typeof WORKERS)[number];

export interface RepositoryOptions {
  /** Made; the repository and a home are in it. */
  readonly folder: string;
  readonly account: CloudflareAccount;
  readonly clock: Clock;
  readonly clockUrl: string;
  /** More of the environment that commands run in. */
  readonly getEnv: () => Readonly<Record<string, string>>;
}

export interface Repository {
  readonly cwd: string;
  /** Outside of the repository, for what is private. */
  readonly home: string;
  /** The command line, as a shell starts it. */
  readonly program: string;
  /** @returns what it wrote. @throws Error with what it said, where it fails. */
  lunakey(args: readonly string[], input?: string): Promise<string>;
  /** However it ends. */
  tryLunakey(args: readonly string[], input?: string): Promise<Run>;
  wrangler(args: readonly string[], input?: string): Promise<string>;
  /** A line as it is printed for people, in a shell. */
  shell(line: string): Promise<string>;
  git(...args: readonly string[]): Promise<string>;
  /** @returns the commit's id. */
  commit(message: string): Promise<string>;
  /** Edits a file by hand. @throws Error where what is looked for is not there once. */
  edit(path: string, from: string, to: string): Promise<void>;
}

export async function makeRepository(options: RepositoryOptions): Promise<Repository> {
  const [cwd, home] = [join(options.folder, "repository"), join(options.folder, "home")];
  await mkdir(home, { recursive: true });
  await copyExamples(cwd);
  const env = () => ({
    PATH: `${BIN}:${process.env.PATH}`,
    HOME: home,
    XDG_CONFIG_HOME: join(home, "config"),
    NO_COLOR: "1",
    WRANGLER_HIDE_BANNER: "true",
    LIFE_CLOCK_URL: options.clockUrl,
    LIFE_OFFSET_MS: String(options.clock.offsetMs),
    ...options.account.env,
    ...options.getEnv(),
  });
  const run = (program: string, args: readonly string[], input?: string) =>
    runProgram(program, args, { cwd, env: env(), ...(input === undefined ? {} : { input }) });
  const moved = ["--import", join(import.meta.dirname, "moved-process.ts"), CLI];
  const tryLunakey: Repository["tryLunakey"] = (args, input) =>
    run(process.execPath, [...moved, ...args], input);
  const git = async (...args: readonly string[]) => succeed("git", await run("git", args));
  const repository: Repository = {
    cwd,
    home,
    program: [process.execPath, ...moved].join(" "),
    tryLunakey,
    git,
    lunakey: async (args, input) =>
      succeed(`lunakey ${args.join(" ")}`, await tryLunakey(args, input)),
    wrangler: async (args, input) =>
      succeed(`wrangler ${args.join(" ")}`, await run("wrangler", args, input)),
    shell: async (line) => succeed(line, await run("sh", ["-c", line])),
    async commit(message) {
      await git("add", "--all");
      const author = ["-c", "user.name=Life", "-c", "user.email=life@localhost"];
      await git(...author, "commit", "--quiet", "--allow-empty", "--message", message);
      return (await git("rev-parse", "HEAD")).trim();
    },
    async edit(path, from, to) {
      const before = await readFile(join(cwd, path), "utf8");
      const parts = before.split(from);
      if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} of: ${from}`);
      await writeFile(join(cwd, path), parts.join(to));
    },
  };
  await git("init", "--quiet", "--initial-branch=main");
  await repository.commit("The two Workers as they were");
  return repository;
}

async function copyExamples(cwd: string): Promise<void> {
  for (const worker of WORKERS) {
    await cp(join(ROOT, "examples", worker), join(cwd, worker), {
      recursive: true,
      filter: (source) => !source.includes("node_modules") && !source.includes(".wrangler"),
    });
  }
  await writeFile(join(cwd, ".gitignore"), "node_modules\n.lunakey\n.wrangler\n");
  await symlink(join(ROOT, "node_modules"), join(cwd, "node_modules"));
}

function succeed(line: string, { status, stdout, stderr }: Run): string {
  if (status !== 0) throw new Error(`${line}\n${stdout}${stderr}`);
  return stdout;
}
