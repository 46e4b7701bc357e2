import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deploy } from "../cloudflare-account/ask.ts";
import { type CloudflareAccount, startAccount } from "../cloudflare-account/start-account.ts";
import { init, makeRepository, type Repository } from "../production/repository.ts";
import { type HoldingProxy, startHoldingProxy } from "../rotation/holding-proxy.ts";

const env = ["--env", "production"];
const SCRIPT = "reader-production";

let account: CloudflareAccount;
let proxy: HoldingProxy;
let repository: Repository;
let gateway: ChildProcess | undefined;
let url: string;
let turn = 0;

beforeAll(async () => {
  account = await startAccount();
  await deploy(account, SCRIPT);
  proxy = await startHoldingProxy(new URL(account.url).origin);
  repository = makeRepository();
  await init(repository, "--backend", "vault");
  mkdirSync(join(repository.cwd, "reader"));
  const worker = { name: "reader", main: "index.ts", env: { production: {} } };
  const config = JSON.stringify({ ...worker, compatibility_date: "2026-10-01" });
  writeFileSync(join(repository.cwd, "reader/wrangler.json"), config);
}, 60_000);
afterAll(async () => {
  proxy.stop();
  await account.stop();
});
beforeEach(() => {
  turn += 1;
});
afterEach(() => kill());

/** In a process group, so that workerd dies with it. */
async function start(): Promise<void> {
  const state = join(repository.keepIn, "state");
  const argv = [join(import.meta.dirname, "serve.ts"), repository.cwd, state, proxy.url];
  gateway = spawn(process.execPath, argv, { detached: true, stdio: ["pipe", "pipe", "inherit"] });
  const { CLOUDFLARE_ACCOUNT_ID, CLOUDFLARE_API_TOKEN } = account.env;
  const power = {
    LUNAKEY_CLOUDFLARE_ACCOUNT_ID: CLOUDFLARE_ACCOUNT_ID,
    LUNAKEY_CLOUDFLARE_API_TOKEN: CLOUDFLARE_API_TOKEN,
  };
  gateway.stdin?.end(JSON.stringify({ ...(await repository.readSecrets()), ...power }));
  const [line] = (await once(gateway.stdout ?? gateway, "data")) as [Buffer];
  url = String(line).trim();
}

async function kill(): Promise<void> {
  if (gateway?.pid === undefined) return;
  const ended = once(gateway, "exit");
  process.kill(-gateway.pid, "SIGKILL");
  await ended;
  gateway = undefined;
}

async function lunakey(argv: readonly string[], input?: string): Promise<string> {
  const token = join(repository.keepIn, "admin-token");
  const how = { env: { LUNAKEY_URL: url, LUNAKEY_TOKEN_FILE: token } };
  const { status, stdout, stderr } = await repository.run(argv, {
    ...how,
    ...(input === undefined ? {} : { input }),
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

const secrets = () => account.snapshot().scripts[SCRIPT]?.secrets ?? {};

describe("a gateway that is killed with signal 9", () => {
  it.each([
    ["before its request arrives", { at: 0, arrives: false }],
    ["between the request and its answer", { at: 0, arrives: true }],
    ["right after copies were asked for", undefined],
  ])(
    "%s ends as if it had not been, once it runs again",
    async (_, stop) => {
      await start();
      const names = [`A_${turn}`, `B_${turn}`];
      for (const name of names) await lunakey(["set", name, ...env], `canary-${name}`);
      await lunakey(["grant", "reader", ...names, ...env]);
      const held = proxy.hold(stop);
      await lunakey(["sync", ...names, ...env, "--yes"]);
      if (stop !== undefined) await held;
      await kill();
      void proxy.hold(undefined);
      await start();
      // Nobody asks for anything: the alarm that was set goes on by itself.
      await expect
        .poll(secrets, { timeout: 60_000 })
        .toMatchObject(Object.fromEntries(names.map((name) => [name, `canary-${name}`])));
      await lunakey(["sync", ...names, ...env, "--yes", "--wait"]);
      const { copies } = JSON.parse(await lunakey(["sync", "--status", ...env, "--json"]));
      const states = (copies as { name: string; state: string }[]).filter(({ name }) =>
        names.includes(name),
      );
      expect(states.map(({ state }) => state)).toEqual(["sent", "sent"]);
      const before = proxy.count();
      await lunakey(["sync", ...env, "--wait"]);
      expect(proxy.count()).toBe(before);
    },
    120_000,
  );
});
