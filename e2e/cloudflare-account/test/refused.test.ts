import { afterEach, describe, expect, it } from "vitest";
import type { ApiToken, Permission, Role } from "../account-options.ts";
import { ask, createSecret, createStore, createUpload } from "../ask.ts";
import { BAD_GATEWAY, NO_CONTENT } from "../faults.ts";
import { type CloudflareAccount, startAccount } from "../start-account.ts";

let account: CloudflareAccount;
afterEach(() => account.stop());

const OWNER: ApiToken = {
  value: "owner",
  permissions: ["secrets_store:edit", "workers_scripts:edit"],
  roles: ["super_administrator"],
  owner: "user",
};
const ALL: readonly Permission[] = ["secrets_store:edit", "workers_scripts:edit"];
const holder = (permissions: readonly Permission[], ...roles: Role[]): ApiToken => ({
  value: "holder",
  permissions,
  roles,
  owner: "user",
});

/** What a token may: list, create and bind secrets of the store, and deploy a Worker without. */
async function tryAll(token: ApiToken, scopes = ["workers"]) {
  account = await startAccount({ tokens: [OWNER, token] });
  const store = await createStore(account);
  await createSecret(account, store, "API_KEY", { scopes });
  const path = `/secrets_store/stores/${store}/secrets`;
  const asHolder = { token: token.value };
  const binding = {
    type: "secrets_store_secret",
    name: "A",
    store_id: store,
    secret_name: "API_KEY",
  };
  const body = [{ name: "OTHER", value: "v", scopes: ["workers"] }];
  const deploy = (bindings: object[]) =>
    ask(account, "PUT", "/workers/scripts/luna", { ...asHolder, body: createUpload({ bindings }) });
  return {
    list: (await ask(account, "GET", path, asHolder)).code,
    create: (await ask(account, "POST", path, { ...asHolder, body })).code,
    bind: (await deploy([binding])).code,
    deploy: (await deploy([])).code,
  };
}

describe("the three layers of permission", () => {
  it.each<[string, ApiToken, object]>([
    [
      "super administrator",
      holder(ALL, "super_administrator"),
      { list: null, create: null, bind: null, deploy: null },
    ],
    [
      "admin of the store, who can not bind",
      holder(ALL, "secrets_store_admin", "workers_admin"),
      { list: null, create: null, bind: 10_021, deploy: null },
    ],
    [
      "deployer, who can not create",
      holder(ALL, "secrets_store_deployer", "workers_admin"),
      { list: null, create: 10_000, bind: null, deploy: null },
    ],
    [
      "admin and deployer together",
      holder(ALL, "secrets_store_admin", "secrets_store_deployer", "workers_admin"),
      { list: null, create: null, bind: null, deploy: null },
    ],
    [
      "reporter",
      holder(ALL, "secrets_store_reporter", "workers_admin"),
      { list: null, create: 10_000, bind: 10_021, deploy: null },
    ],
    [
      "token that may only read the store",
      holder(["secrets_store:read", "workers_scripts:edit"], "super_administrator"),
      { list: null, create: 10_000, bind: 10_021, deploy: null },
    ],
    [
      "token that may only read Workers",
      holder(["workers_scripts:read"], "super_administrator"),
      { list: 10_000, create: 10_000, bind: 10_000, deploy: 10_000 },
    ],
  ])("%s", async (_who, token, expected) => {
    expect(await tryAll(token)).toEqual(expected);
  });

  it("includes the secret's own scopes", async () => {
    const token = holder(ALL, "super_administrator");
    expect(await tryAll(token, ["ai_gateway"])).toMatchObject({ bind: 10_021, deploy: null });
  });
});

