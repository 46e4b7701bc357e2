/**
 * A store on backend `cloudflare`, an account's double that it asks, and a Worker that holds copies: each
 * test rotates a secret of its own.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CliRun } from "../../packages/cli/test/run-cli.ts";
import { createSecret, createStore, deploy as deployScript } from "../cloudflare-account/ask.ts";
import { type CloudflareAccount, startAccount } from "../cloudflare-account/start-account.ts";
import { type Deployed, deploy, ok } from "../production/deployed.ts";
import { init, makeRepository, readText } from "../production/repository.ts";

const ENVIRONMENT = "production";
const SCRIPT = "reader-production";
export const OLD = "canary-one";
export const NEW = "canary-two";
const env = ["--env", ENVIRONMENT];

export interface HeldCopies {
  readonly account: CloudflareAccount;
  readonly deployed: Deployed;
  /** Rotates to the new value; the minute that the command waits takes no time. */
  rotate(name: string, ...more: string[]): Promise<CliRun>;
  /** Has the store write the copy. */
  sync(name: string): Promise<string>;
  /** The Worker says that it serves a copy of its own. */
  hold(name: string): Promise<object>;
  /** The individual secret that the Worker has. */
  copyOf(name: string): unknown;
  stateOf(name: string): Promise<CopyState>;
  /** How often the store has written copies. */
  sends(): number;
}

export interface CopyState {
  readonly state: string;
  readonly error: string | null;
  /** Milliseconds since 1970. */
  readonly nextAt: number | null;
}

/** What the gateway asks of Cloudflare, asked of the double. */
async function ask(account: CloudflareAccount, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const { method, headers } = request;
  const body = method === "GET" ? {} : { body: await request.arrayBuffer() };
  return fetch(new URL(account.url).origin + pathname + search, { method, headers, ...body });
}

/** @param names of secrets, with the old value. */
export async function startHeldCopies(names: readonly string[]): Promise<HeldCopies> {
  const account = await startAccount();
  const store = await createStore(account);
  for (const each of names) await createSecret(account, store, each, { value: OLD });
  await deployScript(account, SCRIPT);
  const repository = makeRepository();
  await init(repository, "--backend", "cloudflare", "--store", store, "--environment", ENVIRONMENT);
  describeWorkers(repository.cwd, store, names);
  const power = {
    LUNAKEY_CLOUDFLARE_ACCOUNT_ID: account.accountId,
    LUNAKEY_CLOUDFLARE_API_TOKEN: account.token,
  };
  const outbound = (request: Request) => ask(account, request);
  const deployed = await deploy(repository, power, { outbound });
  await ok(deployed, ["grant", "reader", ...names, ...env]);
  for (const each of names) await deployed.system.putBound(`SECRET_${each}`, OLD);
  return {
    account,
    deployed,
    rotate: (name, ...more) =>
      repository.run(["rotate", name, ...env, "--overlap", "1h", "--yes", ...more], {
        env: { ...deployed.env, ...account.env },
        input: NEW,
      }),
    sync: (name) => ok(deployed, ["sync", name, ...env, "--yes", "--wait"]),
    hold: (name) =>
      deployed.system.report([{ name, source: "individual", parity: "same", count: 1 }]),
    copyOf: (name) =>
      account.findDeployed(SCRIPT)?.bindings.find((one) => one.name === name)?.text ?? null,
    async stateOf(name) {
      const out = await ok(deployed, ["sync", name, "--status", ...env, "--json"]);
      const { copies } = JSON.parse(out) as { copies: [CopyState] };
      return copies[0];
    },
    sends: () => account.requests.filter(({ path }) => path.endsWith("/secrets-bulk")).length,
  };
}

/** The gateway's bindings, in the place of the one that `init` writes as an example; and the Worker. */
function describeWorkers(cwd: string, store: string, names: readonly string[]): void {
  const path = join(cwd, "lunakey/store/wrangler.jsonc");
  const bindings = names.map(
    (each) => `{ "binding": "SECRET_${each}", "store_id": "${store}", "secret_name": "${each}" }`,
  );
  const text = readText(path).replace(/\/\/ \{ "binding": "SECRET_[^}]+\}/, bindings.join(",\n"));
  writeFileSync(path, text);
  const worker = { name: "reader", main: "index.ts", env: { [ENVIRONMENT]: {} } };
  const config = JSON.stringify({ ...worker, compatibility_date: "2026-10-01" });
  writeFileSync(join(cwd, "wrangler.json"), config);
  writeFileSync(join(cwd, "index.ts"), "export default {};\n");
}
