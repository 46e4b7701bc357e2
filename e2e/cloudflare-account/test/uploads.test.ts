import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SameName } from "../account-options.ts";
import { ask, createSecret, createStore, createUpload, deploy } from "../ask.ts";
import { type CloudflareAccount, startAccount } from "../start-account.ts";

const KEEP = { keep_bindings: ["secret_text", "secret_key"] };
const SECRET = { type: "secret_text", name: "API_KEY", text: "individual" };

let account: CloudflareAccount;
beforeEach(async () => {
  account = await startAccount();
});
afterEach(() => account.stop());

const upload = (metadata: object, script = "luna") =>
  ask(account, "PUT", `/workers/scripts/${script}`, { body: createUpload(metadata) });
const bindings = () => account.snapshot().scripts.luna?.bindings;

describe("an upload", () => {
  it("deploys the Worker, which is known from then on", async () => {
    expect(await ask(account, "GET", "/workers/services/luna")).toMatchObject({ code: 10_090 });
    const { result } = await upload({ compatibility_date: "2026-01-01" });
    const [id] = account.snapshot().scripts.luna?.versionIds ?? [];
    expect(result.deployment_id).toBe(id?.replaceAll("-", ""));
    const service = await ask(account, "GET", "/workers/services/luna");
    expect(service.result.default_environment.script.compatibility_date).toBe("2026-01-01");
  });

  it("is what serves, code and secrets, until the next", async () => {
    await deploy(account, "luna", { bindings: [SECRET] });
    const serving = account.findDeployed("luna");
    expect(serving).toMatchObject({ mainModule: "worker.js", bindings: [SECRET] });
    expect(serving?.modules["worker.js"]).toContain("export default");
    await ask(account, "DELETE", "/workers/scripts/luna/secrets/API_KEY");
    const next = account.findDeployed("luna");
    expect(next).toMatchObject({ bindings: [], modules: serving?.modules });
    expect(account.findDeployed("nobody")).toBeNull();
  });

  it("is followed by its custom domains, which replace those from before", async () => {
    await deploy(account, "luna");
    const put = (...hostnames: string[]) => {
      const body = { origins: hostnames.map((hostname) => ({ hostname })) };
      return ask(account, "PUT", "/workers/scripts/luna/domains/records", { body });
    };
    await put("a.example.com", "b.example.com");
    expect((await put("b.example.com")).status).toBe(200);
    expect(account.snapshot().scripts.luna?.customDomains).toEqual(["b.example.com"]);
  });

  it("keeps the secrets only where it says so, and never other bindings", async () => {
    await deploy(account, "luna", {
      bindings: [SECRET, { type: "plain_text", name: "MODE", text: "live" }],
    });
    await deploy(account, "luna", KEEP);
    expect(bindings()).toEqual([SECRET]);
    await deploy(account, "luna");
    expect(bindings()).toEqual([]);
  });

  it("inherits a binding by name, and says every one that there is not", async () => {
    await deploy(account, "luna", { bindings: [SECRET] });
    const inherit = (name: string) => ({ type: "inherit", name });
    await deploy(account, "luna", { bindings: [inherit("API_KEY")] });
    expect(bindings()).toEqual([SECRET]);
    const refused = await upload({ bindings: [inherit("A"), inherit("API_KEY"), inherit("B")] });
    expect(refused).toMatchObject({ status: 400, code: 10_057 });
    expect(refused.message).toMatch(/^inherit binding 'A' is invalid/);
    expect(JSON.parse(refused.text).errors).toHaveLength(2);
  });

  it("that binds a Worker that was never deployed is refused as a whole", async () => {
    const service = { type: "service", name: "SECRETS", service: "store", entrypoint: "Secrets" };
    const refused = await upload({ bindings: [service] });
    expect(refused).toMatchObject({ status: 400, code: 10_143 });
    expect(refused.message).toMatch("'SECRETS' references Worker 'store' which was not found");
    expect(account.snapshot().scripts).toEqual({});
    await deploy(account, "store");
    expect((await upload({ bindings: [service] })).status).toBe(200);
  });

  it("that binds a secret that the store does not have is refused", async () => {
    const store = await createStore(account);
    const binding = {
      type: "secrets_store_secret",
      name: "API_KEY_STORE",
      store_id: store,
      secret_name: "API_KEY",
    };
    expect(await upload({ bindings: [binding] })).toMatchObject({ status: 400, code: 10_021 });
    await createSecret(account, store, "API_KEY");
    expect((await upload({ bindings: [binding] })).status).toBe(200);
    expect(bindings()).toEqual([binding]);
  });

  it("that is no upload is refused", async () => {
    const path = "/workers/scripts/luna";
    expect((await ask(account, "PUT", path, { body: "text" })).status).toBe(400);
    expect((await ask(account, "PUT", path, { body: new FormData() })).status).toBe(400);
    expect(account.snapshot().scripts).toEqual({});
  });
});

