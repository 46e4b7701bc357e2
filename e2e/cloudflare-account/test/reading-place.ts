/** The command line's own reading of an account, against the double, with the workspace's wrangler. */
import { afterAll, beforeAll } from "vitest";
import type { DeployedWorker } from "../../../packages/cli/src/account/ask-wrangler.ts";
import {
  createRunWrangler,
  type RunWrangler,
} from "../../../packages/cli/src/account/run-wrangler.ts";
import { findWrangler } from "../../../packages/cli/src/account/wrangler-version.ts";
import { LUNA_ACCOUNT } from "../account-options.ts";
import { type CloudflareAccount, startAccount } from "../start-account.ts";
import { makeProject, type WranglerProject, worker } from "./wrangler-project.ts";

export interface ReadingPlace {
  readonly account: CloudflareAccount;
  /** @param env over the user's own; undefined takes a variable away. */
  run(env?: Readonly<Record<string, string | undefined>>, signal?: AbortSignal): RunWrangler;
}

/** The token reaches two accounts, so that wrangler can guess none where none is named. */
export function useReadingPlace(): () => ReadingPlace {
  let account: CloudflareAccount;
  beforeAll(async () => {
    account = await startAccount({ accounts: [LUNA_ACCOUNT, { id: "b".repeat(32), name: "Two" }] });
  });
  afterAll(() => account.stop());
  return () => ({
    account,
    run: (more = {}, signal = new AbortController().signal) => {
      const wrangler = findWrangler(import.meta.dirname);
      if (wrangler === null) throw new Error("wrangler is not installed.");
      const home = makeProject({}).home;
      const env = { PATH: process.env.PATH, HOME: home, ...account.env, ...more };
      return createRunWrangler(wrangler, { env, signal }, 20_000);
    },
  });
}

/** The Worker `luna` of a project. */
export function luna(
  { folder }: WranglerProject,
  more: Partial<DeployedWorker> = {},
): DeployedWorker {
  return { script: "luna", folder, config: "wrangler.jsonc", environment: null, ...more };
}

/** With an environment `staging`. */
export function makeLuna(): WranglerProject {
  return makeProject(worker("luna", { env: { staging: {} } }));
}
