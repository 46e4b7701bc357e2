/**
 * The journey that `npm start` shows on its first start: the request's two Workers, copied as they
 * were, are scanned, bound in staging, and moved route by route, by the command line as a user runs
 * it. What comes out is what then runs. Every step is a commit in the copy, to be looked at.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import type { MigrateReport, ScanReport } from "@lunakey/contract";
import type { LocalStore } from "lunakey/local";

const run = promisify(execFile);

const ROOT = join(import.meta.dirname, "..", "..");
const CLI = join(ROOT, "packages/cli/dist/bin.js");
/** Lines of a diff, and what a scan says of each read, in JSON. */
const OUTPUT_BYTES = 16 * 1024 * 1024;

/** Staging first: nothing else of the Workers' configs is touched. */
export const JOURNEY_ENVIRONMENT = "staging";
const WORKERS = ["luna-proxy-api", "luna-proxy-web"] as const;
type Worker = (typeof WORKERS)[number];

/** The first of the request's plan, and the only one of the site that a page needs. */
const FIRST_ROUTES: Readonly<Record<Worker, string>> = {
  "luna-proxy-api": "/billing/checkout",
  "luna-proxy-web": "/account",
};

export interface JourneyOptions {
  /** Where the copy is made; kept. */
  readonly folder: string;
  readonly store: LocalStore;
  /** JSON with all values, by name. */
  readonly valuesFile: string;
  readonly print: (text: string) => void;
}

/** @throws Error with what the command line said, where a step fails. */
export async function makeJourney(options: JourneyOptions): Promise<void> {
  const { folder, print } = options;
  print(
    `The two Workers of examples/, copied as they were, move to the store, in ${JOURNEY_ENVIRONMENT}:\n`,
  );
  await copyExamples(folder);
  await scan(options);
  await fill(options);
  await bind(options);
  for (const worker of WORKERS) await migrate(options, worker);
  await checkTypes(options);
  print(`\nEach step is a commit: git -C ${relative(process.cwd(), folder)} log --patch`);
}

async function copyExamples(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const worker of WORKERS) {
    await cp(join(ROOT, "examples", worker), join(folder, worker), {
      recursive: true,
      filter: (source) => !source.includes("node_modules") && !source.includes(".wrangler"),
    });
  }
  await writeFile(join(folder, ".gitignore"), "node_modules\n.lunakey\n");
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  await git(folder, "init", "--quiet", "--initial-branch=main");
  await commit(folder, "The two Workers as they were");
}

async function scan({ folder, print }: JourneyOptions): Promise<void> {
  const report = (await lunakey(folder, "scan", "--json")) as ScanReport;
  const reads = `${report.workers.length} Workers, ${report.reads.length} reads`;
  print(`scan     ${reads}; its verdict: ${report.verdict.choice}. We move all the same.`);
}

async function fill({ folder, store, valuesFile, print }: JourneyOptions): Promise<void> {
  const flags = ["--env", JOURNEY_ENVIRONMENT, "--yes", "--json"];
  const { entries } = (await lunakey(folder, "import", valuesFile, ...flags, ...at(store))) as {
    readonly entries: readonly unknown[];
  };
  print(`fill     ${entries.length} generated values, for ${JOURNEY_ENVIRONMENT}`);
}

async function bind({ folder, store, print }: JourneyOptions): Promise<void> {
  const flags = ["--env", JOURNEY_ENVIRONMENT, "--offline", "--yes", "--json"];
  await lunakey(folder, "bind", ...flags, ...at(store));
  await commit(folder, `Bind ${JOURNEY_ENVIRONMENT} to the store`);
  print(`bind     ${JOURNEY_ENVIRONMENT} of both; production is as it was`);
}

/** One route at a time, each as the last report names it, then what no route reaches. */
async function migrate(options: JourneyOptions, worker: Worker): Promise<void> {
  let route: string | null = FIRST_ROUTES[worker];
  while (route !== null) route = await migrateStep(options, worker, route);
  await migrateStep(options, worker, null);
}

/** @returns the route to move next. */
async function migrateStep(
  { folder, print }: JourneyOptions,
  worker: Worker,
  route: string | null,
): Promise<string | null> {
  const only = route === null ? [] : ["--route", route];
  const command = ["migrate", "--worker", worker, ...only, "--json"];
  const { workers } = (await lunakey(folder, ...command)) as MigrateReport;
  const moved = workers.flatMap(({ converted }) => converted).length;
  const title = route ?? `what is left of ${worker}`;
  if (moved === 0 && route !== null) throw new Error(`${title}: nothing could be moved.`);
  if (moved > 0) {
    await commit(folder, `Move ${title} to the store`);
    print(`migrate  ${title}: ${moved} ${moved === 1 ? "read" : "reads"}`);
  }
  return workers.find((each) => each.worker === worker)?.nextRoute ?? null;
}

async function checkTypes({ folder, print }: JourneyOptions): Promise<void> {
  for (const worker of WORKERS) await run("tsc", ["-p", worker], { cwd: folder });
  print("         (what routes share counts for each of them, env[name] for each of its names)");
  print("tsc      no type error");
}

const at = (store: LocalStore): string[] => ["--url", store.url, "--token-file", store.tokenFile];

/** Runs the built command line in the copy. */
async function lunakey(folder: string, ...args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [CLI, ...args], {
    cwd: folder,
    maxBuffer: OUTPUT_BYTES,
    env: { ...process.env, INIT_CWD: folder },
  });
  return JSON.parse(stdout);
}

async function commit(folder: string, message: string): Promise<void> {
  await git(folder, "add", "--all");
  const author = ["-c", "user.name=Lunakey", "-c", "user.email=lunakey@localhost"];
  await git(folder, ...author, "commit", "--quiet", "--message", message);
}

async function git(folder: string, ...args: readonly string[]): Promise<void> {
  await run("git", ["-C", folder, ...args]);
}
