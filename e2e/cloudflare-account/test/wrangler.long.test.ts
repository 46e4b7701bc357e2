import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AccountOptions } from "../account-options.ts";
import { createSecret, createStore } from "../ask.ts";
import { BAD_GATEWAY } from "../faults.ts";
import { type CloudflareAccount, startAccount } from "../start-account.ts";
import {
  makeProject,
  type WranglerOptions,
  type WranglerProject,
  worker,
} from "./wrangler-project.ts";

const VALUE = "sk_live_canary_of_the_account";

let account: CloudflareAccount;
let project: WranglerProject;
beforeEach(() => begin());
afterEach(() => account.stop());

async function begin(options: AccountOptions = {}, config: object = {}) {
  account = await startAccount(options);
  project = makeProject(worker("luna", config));
}

/** @returns standard output. */
async function ok(args: string, options?: WranglerOptions): Promise<string> {
  const { status, stdout, stderr } = await project.run(account, args, options);
  expect(status, stderr).toBe(0);
  expect(stdout + stderr).not.toContain(VALUE);
  return stdout;
}

/** @returns standard error. */
async function fails(args: string, options?: WranglerOptions): Promise<string> {
  const { status, stdout, stderr } = await project.run(account, args, options);
  expect(status, stdout).toBe(1);
  return stderr;
}

const secrets = () => account.snapshot().scripts.luna?.secrets;

describe("wrangler secret", () => {
  it("makes the Worker first where there is none", async () => {
    await ok("secret put A", { input: VALUE });
    expect(secrets()).toEqual({ A: VALUE });
  });

  it("lists and deletes", async () => {
    await ok("deploy");
    await ok("secret put A", { input: VALUE });
    expect(JSON.parse(await ok("secret list"))).toEqual([{ name: "A", type: "secret_text" }]);
    expect(await ok("secret delete A")).toContain("Success! Deleted secret A");
    expect(JSON.parse(await ok("secret list"))).toEqual([]);
    expect(await fails("secret delete A")).toMatch(/Binding 'A' not found.*10056/s);
    expect(await fails("secret list --name nobody")).toContain('Worker "nobody" not found.');
  });

  it("changes several at once, from a file or a pipe", async () => {
    await ok("deploy");
    project.write("secrets.json", { A: VALUE, B: "2" });
    await ok("secret bulk secrets.json");
    await ok("secret bulk", { input: JSON.stringify({ A: null, C: VALUE }) });
    expect(secrets()).toEqual({ B: "2", C: VALUE });
    const all = Array.from({ length: 101 }, (_, index) => [`K${index}`, "v"]);
    project.write("many.json", Object.fromEntries(all));
    expect(await fails("secret bulk many.json")).toMatch("100");
    expect(secrets()).toEqual({ B: "2", C: VALUE });
  });

  it("is told of a version that is not deployed, and of a name that is taken", async () => {
    await begin({}, { vars: { MODE: "live" } });
    await ok("deploy");
    expect(await fails("secret put MODE", { input: VALUE })).toMatch("10053");
    await ok("versions upload");
    expect(await fails("secret put A", { input: VALUE })).toContain("Secret edit failed");
    expect(await fails("secret bulk", { input: '{"A":"1"}' })).toContain("Secret edit failed");
  });
});

