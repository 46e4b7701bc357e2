/**
 * A repository with one Worker in staging and production, that Worker running against a real store, and
 * an account on which both environments have individual secrets. Time passes by making what the store
 * remembers older.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { EvidenceOfName } from "@lunakey/contract";
import { build } from "esbuild";
import { type LocalStore, startLocalStore, type WorkerOptions } from "lunakey/local";
import { type CliRun, type RunOptions, runCli } from "../../packages/cli/test/run-cli.ts";
import { deploy } from "../cloudflare-account/ask.ts";
import { type CloudflareAccount, startAccount } from "../cloudflare-account/start-account.ts";
import { findFreePort } from "../stack/free-ports.ts";
import { connectStore, type StoreClient } from "../stack/store-client.ts";

export const WORKER = "luna";
export const ENVIRONMENTS = ["staging", "production"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];
export const NAMES = ["STRIPE_SECRET_KEY", "JWT_SECRET"] as const;
/** In every value, so that one that gets out is found. */
export const CANARY = "canary-7c1e";

const SOURCE = `import { compareInShadow, getSecret, reportUsage } from "@lunakey/runtime";

export interface Env {
  LUNAKEY_MODE?: string;
  STRIPE_SECRET_KEY: string;
  JWT_SECRET: string;
  SECRETS: { get(key: string): Promise<string | null> };
}

reportUsage();
compareInShadow();

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/charge") {
      return Response.json({ found: (await getSecret(env, "STRIPE_SECRET_KEY")) !== null });
    }
    if (pathname === "/session") {
      return Response.json({ found: (await getSecret(env, "JWT_SECRET")) !== null });
    }
    return new Response("not found", { status: 404 });
  },
};
`;
export const ROUTES = ["/charge", "/session"] as const;

const CONFIG = `# What serves users
name = "${WORKER}"
main = "src/index.ts"
compatibility_date = "2026-08-01"

[env.staging.vars]
LUNAKEY_MODE = "store-first"

[[env.staging.services]]
binding = "SECRETS"
service = "lunakey-store"
entrypoint = "Secrets"
props = { v = 1, store = "local", worker = "${WORKER}", environment = "staging" }

[env.production.vars]
LUNAKEY_MODE = "store-first" # since October

[env.production.secrets]
required = ["STRIPE_SECRET_KEY", "JWT_SECRET"]

[[env.production.services]]
binding = "SECRETS"
service = "lunakey-store"
entrypoint = "Secrets"
props = { v = 1, store = "local", worker = "${WORKER}", environment = "production" }
`;