describe("a store binding of the name of a secret that is kept", () => {
  async function deployTwice(sameName: SameName) {
    await account.stop();
    account = await startAccount({ sameName });
    const store = await createStore(account);
    await createSecret(account, store, "API_KEY");
    await deploy(account, "luna", { bindings: [SECRET] });
    const binding = {
      type: "secrets_store_secret",
      name: "API_KEY",
      store_id: store,
      secret_name: "API_KEY",
    };
    return { binding, answer: await upload({ bindings: [binding], ...KEEP }) };
  }

  it("destroys the secret, unless told otherwise", async () => {
    const { binding } = await deployTwice("replaced");
    expect(bindings()).toEqual([binding]);
  });

  it("can leave the secret instead", async () => {
    await deployTwice("kept");
    expect(bindings()).toEqual([SECRET]);
  });

  it("can be refused instead", async () => {
    const { answer } = await deployTwice("refused");
    expect(answer).toMatchObject({ status: 400, code: 10_053 });
    expect(bindings()).toEqual([SECRET]);
  });
});

describe("versions and deployments", () => {
  it("are apart: a version that is only uploaded takes no traffic until it is deployed", async () => {
    await deploy(account, "luna");
    const path = "/workers/scripts/luna";
    const { result } = await ask(account, "POST", `${path}/versions`, { body: createUpload({}) });
    const [first] = account.snapshot().scripts.luna?.versionIds ?? [];
    const share = (version_id: string | undefined, percentage: number) => ({
      version_id,
      percentage,
    });
    expect(account.snapshot().scripts.luna?.deployed).toEqual([share(first, 100)]);
    const both = [share(first, 90), share(result.id, 10)];
    const body = { strategy: "percentage", versions: both };
    expect((await ask(account, "POST", `${path}/deployments`, { body })).status).toBe(200);
    const { result: listed } = await ask(account, "GET", `${path}/deployments`);
    expect(listed.deployments[0].versions).toEqual(both);
    expect(listed.deployments[1].versions).toEqual([share(first, 100)]);
  });

  it("refuse percentages that are not 100 in all, and versions that there are not", async () => {
    await deploy(account, "luna");
    const [id] = account.snapshot().scripts.luna?.versionIds ?? [];
    const create = (version_id: string | undefined, percentage: number) =>
      ask(account, "POST", "/workers/scripts/luna/deployments", {
        body: { strategy: "percentage", versions: [{ version_id, percentage }] },
      });
    expect(await create(id, 60)).toMatchObject({ status: 400, code: 10_210 });
    expect(await create(crypto.randomUUID(), 100)).toMatchObject({ status: 400, code: 10_210 });
  });

  it("are listed with the newest first, and viewed by id", async () => {
    await deploy(account, "luna", { annotations: { "workers/message": "one" } });
    await deploy(account, "luna", { annotations: { "workers/message": "two" } });
    const path = "/workers/scripts/luna/versions";
    const { result } = await ask(account, "GET", path);
    expect(result.items.map(({ number }: { number: number }) => number)).toEqual([2, 1]);
    const one = await ask(account, "GET", `${path}/${result.items[1].id}`);
    expect(one.result.annotations["workers/message"]).toBe("one");
    expect(await ask(account, "GET", `${path}/x`)).toMatchObject({ status: 400, code: 10_004 });
    const other = `${path}/${crypto.randomUUID()}`;
    expect(await ask(account, "GET", other)).toMatchObject({ status: 404, code: 10_071 });
  });
});

describe("deleting a Worker", () => {
  it("is refused while another one is bound to it, except by force", async () => {
    await deploy(account, "store");
    await deploy(account, "luna", {
      bindings: [{ type: "service", name: "SECRETS", service: "store" }],
    });
    const references = await ask(account, "GET", "/workers/scripts/store/references");
    expect(references.result.services.incoming).toMatchObject([{ service: "luna" }]);
    expect((await ask(account, "DELETE", "/workers/services/store?force=false")).status).toBe(400);
    expect((await ask(account, "DELETE", "/workers/services/store?force=true")).status).toBe(200);
    expect(Object.keys(account.snapshot().scripts)).toEqual(["luna"]);
  });
});
