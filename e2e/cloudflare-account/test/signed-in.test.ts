import { join } from "node:path";
import { type RehearsalReport, rehearsalReport } from "@lunakey/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli } from "../../../packages/cli/test/run-cli.ts";
import { LUNA_ACCOUNT } from "../account-options.ts";
import { deploy } from "../ask.ts";
import { signIn } from "../sign-in.ts";
import { type CloudflareAccount, startAccount } from "../start-account.ts";
import { makeProject, type WranglerProject, worker } from "./wrangler-project.ts";

let account: CloudflareAccount;
beforeAll(async () => {
  account = await startAccount({ accounts: [LUNA_ACCOUNT, { id: "b".repeat(32), name: "Two" }] });
  await deploy(account, "luna", {
    bindings: [{ name: "API_KEY", type: "secret_text", text: "canary-of-the-secret" }],
  });
});
afterAll(() => account.stop());

/** Reads one name, and is signed in as `wrangler login` leaves it. */
function makeSignedIn(config: object): WranglerProject {
  const project = makeProject({
    ...worker("luna", config),
    "tsconfig.json": { compilerOptions: { noLib: true, types: [] } },
    "index.js": "export default { fetch: (_, env) => new Response(env.API_KEY) };\n",
  });
  signIn(join(project.home, ".config"));
  return project;
}

async function rehearse({ folder, home }: WranglerProject, more = {}) {
  const own = { PATH: process.env.PATH ?? "", HOME: home, CLOUDFLARE_API_BASE_URL: account.url };
  const env = { ...own, ...more };
  const run = await runCli(["rehearse", "--json"], { cwd: folder, env });
  expect(run.all).not.toMatch(/canary|owner-token/);
  const report: RehearsalReport = rehearsalReport.parse(JSON.parse(run.stdout));
  const facts = report.targets.flatMap(({ names }) => names.flatMap((each) => each.facts));
  return facts.filter(({ side }) => side === "account");
}

it("asks the account with the login of the user's wrangler, where no token is set", async () => {
  const facts = await rehearse(makeSignedIn({ account_id: LUNA_ACCOUNT.id }));
  expect(facts.map(({ code }) => code)).toEqual(["deployed_unbound", "individual_there"]);
});

it("says what is missing where the login reaches two accounts and none is named", async () => {
  const [fact] = await rehearse(makeSignedIn({}));
  expect(fact).toMatchObject({
    code: "account_silent",
    message: expect.stringContaining("set account_id, or CLOUDFLARE_ACCOUNT_ID") as string,
  });
});

it("asks each environment's own account, whatever CLOUDFLARE_ACCOUNT_ID names", async () => {
  const two = "b".repeat(32);
  const config = { account_id: LUNA_ACCOUNT.id, env: { there: { account_id: two } } };
  const asked = account.requests.length;
  await rehearse(makeSignedIn(config), {
    CLOUDFLARE_API_TOKEN: account.token,
    CLOUDFLARE_ACCOUNT_ID: "c".repeat(32),
  });
  const scripts = account.requests
    .slice(asked)
    .map(({ path }) => /[^/]+\/workers.*/.exec(path)?.[0]);
  expect(scripts).toContain(`${LUNA_ACCOUNT.id}/workers/scripts/luna/deployments`);
  expect(scripts).toContain(`${two}/workers/scripts/luna-there/deployments`);
  expect(scripts.filter((each) => each?.startsWith("c"))).toEqual([]);
});
