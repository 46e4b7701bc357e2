/** `lunakey check` and `lunakey doctor` in a repository, against the double of an account. */
import type { CheckReport, DoctorReport } from "@lunakey/contract";
import { runCli } from "../../../packages/cli/test/run-cli.ts";
import type { CloudflareAccount } from "../start-account.ts";
import { makeProject, type WranglerProject } from "./wrangler-project.ts";

/** A Worker with a native binding to a store's secret, and another one to the gateway. */
export function makeGated(store: string, secret = "API_KEY"): WranglerProject {
  return makeProject({
    "wrangler.jsonc": {
      name: "luna",
      main: "index.js",
      compatibility_date: "2026-01-01",
      services: [
        {
          binding: "SECRETS",
          service: "lunakey-store",
          entrypoint: "Secrets",
          props: { v: 1, store, worker: "luna", environment: "default" },
        },
      ],
      secrets_store_secrets: [{ binding: `${secret}_STORE`, store_id: store, secret_name: secret }],
    },
    "index.js": "export default { fetch: () => new Response() };",
  });
}

type Env = Readonly<Record<string, string>>;

async function runJson(
  command: string,
  { folder, home }: WranglerProject,
  account: CloudflareAccount,
  env: Env,
): Promise<unknown> {
  const { stdout, all } = await runCli([command, "--json"], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", HOME: home, ...account.env, ...env },
  });
  if (all.includes(env.CLOUDFLARE_API_TOKEN ?? account.token))
    throw new Error("A token was shown.");
  return JSON.parse(stdout);
}

export async function checkWith(
  project: WranglerProject,
  account: CloudflareAccount,
): Promise<CheckReport> {
  return (await runJson("check", project, account, {})) as CheckReport;
}

/** @returns the state of each line about the account. */
export async function diagnose(
  project: WranglerProject,
  account: CloudflareAccount,
  env: Env = {},
): Promise<Readonly<Record<string, string>>> {
  const { lines } = (await runJson("doctor", project, account, env)) as DoctorReport;
  const own = lines.filter(({ area }) => area === "account");
  return Object.fromEntries(own.map(({ code, state }) => [code, state]));
}
