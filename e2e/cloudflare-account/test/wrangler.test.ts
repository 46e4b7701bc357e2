import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSecret, createStore } from "../ask.ts";
import { type CloudflareAccount, startAccount } from "../start-account.ts";
import { makeProject, worker } from "./wrangler-project.ts";

let account: CloudflareAccount;
beforeAll(async () => {
  account = await startAccount();
});
afterAll(() => account.stop());

describe("wrangler against the double", () => {
  it("is refused a binding to a gateway that was never deployed, and deploys when it is", async () => {
    const store = await createStore(account);
    await createSecret(account, store, "API_KEY");
    const gateway = { service: "gateway", entrypoint: "Secrets", props: { worker: "luna" } };
    const secret = { store_id: store, secret_name: "API_KEY" };
    const services = [{ binding: "SECRETS", ...gateway }];
    const secrets_store_secrets = [{ binding: "API_KEY_STORE", ...secret }];
    const luna = makeProject(worker("luna", { services, secrets_store_secrets }));
    const refused = await luna.run(account, "deploy");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/references Worker 'gateway' which was not found.*10143/s);
    expect(refused.stderr).toContain("about-service-bindings");
    const deployed = makeProject(worker("gateway", { workers_dev: false }));
    expect(await deployed.run(account, "deploy")).toMatchObject({ status: 0 });
    expect(await luna.run(account, "deploy")).toMatchObject({ status: 0 });
    expect(account.snapshot().scripts.luna?.bindings).toEqual([
      { name: "API_KEY_STORE", type: "secrets_store_secret", ...secret },
      { name: "SECRETS", type: "service", ...gateway },
    ]);
  });

  it("puts a secret of a Worker, which the next deploy keeps", async () => {
    const project = makeProject(worker("web"));
    expect(await project.run(account, "deploy")).toMatchObject({ status: 0 });
    const put = await project.run(account, "secret put AUTH_SECRET", { input: "a $ecret\n" });
    expect(put.stdout).toContain("Success! Uploaded secret AUTH_SECRET");
    expect(await project.run(account, "deploy")).toMatchObject({ status: 0 });
    expect(account.snapshot().scripts.web).toMatchObject({ secrets: { AUTH_SECRET: "a $ecret" } });
    expect(account.snapshot().scripts.web?.versionIds).toHaveLength(3);
  });
});
