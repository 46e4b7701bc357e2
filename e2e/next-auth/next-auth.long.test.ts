/**
 * A site of Next.js with next-auth, built by OpenNext, as many are: secrets in `process.env`, some of
 * them read as a module is loaded. It is scanned, bound and migrated by the commands, and does what
 * it did; what could not move still works with the individual secret.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GITHUB_USER } from "../doubles/github.ts";
import {
  ACCOUNT_ID,
  commit,
  copySite,
  type RunningSite,
  type Secrets,
  type Site,
  signIn,
  startSite,
} from "./site.ts";

const secrets: Secrets = {
  NEXTAUTH_SECRET: "next-auth-secret-of-a-test",
  GITHUB_SECRET: "github-secret-of-a-test",
  CF_API_TOKEN: "cf-api-token-of-a-test",
  WEBHOOK_SECRET: "webhook-secret-of-a-test",
};
const { NEXTAUTH_SECRET, GITHUB_SECRET, ...others } = secrets;

let site: Site;
beforeAll(async () => {
  site = await copySite();
}, 300_000);
afterAll(() => site?.remove());

describe("a site of Next.js with next-auth", () => {
  it("signs in, and answers, with individual secrets", async () => {
    await site.run("npm", "run", "build:worker");
    const running = await startSite(site, {
      environment: "default",
      individual: secrets,
      stored: {},
      accepted: secrets,
    });
    await expectToWork(running).finally(() => running.stop());
  });

  it("is scanned: all four secrets are found, the variables are none", async () => {
    const report = JSON.parse(await site.lunakey("scan", "--json")) as ScanReport;
    const names = report.secrets.map(({ name }) => name);
    expect(names.sort()).toEqual(Object.keys(secrets).sort());
  });

  it("is bound in staging", async () => {
    await site.lunakey("bind", "--env", "staging", "--offline", "--yes");
    await commit(site);
    const config = await site.run("git", "show", "HEAD:wrangler.jsonc");
    expect(config).toContain('"SECRETS"');
  });

  it("is migrated: what is read in functions moves, what is read at the start is said", async () => {
    const report = JSON.parse(await site.lunakey("migrate", "--json")) as MigrateReport;
    const [worker] = report.workers;
    const names = (list: readonly { names?: readonly string[]; name?: string }[] = []) =>
      list.flatMap(({ names = [], name }) => [...names, ...(name ? [name] : [])]).sort();
    expect(names(worker?.converted)).toEqual(["CF_API_TOKEN", "CF_API_TOKEN", "WEBHOOK_SECRET"]);
    expect(names(worker?.leftAlone)).toEqual(["GITHUB_SECRET", "NEXTAUTH_SECRET"]);
    await commit(site);
    await site.run("npx", "tsc", "--noEmit");
  });

  it("has nothing left to migrate the second time", async () => {
    await site.lunakey("migrate");
    expect(await site.run("git", "status", "--porcelain")).toBe("");
  });

  it("signs in, and answers, with the store's values where it reads them", async () => {
    await site.run("npm", "run", "build:worker");
    const running = await startSite(site, {
      environment: "staging",
      individual: { NEXTAUTH_SECRET, GITHUB_SECRET },
      stored: others,
      accepted: secrets,
    });
    await expectToWork(running).finally(() => running.stop());
  });
});

interface ScanReport {
  readonly secrets: readonly { readonly name: string }[];
}

interface MigrateReport {
  readonly workers: readonly {
    readonly converted: readonly { readonly name: string }[];
    readonly leftAlone: readonly { readonly names: readonly string[] }[];
  }[];
}

async function expectToWork(running: RunningSite): Promise<void> {
  const { ask } = running;
  expect((await ask("/api/keys")).status).toBe(401);
  expect(await signIn(running)).toBe(`Signed in as ${GITHUB_USER.name}`);
  const keys = await ask(`/api/keys?account=${ACCOUNT_ID}`);
  expect(await keys.json()).toEqual({ user: GITHUB_USER.name, keys: 2 });
  expect((await callWebhook(running, "another")).status).toBe(401);
  const thanks = await callWebhook(running, secrets.WEBHOOK_SECRET);
  expect([thanks.status, await thanks.text()]).toEqual([200, "thank you"]);
}

function callWebhook({ ask }: RunningSite, secret: string): Promise<Response> {
  return ask("/api/webhook", { method: "POST", headers: { "x-webhook-secret": secret } });
}