export interface Place {
  /** The repository. */
  readonly cwd: string;
  readonly account: CloudflareAccount;
  readonly client: () => StoreClient;
  /** For the command line: the store, and the account. */
  readonly env: () => Readonly<Record<string, string>>;
  readonly git: (...args: string[]) => string;
  readonly run: (argv: readonly string[], options?: Partial<RunOptions>) => Promise<CliRun>;
  /** Both routes of the Worker are asked, and it has reported. In mode `shadow` it compares. */
  readonly serve: (environment: Environment, mode?: Mode) => Promise<void>;
  /** What the store knows becomes so much older. The Workers begin anew, with empty caches. */
  readonly pass: (days: number) => Promise<void>;
  /** Names of the script's individual secrets. */
  readonly individual: (environment: Environment) => readonly string[];
  readonly giveIndividual: (environment: Environment) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Each is a Worker of its own here, with the same props: nothing has to be deployed between. */
const MODES = ["store-first", "shadow"] as const;
type Mode = (typeof MODES)[number];

const DAY_MS = 86_400_000;

export async function openPlace(): Promise<Place> {
  const root = mkdtempSync(join(tmpdir(), "lunakey-cleanup-"));
  const cwd = join(root, "repository");
  writeRepository(cwd);
  const git = (...args: string[]) => execFileSync("git", args, { cwd, encoding: "utf8" });
  commit(git);
  const account = await startAccount();
  const folder = join(root, "store");
  const { workers, portOf } = await describeWorkers();
  const start = () => startLocalStore({ folder, workers });
  let store: LocalStore = await start();
  let client = await connectStore(store);
  await fill(client);
  const env = () => ({
    LUNAKEY_URL: store.url,
    LUNAKEY_TOKEN_FILE: store.tokenFile,
    ...account.env,
  });
  return {
    ...{ cwd, account, git, env },
    client: () => client,
    run: (argv, options = {}) =>
      runCli(argv, { cwd, ...options, env: { ...env(), ...options.env } }),
    async serve(environment, mode = "store-first") {
      const ask = (path: string) =>
        fetch(`http://127.0.0.1:${portOf(environment, mode)}${path}`).then((got) => got.text());
      const readAll = () => Promise.all(ROUTES.map(ask));
      await readAll();
      await ask(LATER);
      await readAll();
      await untilReported(client, environment, mode);
    },
    async pass(days) {
      await store.stop();
      age(folder, days * DAY_MS);
      store = await start();
      client = await connectStore(store);
    },
    individual: (environment) =>
      Object.keys(account.snapshot().scripts[`${WORKER}-${environment}`]?.secrets ?? {}).sort(),
    giveIndividual: (environment) => giveIndividual(account, environment),
    async stop() {
      await store.stop();
      await account.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function writeRepository(cwd: string): void {
  mkdirSync(join(cwd, "src"), { recursive: true });
  writeFileSync(join(cwd, "src/index.ts"), SOURCE);
  writeFileSync(join(cwd, "wrangler.toml"), CONFIG);
  writeFileSync(join(cwd, ".gitignore"), ".dev.vars*\n");
  const vars = NAMES.map((name) => `${name}="${CANARY} of ${name}"\n`).join("# of ours\n");
  writeFileSync(join(cwd, ".dev.vars.staging"), `# for staging\n${vars}OTHER=${CANARY}\n`);
}

function commit(git: Place["git"]): void {
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "Luna");
  git("config", "user.email", "luna@example.com");
  git("add", ".");
  // Before anything of it is deployed.
  git("commit", "--quiet", "--message", "The Worker", "--date", "2026-01-01T00:00:00Z");
}

const LATER = "/a-minute-later";

/** The Worker as it is, but that its own clock can be put forward: it reports once a minute. */
async function bundle(): Promise<string> {
  const contents = `${SOURCE.replace("export default", "const worker =")}
    const now = Date.now.bind(Date);
    let ahead = 0;
    Date.now = () => now() + ahead;
    export default {
      fetch(request, env) {
        if (new URL(request.url).pathname !== "${LATER}") return worker.fetch(request, env);
        ahead += 61_000;
        return new Response();
      },
    };`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
  });
  return outputFiles[0]?.text ?? "";
}

async function describeWorkers() {
  const contents = await bundle();
  const places = ENVIRONMENTS.flatMap((environment) => MODES.map((mode) => [environment, mode]));
  const ports = await Promise.all(places.map(() => findFreePort()));
  const workers = places.map(([environment = "", mode = ""], index): WorkerOptions => {
    const props = { v: 1, store: "local", worker: WORKER, environment };
    const copies = Object.fromEntries(NAMES.map((name) => [name, valueIn(name, environment)]));
    return {
      name: `${WORKER}-${environment}-${mode}`,
      modules: [{ type: "ESModule", path: "worker.js", contents }],
      compatibilityDate: "2026-08-01",
      bindings: { LUNAKEY_MODE: mode, ...copies },
      serviceBindings: { SECRETS: { name: "lunakey-store", entrypoint: "Secrets", props } },
      unsafeDirectSockets: [{ host: "127.0.0.1", port: ports[index] ?? 0 }],
    };
  });
  const portOf = (environment: Environment, mode: Mode) =>
    ports[places.findIndex(([a, b]) => a === environment && b === mode)];
  return { workers, portOf };
}

function valueIn(name: string, environment: string): string {
  return `${CANARY} of ${name} for ${environment}`;
}

async function fill(client: StoreClient): Promise<void> {
  for (const environment of ENVIRONMENTS) {
    const entries = NAMES.map((name) => ({ name, value: valueIn(name, environment) }));
    await client.call("POST", `/environments/${environment}/import`, { entries, mode: "apply" });
    await client.call("POST", "/grants", { worker: WORKER, environment, names: [...NAMES] });
  }
}

/** What is deployed: bound to the gateway, with a secret of each name. */
async function giveIndividual(account: CloudflareAccount, environment: Environment): Promise<void> {
  const script = `${WORKER}-${environment}`;
  const gateway = "lunakey-store";
  await deploy(account, gateway);
  const service = { type: "service", name: "SECRETS", service: gateway, entrypoint: "Secrets" };
  const secrets = NAMES.map((name) => ({
    ...{ name, type: "secret_text", text: valueIn(name, environment) },
  }));
  await deploy(account, script, { bindings: [service, ...secrets] });
}

async function untilReported(
  client: StoreClient,
  environment: Environment,
  mode: Mode,
): Promise<void> {
  const since = Date.now() - 60_000;
  for (let tries = 0; tries < 150; tries += 1) {
    const path = `/evidence?worker=${WORKER}&environment=${environment}`;
    const { names } = (await client.call("GET", path)) as { names: EvidenceOfName[] };
    const times = names.map(({ used, parityAt }) =>
      mode === "shadow" ? (parityAt ?? 0) : (used?.lastAt ?? 0),
    );
    if (Math.min(...times) >= since) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The Worker does not report.");
}

/** Every moment in the ledger that reads and reports have left. */
function age(folder: string, ms: number): void {
  const state = join(folder, "state");
  const files = readdirSync(state, { recursive: true }).map(String);
  const [file = ""] = files.filter((each) => /Ledger[/\\][0-9a-f]{64}\.sqlite$/.test(each));
  const database = new DatabaseSync(join(state, file));
  database.exec(`
    UPDATE usage SET first_at = first_at - ${ms}, last_at = last_at - ${ms};
    UPDATE consumer_days SET day = day - ${ms / DAY_MS},
      served_at = served_at - ${ms}, reported_at = reported_at - ${ms};
    UPDATE stages SET since = since - ${ms} WHERE since IS NOT NULL`);
  database.close();
}