describe("wrangler versions and deployments", () => {
  it("show what each version is bound to, and which one serves", async () => {
    await begin({}, { vars: { MODE: "live" } });
    await ok("deploy --message first");
    await ok("versions upload --message second");
    await ok("versions secret put A", { input: VALUE });
    const versions = JSON.parse(await ok("versions list --json"));
    expect(versions).toHaveLength(3);
    expect(await ok(`versions view ${versions[2].id}`)).toMatch(/Secret Name:\s+A/);
    const latest = JSON.parse(await ok(`versions view ${versions[2].id} --json`));
    expect(latest.resources.bindings).toEqual([
      { type: "plain_text", name: "MODE", text: "live" },
      { type: "secret_text", name: "A" },
    ]);
    const serving = JSON.parse(await ok("deployments status --json"));
    expect(serving.versions).toEqual([{ version_id: versions[0].id, percentage: 100 }]);
    await ok(`versions deploy ${versions[2].id}@10 ${versions[0].id}@90 --yes`);
    expect(await ok("deployments list")).toMatch(/\(90%\)/);
    expect(await ok("versions secret list")).toMatch(/\(10%\) secrets --\s+Secret Name: A/);
    expect(await fails(`versions view ${crypto.randomUUID()}`)).toMatch("10071");
  });

  it("take secrets from a version, and several at once", async () => {
    await ok("deploy");
    project.write("secrets.json", { A: VALUE, B: "2" });
    await ok("versions secret bulk secrets.json");
    await ok("versions secret delete A");
    expect(secrets()).toEqual({ B: "2" });
    expect(await ok("versions secret list --latest-version")).toMatch("Secret Name: B");
  });

  it("are refused for a Worker that was never deployed", async () => {
    for (const command of ["versions list", "deployments list", "deployments status --json"]) {
      expect(await fails(command)).toMatch(/does not exist on your account.*10007/s);
    }
    expect(await fails("versions secret put A", { input: VALUE })).toMatch("10007");
  });
});

describe("wrangler secrets-store", () => {
  it("goes through the whole life of a store", async () => {
    expect(await fails("secrets-store store list --remote")).toMatch("no stores");
    expect(await ok("secrets-store store create default --remote")).toMatch(/ID: [0-9a-f]{32}/);
    const id = account.snapshot().stores[0]?.id;
    expect(await ok("secrets-store store list --remote")).toContain(id);
    expect(await fails("secrets-store store create other --remote")).toMatch(
      /maximum_stores_exceeded.*1003/s,
    );
    await ok(`secrets-store store delete ${id} --remote`);
    expect(account.snapshot().stores).toEqual([]);
  });

  it("goes through the whole life of a secret", async () => {
    const store = await createStore(account);
    const on = `--remote`;
    expect(await fails(`secrets-store secret list ${store} ${on}`)).toMatch("no secrets");
    await ok(`secrets-store secret create ${store} --name A --scopes workers ${on}`, {
      input: VALUE,
    });
    const { id } = account.snapshot().stores[0]?.secrets.A ?? { id: "" };
    const one = `${store} --secret-id ${id} ${on}`;
    expect(await ok(`secrets-store secret list ${store} ${on}`)).toMatch(/A .*active/);
    expect(await ok(`secrets-store secret get ${one}`)).toContain("active");
    await ok(`secrets-store secret update ${one} --comment why --value ${VALUE}2`);
    await ok(`secrets-store secret duplicate ${one} --name B --scopes workers`);
    const kept = account.snapshot().stores[0]?.secrets;
    expect(kept?.A).toMatchObject({ comment: "why", value: `${VALUE}2` });
    expect(kept?.B).toMatchObject({ value: `${VALUE}2` });
    expect(
      await fails(`secrets-store secret create ${store} --name A --scopes workers ${on}`, {
        input: VALUE,
      }),
    ).toMatch(/secret_name_already_exists: A.*1003/s);
    await ok(`secrets-store secret delete ${one}`);
    expect(await fails(`secrets-store secret get ${one}`)).toMatch(/secret_not_found.*1001/s);
    expect(await fails(`secrets-store secret list nowhere ${on}`)).toMatch(
      /store_not_found.*1001/s,
    );
  });
});

