import { describe, expect, it } from "vitest";
import { readDeployedBindings } from "../../../packages/cli/src/account/deployed-bindings.ts";
import { findDeployedScript } from "../../../packages/cli/src/account/deployed-script.ts";
import { createSecret, createStore, deploy } from "../ask.ts";
import { luna, makeLuna, useReadingPlace } from "./reading-place.ts";

const place = useReadingPlace();
const project = makeLuna();

describe("what is bound on the account", () => {
  it("is told by kind and name, and never by value", async () => {
    const store = await createStore(place().account);
    await createSecret(place().account, store, "API_KEY");
    await deploy(place().account, "gateway");
    await deploy(place().account, "luna", {
      bindings: [
        { type: "service", name: "SECRETS", service: "gateway", entrypoint: "Secrets" },
        { type: "service", name: "OTHER", service: "gateway" },
        {
          type: "secrets_store_secret",
          name: "API_KEY_STORE",
          store_id: store,
          secret_name: "API_KEY",
        },
        { type: "secret_text", name: "API_KEY", text: "canary" },
        { type: "plain_text", name: "MODE", text: "canary" },
        { type: "kv_namespace", name: "CACHE", namespace_id: "1" },
      ],
    });
    const nothing = { service: null, entrypoint: null, storeId: null, secretName: null };
    const service = { ...nothing, type: "service", service: "gateway" };
    const found = await readDeployedBindings(luna(project), place().run());
    expect(found).toEqual({
      state: "deployed",
      script: "luna",
      versions: [
        {
          id: place().account.snapshot().scripts.luna?.versionIds[0],
          percentage: 100,
          createdOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          bindings: [
            { ...service, name: "SECRETS", entrypoint: "Secrets" },
            { ...service, name: "OTHER" },
            {
              ...nothing,
              type: "secrets_store_secret",
              name: "API_KEY_STORE",
              storeId: store,
              secretName: "API_KEY",
            },
            { ...nothing, type: "secret_text", name: "API_KEY" },
            { ...nothing, type: "plain_text", name: "MODE" },
            { ...nothing, type: "kv_namespace", name: "CACHE" },
          ],
        },
      ],
    });
    expect(JSON.stringify(found)).not.toContain("canary");
  });
});

describe("a script that is to be named", () => {
  it("is there, or was never deployed", async () => {
    const named = (script: string) => findDeployedScript(luna(project, { script }), place().run());
    expect(await named("gateway")).toEqual({ state: "deployed", script: "gateway" });
    expect(await named("nobody")).toEqual({ state: "never_deployed", script: "nobody" });
  });
});
