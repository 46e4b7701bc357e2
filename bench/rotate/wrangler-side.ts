/**
 * The same change by hand: `wrangler secret put` for each Worker, one after the other, against the
 * stand-in for Cloudflare's API. What the account then has deployed is run in workerd, to see that
 * it is the new value. What Cloudflare takes to bring a deployment to its network is not in it.
 */
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { deploy } from "../../e2e/cloudflare-account/ask.ts";
import {
  type CloudflareAccount,
  startAccount,
} from "../../e2e/cloudflare-account/start-account.ts";
import { findPort, makeFolder, startWorkerd } from "../harness/processes.ts";
import { type CommandRun, runCommand } from "../harness/run-command.ts";
import { type Change, FIRST_VALUE } from "./store-side.ts";

/** What `bin/wrangler.js` starts, without the process in between. */
const WRANGLER = join(
  dirname(createRequire(import.meta.url).resolve("wrangler/package.json")),
  "wrangler-dist/cli.js",
);
const CODE = "export default { fetch: (_, env) => new Response(env.KEY) };";

/** @param count Workers, each with a secret KEY of its own. */
export async function changeByHand(count: number, value: string): Promise<Change> {
  const home = await makeFolder();
  const account = await startAccount();
  try {
    const names = Array.from({ length: count }, (_, index) => `worker-${index}`);
    const bindings = [{ name: "KEY", type: "secret_text", text: FIRST_VALUE }];
    for (const name of names) await deploy(account, name, { bindings });
    const before = { calls: account.requests.length, deploys: countVersions(account) };
    const puts: CommandRun[] = [];
    for (const name of names) {
      const args = [WRANGLER, "secret", "put", "KEY", "--name", name];
      const env = { HOME: home, ...account.env };
      puts.push(await runCommand(args, { cwd: home, env, input: value }));
    }
    await checkDeployed(account, names, value);
    const [first] = puts;
    const sum = (key: keyof CommandRun) => puts.reduce((all, put) => all + put[key], 0);
    return {
      commands: count,
      calls: account.requests.length - before.calls,
      deploys: countVersions(account) - before.deploys,
      cpuSeconds: sum("cpuSeconds"),
      wallSeconds: sum("wallSeconds"),
      firstSeconds: first === undefined ? 0 : ownSeconds(first),
      lastSeconds: puts.reduce((all, put) => all + ownSeconds(put), 0),
    };
  } finally {
    await account.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** It waits for nothing here; what it took longer than its CPU was other work on the machine. */
function ownSeconds({ cpuSeconds, wallSeconds }: CommandRun): number {
  return Math.min(cpuSeconds, wallSeconds);
}

function countVersions(account: CloudflareAccount): number {
  const { scripts } = account.snapshot();
  return Object.values(scripts).reduce((all, { versionIds }) => all + versionIds.length, 0);
}

/** @throws Error where a Worker, started as the account has it deployed, serves another value. */
async function checkDeployed(
  account: CloudflareAccount,
  names: readonly string[],
  value: string,
): Promise<void> {
  const { scripts } = account.snapshot();
  const folder = await makeFolder();
  const ports = await Promise.all(names.map(() => findPort()));
  const running = await startWorkerd({
    workers: names.map((name) => ({ name, code: CODE, vars: scripts[name]?.secrets ?? {} })),
    sockets: Object.fromEntries(names.map((name, index) => [ports[index], name])),
    diskPath: folder,
  });
  try {
    const served = ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/`)).text());
    if ((await Promise.all(served)).some((one) => one !== value)) throw new Error("The old value.");
    const isWhole = (name: string) => {
      const { deployed = [], versionIds = [] } = scripts[name] ?? {};
      return deployed.length === 1 && deployed[0]?.version_id === versionIds.at(-1);
    };
    if (!names.every(isWhole)) throw new Error("The latest version is not what is deployed.");
  } finally {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
