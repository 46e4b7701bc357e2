import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LUNA_ACCOUNT, OWNER_TOKEN } from "../cloudflare-account/account-options.ts";
import { type Deployed, deploy, ok, stopAll } from "../production/deployed.ts";
import { init, makeRepository, readText } from "../production/repository.ts";
import { createAccountService } from "./account-service.ts";
import type { ServiceOrder, ServiceState } from "./service-order.ts";

const STORE = "e0cc9185036e40cebc8c4b86840a961f";
const SCRIPT = "reader-production";
const env = ["--env", "production"];

const service = createAccountService();
const order = async (asked: ServiceOrder): Promise<ServiceState> => {
  const how = { method: "POST", body: JSON.stringify(asked) };
  return (await service(new Request("https://double.test/", how))).json();
};

let deployed: Deployed;
const lunakey = (...argv: string[]) => ok(deployed, argv);
const sync = (...more: string[]) => lunakey("sync", ...env, "--yes", "--wait", ...more);
const secrets = async () => (await order({})).secrets[SCRIPT];
const given = (value: string) => deployed.system.putBound("SECRET_A", value);
const patches = async () =>
  (await order({})).requests.filter((request) => request.startsWith("PATCH")).length;

beforeAll(async () => {
  await order({ deploy: [SCRIPT] });
  const repository = makeRepository();
  await init(
    repository,
    "--backend",
    "cloudflare",
    "--store",
    STORE,
    "--environment",
    "production",
  );
  const path = join(repository.cwd, "lunakey/store/wrangler.jsonc");
  const binding = `{ "binding": "SECRET_A", "store_id": "${STORE}", "secret_name": "A" }`;
  writeFileSync(path, readText(path).replace(/\/\/ \{ "binding": "SECRET_[^}]+\}/, binding));
  const worker = { name: "reader", main: "index.ts", env: { production: {} } };
  const config = { ...worker, compatibility_date: "2026-10-01" };
  writeFileSync(join(repository.cwd, "wrangler.json"), JSON.stringify(config));
  writeFileSync(join(repository.cwd, "index.ts"), "export default {};\n");
  const vars = {
    LUNAKEY_CLOUDFLARE_ACCOUNT_ID: LUNA_ACCOUNT.id,
    LUNAKEY_CLOUDFLARE_API_TOKEN: OWNER_TOKEN.value,
  };
  deployed = await deploy(repository, vars, { outbound: service });
  await given("canary-one");
  await lunakey("grant", "reader", "A", "ABSENT", ...env);
});
afterAll(() => stopAll());

describe("lunakey sync on backend cloudflare", () => {
  it("sends what the gateway's binding gives, and says nothing of what it has no binding for", async () => {
    expect(await sync()).not.toContain("canary");
    expect(await secrets()).toEqual({ A: "canary-one" });
    const { copies } = JSON.parse(await lunakey("sync", "--status", "--json"));
    expect(copies).toMatchObject([{ name: "A", state: "sent", version: null }]);
  });

  it("sends each time that it is asked, since nobody can say that the value is the same", async () => {
    const before = await patches();
    await given("canary-two");
    await sync();
    expect(await secrets()).toEqual({ A: "canary-two" });
    expect(await patches()).toBe(before + 1);
  });
});