describe("who asks", () => {
  it("is told what is wrong with the credentials", async () => {
    account = await startAccount();
    const asked = (token: string, path = "/workers/scripts") =>
      ask(account, "GET", path, { token });
    expect(await asked("wrong")).toMatchObject({ status: 401, code: 10_000 });
    expect(await asked("wrong", "/user/tokens/verify")).toMatchObject({ status: 401, code: 1000 });
    const malformed = await asked("not a token");
    expect(malformed).toMatchObject({ status: 400, code: 6003 });
    expect(JSON.parse(malformed.text).errors[0].error_chain[0].code).toBe(6111);
    const nobody = await fetch(`${account.url}/user`);
    expect(await nobody.json()).toMatchObject({ errors: [{ code: 9106 }] });
  });

  it("reaches no other account", async () => {
    account = await startAccount();
    const path = "/accounts/00000000000000000000000000000000/workers/scripts";
    expect(await ask(account, "GET", path)).toMatchObject({ status: 403, code: 9109 });
  });

  it("is named, with the accounts, unless the token is the account's own", async () => {
    const own: ApiToken = { ...OWNER, value: "own", owner: "account" };
    const named: ApiToken = { ...OWNER, permissions: ["user_details:read", "memberships:read"] };
    account = await startAccount({ tokens: [named, own] });
    expect((await ask(account, "GET", "/user")).result.email).toBe("luna@example.com");
    expect((await ask(account, "GET", "/user/tokens/verify")).result.status).toBe("active");
    const { result } = await ask(account, "GET", "/memberships?page=1");
    expect(result).toMatchObject([{ account: { name: "Luna Proxy" } }]);
    const token = "own";
    expect(await ask(account, "GET", "/user", { token })).toMatchObject({ code: 9109 });
    expect(await ask(account, "GET", "/user/tokens/verify", { token })).toMatchObject({
      code: 1000,
    });
    expect((await ask(account, "GET", "/accounts", { token })).result).toHaveLength(1);
  });

  it("is told where there is no such route", async () => {
    account = await startAccount();
    expect(await ask(account, "GET", "/zones")).toMatchObject({ status: 404, code: 7003 });
    expect(await ask(account, "PUT", "/workers/nothing")).toMatchObject({
      status: 404,
      code: 7003,
    });
  });
});

describe("the rate limit", () => {
  it("refuses everything for a while, and says for how long", async () => {
    let clock = 0;
    const limits = { requestsCount: 3, requestsWindowMs: 300_000 };
    account = await startAccount({ now: () => clock, limits });
    const asked = () => ask(account, "GET", "/user");
    const first = await asked();
    expect(first.headers.get("ratelimit")).toBe('"default";r=2;t=300');
    expect(first.headers.get("ratelimit-policy")).toBe('"default";q=3;w=300');
    await asked();
    await asked();
    expect(await asked()).toMatchObject({ status: 429, code: 10_429 });
    clock = 299_500;
    const waiting = await asked();
    expect(waiting).toMatchObject({ status: 429 });
    expect(waiting.headers.get("retry-after")).toBe("1");
    clock = 300_000;
    expect((await asked()).status).toBe(200);
  });
});

describe("what goes wrong on order", () => {
  it("is for one request of its kind, and not for others", async () => {
    account = await startAccount();
    account.fail({ fault: BAD_GATEWAY, method: "GET", path: /\/scripts$/ });
    expect((await ask(account, "GET", "/user")).status).toBe(200);
    const broken = await ask(account, "GET", "/workers/scripts");
    expect(broken).toMatchObject({ status: 502, text: expect.stringMatching("^<html>") });
    expect((await ask(account, "GET", "/workers/scripts")).status).toBe(200);
  });

  it("can be as many requests as are asked for, and an empty body", async () => {
    account = await startAccount();
    account.fail({ fault: NO_CONTENT, count: 2 });
    const statuses = [];
    for (let index = 0; index < 3; index += 1) {
      statuses.push((await ask(account, "GET", "/user")).status);
    }
    expect(statuses).toEqual([204, 204, 200]);
  });

  it("cuts the connection before a write, or after it", async () => {
    account = await startAccount();
    const body = { name: "default_secrets_store" };
    const create = () => ask(account, "POST", "/secrets_store/stores", { body });
    account.fail({ fault: "cut_before" });
    await expect(create()).rejects.toThrow("fetch failed");
    expect(account.snapshot().stores).toHaveLength(0);
    account.fail({ fault: "cut_after" });
    await expect(create()).rejects.toThrow("fetch failed");
    expect(account.snapshot().stores).toHaveLength(1);
    expect(account.requests.map(({ status }) => status)).toEqual([0, 0]);
  });
});
