/** A folder with wrangler configs, and the workspace's own wrangler run in it against the double. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { type Run, runProgram } from "../../stack/run-program.ts";
import type { CloudflareAccount } from "../start-account.ts";

const PROGRAM = join(
  dirname(createRequire(import.meta.url).resolve("wrangler/package.json")),
  "bin/wrangler.js",
);

export interface WranglerOptions {
  /** Standard input; nothing where left out. */
  readonly input?: string;
  /** Over what the account says; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Below the project's folder. */
  readonly folder?: string;
}

export interface WranglerProject {
  /** Absolute path. */
  readonly folder: string;
  /** Absolute path of a home without a sign-in. */
  readonly home: string;
  write(path: string, content: string | object): void;
  run(account: CloudflareAccount, args: string, options?: WranglerOptions): Promise<Run>;
}

/** @param files by path: a config as an object, or text. */
export function makeProject(files: Readonly<Record<string, string | object>>): WranglerProject {
  const root = mkdtempSync(join(tmpdir(), ".tmp-account-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const [folder, home] = [join(root, "project"), join(root, "home")];
  const write: WranglerProject["write"] = (path, content) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  };
  for (const made of [home, folder]) mkdirSync(made, { recursive: true });
  for (const [path, content] of Object.entries(files)) write(path, content);
  return {
    folder,
    home,
    write,
    run: (account, args, options = {}) => runWrangler(account, args, { home, folder }, options),
  };
}

/** A Worker that says nothing; what is tested is what it is bound to. */
export function worker(name: string, more: object = {}): Record<string, string | object> {
  return {
    "wrangler.jsonc": { name, main: "index.js", compatibility_date: "2026-01-01", ...more },
    "index.js": "export default { fetch() { return new Response(); } };",
  };
}

function runWrangler(
  account: CloudflareAccount,
  args: string,
  { home, folder }: { readonly home: string; readonly folder: string },
  { input, env = {}, folder: below = "." }: WranglerOptions,
): Promise<Run> {
  return runProgram(process.execPath, [PROGRAM, ...args.split(" ")], {
    cwd: join(folder, below),
    env: { PATH: process.env.PATH, HOME: home, NO_COLOR: "1", ...account.env, ...env },
    ...(input === undefined ? {} : { input }),
  });
}