describe("wrangler deploy", () => {
  it("brings a store binding over a secret of its name, without a word", async () => {
    const store = await createStore(account);
    await createSecret(account, store, "API_KEY");
    await ok("deploy");
    await ok("secret put API_KEY", { input: VALUE });
    const secret = { binding: "API_KEY", store_id: store, secret_name: "API_KEY" };
    project.write("wrangler.jsonc", {
      ...(worker("luna")["wrangler.jsonc"] as object),
      secrets_store_secrets: [secret],
    });
    const { status, stderr } = await project.run(account, "deploy");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(secrets()).toEqual({});
  });

  it("is refused where a required secret was not set, by name", async () => {
    await ok("deploy");
    project.write("wrangler.jsonc", {
      ...(worker("luna")["wrangler.jsonc"] as object),
      secrets: { required: ["A", "B"] },
    });
    await ok("secret put A", { input: VALUE });
    expect(await fails("deploy")).toContain("have not been set: B");
    await ok("secret put B", { input: VALUE });
    await ok("deploy");
    expect(secrets()).toEqual({ A: VALUE, B: VALUE });
  });

  it("is refused a store's secret by a token that may only read the store", async () => {
    const token = {
      value: "reader",
      permissions: ["secrets_store:read", "workers_scripts:edit"] as const,
      roles: ["super_administrator"] as const,
      owner: "user" as const,
    };
    await begin({
      tokens: [{ ...token, value: "owner", permissions: ["secrets_store:edit"] }, token],
    });
    const store = await createStore(account);
    await createSecret(account, store, "A");
    const secret = { binding: "A_STORE", store_id: store, secret_name: "A" };
    project = makeProject(worker("luna", { secrets_store_secrets: [secret] }));
    const env = { CLOUDFLARE_API_TOKEN: token.value };
    expect(await fails("deploy", { env })).toMatch(/authorization failed.*10021/s);
  });

  it("is followed by a deletion, which asks who is bound", async () => {
    await ok("deploy");
    const web = makeProject(worker("web", { services: [{ binding: "L", service: "luna" }] }));
    expect((await web.run(account, "deploy")).status).toBe(0);
    await ok("delete --force");
    expect(Object.keys(account.snapshot().scripts)).toEqual(["web"]);
  });
});

describe("wrangler whoami", () => {
  it("names the user and the accounts", async () => {
    const stdout = await ok("whoami");
    expect(stdout).toContain("luna@example.com");
    expect(stdout).toContain(account.accountId);
  });

  it("tells a token of the account's own, which has no e-mail address", async () => {
    await begin({
      tokens: [{ value: "own", permissions: [], roles: ["super_administrator"], owner: "account" }],
    });
    expect(await ok("whoami")).toContain("Account API Token");
  });

  it("is what other commands ask for where no account is named", async () => {
    const env = { CLOUDFLARE_ACCOUNT_ID: undefined };
    await ok("deploy", { env });
    const two = [
      { id: "a".repeat(32), name: "One" },
      { id: "b".repeat(32), name: "Two" },
    ];
    await begin({ accounts: two });
    expect(await fails("deploy", { env })).toContain("More than one account available");
  });
});

describe("what wrangler makes of", () => {
  it("wrong credentials", async () => {
    const env = { CLOUDFLARE_API_TOKEN: "wrong" };
    expect(await fails("secret list", { env })).toMatch(/Authentication error.*10000/s);
    const malformed = { CLOUDFLARE_API_TOKEN: "not~a~token" };
    expect(await fails("secret list", { env: malformed })).toMatch(
      /Invalid request headers.*6003.*Invalid format for Authorization header.*6111/s,
    );
  });

  it("an account that is out of reach", async () => {
    const env = { CLOUDFLARE_ACCOUNT_ID: "c".repeat(32) };
    expect(await fails("secret list", { env })).toMatch("9109");
  });

  it("a body that is no envelope, and the rate limit", async () => {
    account.fail({ fault: BAD_GATEWAY, count: 10 });
    expect(await fails("secret list")).toMatch(/malformed response.*502/s);
    await begin({ limits: { requestsCount: 0 } });
    expect(await fails("secret list")).toMatch(/10429.*wait 300 second/s);
  });
});
