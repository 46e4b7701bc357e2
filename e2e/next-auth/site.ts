/**
 * The Next.js site in a folder of its own, with its packages: built by OpenNext, run in the workerd
 * of a local store, its calls to the outside answered by the doubles. What it needs of the network
 * is npm's registry.
 */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startLocalStore, type WorkerOptions } from "lunakey/local";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { createDoubles, type Doubles } from "../doubles/create-doubles.ts";
import { findFreePorts } from "../stack/free-ports.ts";
import { STORE_ID } from "../stack/start-stack.ts";
import { connectStore, fillStore } from "../stack/store-client.ts";
import { createCookieJar } from "../workers/cookie-jar.ts";

const execute = promisify(execFile);
const ROOT = join(import.meta.dirname, "..", "..");
const WORKER = "luna-account";
const CLIENT_IDS = { default: "luna-account", staging: "luna-account-staging" };

export type Environment = keyof typeof CLIENT_IDS;

/** Of which service each secret is, and so which double accepts it. */
export interface Secrets {
  readonly NEXTAUTH_SECRET: string;
  readonly GITHUB_SECRET: string;
  readonly CF_API_TOKEN: string;
  readonly WEBHOOK_SECRET: string;
}

export interface Site {
  readonly folder: string;
  /** Runs a command in the folder. @returns what it printed. @throws with that where it fails. */
  run(command: string, ...args: readonly string[]): Promise<string>;
  /** Runs `lunakey` in the folder. */
  lunakey(...args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** Copies the site, and installs what its lockfile says. */
export async function copySite(): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-next-"));
  await cp(join(import.meta.dirname, "app"), folder, { recursive: true });
  const env = {
    // What npm tells the commands that it runs would be taken for settings by another npm.
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
    NEXT_TELEMETRY_DISABLED: "1",
    WRANGLER_SEND_METRICS: "false",
    LANG: "C",
  };
  const run = async (command: string, ...args: readonly string[]) => {
    const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await execute(command, args, options).catch((error) => {
      throw new Error(`${command} ${args.join(" ")}\n${error.stdout}\n${error.stderr}`);
    });
    return stdout;
  };
  const site = {
    folder,
    run,
    lunakey: (...args: readonly string[]) =>
      run(process.execPath, join(ROOT, "packages/cli/dist/bin.js"), ...args),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
  await prepare(site).catch(async (error) => {
    await site.remove();
    throw error;
  });
  return site;
}

async function prepare(site: Site): Promise<void> {
  // Nothing of what is installed has to run at its installation.
  await site.run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
  // As `lunakey init` leaves it in a repository.
  const project = JSON.stringify({ store: STORE_ID });
  await writeFile(join(site.folder, "lunakey.jsonc"), `${project}\n`);
  await site.run("git", "init", "--quiet");
  await commit(site);
}

/** As people do between two commands that write. */
export async function commit({ run }: Pick<Site, "run">): Promise<void> {
  const author = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
  await run("git", "add", "--all");
  await run("git", ...author, "commit", "--quiet", "--message", "as it is");
}

export interface StartOptions {
  readonly environment: Environment;
  /** What the Worker has of its own, as `wrangler secret put` gives it. */
  readonly individual: Partial<Secrets>;
  /** What the store holds, and lets the Worker read. */
  readonly stored: Partial<Secrets>;
  /** What the services accept. */
  readonly accepted: Secrets;
}

export interface RunningSite {
  readonly doubles: Doubles;
  /** As one browser: with the cookies of the answers before. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

export const ACCOUNT_ID = "0123456789abcdef0123456789abcdef";

/** Bundles what was built, as `wrangler deploy` does, and starts it beside a store. */
export async function startSite(site: Site, options: StartOptions): Promise<RunningSite> {
  const { environment, individual, accepted } = options;
  const ports = await findFreePorts();
  const url = `http://127.0.0.1:${ports.web}`;
  const doubles = createDoubles({
    ...{ stripeKeys: [], stripePrices: [], turnKeys: [], googleClients: [] },
    githubClients: [{ id: CLIENT_IDS[environment], secret: accepted.GITHUB_SECRET }],
    cloudflare: {
      ...{ id: ACCOUNT_ID, authEmail: "", authKey: "" },
      apiTokens: [accepted.CF_API_TOKEN],
      turnKeyIds: ["one", "two"],
    },
  });
  const worker = await bundleSite(site, environment);
  const bindings = { ...(worker.bindings as object), ...individual, NEXTAUTH_URL: url };
  const store = await startLocalStore({
    folder: join(site.folder, ".lunakey-state", environment),
    port: ports.admin,
    storeId: STORE_ID,
    wranglerFrom: ROOT,
    backend: "vault",
    workers: [
      {
        ...worker,
        bindings,
        outboundService: doubles.fetch,
        unsafeDirectSockets: [{ host: "127.0.0.1", port: ports.web }],
      },
    ],
  });
  const stored = { [WORKER]: options.stored as Readonly<Record<string, string>> };
  if (Object.keys(options.stored).length > 0) {
    await fillStore(await connectStore(store), environment, stored);
  }
  return { doubles, ask: openBrowser(url), stop: () => store.stop() };
}

async function bundleSite(site: Site, environment: Environment): Promise<WorkerOptions> {
  const config = join(site.folder, "wrangler.jsonc");
  const named = environment === "default" ? [] : ["--env", environment];
  const output = join(site.folder, ".bundle", environment);
  await site.run("npx", "wrangler", "deploy", "--dry-run", "--outdir", output, ...named);
  const name = environment === "default" ? undefined : environment;
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config, name);
  const contents = await readFile(join(output, "worker.js"), "utf8");
  const modules = [{ type: "ESModule", path: "worker.js", contents }];
  return { ...workerOptions, name: WORKER, modules };
}

function openBrowser(url: string): RunningSite["ask"] {
  const cookies = createCookieJar();
  return async (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("Cookie", cookies.header);
    const signal = AbortSignal.timeout(30_000);
    const response = await fetch(new URL(path, url), {
      ...init,
      headers,
      redirect: "manual",
      signal,
    });
    cookies.take(response.headers);
    return response;
  };
}

/** From the site to GitHub and back. @returns what the page says afterwards. */
export async function signIn({ ask, doubles }: RunningSite): Promise<string> {
  const { csrfToken } = (await (await ask("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = new URLSearchParams({ csrfToken, callbackUrl: "/", json: "true" });
  const asked = await ask("/api/auth/signin/github", { method: "POST", body: form });
  const { url } = (await asked.json()) as { url: string };
  const agreed = await doubles.fetch(new Request(url));
  const back = new URL(agreed.headers.get("Location") ?? "", url);
  await ask(back.pathname + back.search);
  const page = await (await ask("/")).text();
  return /<main>([^<]*)/.exec(page)?.[1] ?? page;
}
