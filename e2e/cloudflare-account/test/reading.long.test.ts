import { describe, expect, it } from "vitest";
import { readDeployedBindings } from "../../../packages/cli/src/account/deployed-bindings.ts";
import { findDeployedScript } from "../../../packages/cli/src/account/deployed-script.ts";
import { ask, createUpload, deploy } from "../ask.ts";
import { BAD_GATEWAY } from "../faults.ts";
import { luna, makeLuna, useReadingPlace } from "./reading-place.ts";
import { makeProject } from "./wrangler-project.ts";

const place = useReadingPlace();
const project = makeLuna();

describe("what is bound on the account", () => {
  it("is told of the script of an environment", async () => {
    await deploy(place().account, "luna");
    await deploy(place().account, "gateway");
    await deploy(place().account, "luna-staging");
    const staging = luna(project, { script: "luna-staging", environment: "staging" });
    expect(await readDeployedBindings(staging, place().run())).toMatchObject({ state: "deployed" });
  });

  it("is told of each version of a gradual deployment, and of no other", async () => {
    const path = "/workers/scripts/luna";
    const [first] = place().account.snapshot().scripts.luna?.versionIds ?? [];
    const bindings = [{ type: "secret_text", name: "NEW", text: "canary" }];
    const body = createUpload({ bindings });
    const { result } = await ask(place().account, "POST", `${path}/versions`, { body });
    const none = await ask(place().account, "POST", `${path}/versions`, { body: createUpload({}) });
    const versions = [
      { version_id: first, percentage: 90 },
      { version_id: result.id, percentage: 10 },
      { version_id: none.result.id, percentage: 0 },
    ];
    await ask(place().account, "POST", `${path}/deployments`, { body: { versions } });
    const found = await readDeployedBindings(luna(project), place().run());
    expect(found).toMatchObject({
      versions: [{ percentage: 90 }, { percentage: 10, bindings: [{ name: "NEW" }] }],
    });
  });
});

describe("a script that is to be named", () => {
  it("is asked for without a config, too", async () => {
    const bare = makeProject({});
    const asked = luna(project, { script: "gateway", folder: bare.folder, config: null });
    expect(await findDeployedScript(asked, place().run())).toMatchObject({ state: "deployed" });
  });
});

describe("an account that can not be asked", () => {
  const unknown = (trouble: string, apiCode: number | null = null) => ({
    state: "unknown",
    script: "luna",
    trouble,
    apiCode,
  });
  const find = (env: Readonly<Record<string, string | undefined>>, more = {}) =>
    findDeployedScript(luna(project, more), place().run(env));

  it("is one to which nobody is signed in", async () => {
    expect(await find({ CLOUDFLARE_API_TOKEN: undefined })).toEqual(unknown("not_signed_in"));
  });

  it("is one of several, of which none is named", async () => {
    expect(await find({ CLOUDFLARE_ACCOUNT_ID: undefined })).toEqual(unknown("no_account"));
  });

  it("refuses a wrong token, and a token of somebody else", async () => {
    expect(await find({ CLOUDFLARE_API_TOKEN: "wrong" })).toEqual(unknown("refused", 10_000));
    const elsewhere = { CLOUDFLARE_ACCOUNT_ID: "c".repeat(32) };
    expect(await find(elsewhere)).toEqual(unknown("refused", 9109));
  });

  it("is out of reach, or answers nonsense", async () => {
    const nowhere = { CLOUDFLARE_API_BASE_URL: "http://127.0.0.1:9/client/v4" };
    expect(await find(nowhere)).toEqual(unknown("unreachable"));
    place().account.fail({ fault: BAD_GATEWAY });
    expect(await find({})).toEqual(unknown("unreachable"));
  });

  it("asks to wait", async () => {
    const errors = [{ code: 971, message: "Please wait" }];
    const body = { success: false, errors, messages: [], result: null };
    place().account.fail({ fault: { status: 429, headers: { "Retry-After": "60" }, body } });
    expect(await find({})).toEqual(unknown("rate_limited", 971));
  });

  it("has a fault of its own", async () => {
    const errors = [{ code: 10_013, message: "An unknown error has occurred" }];
    const body = { success: false, errors, messages: [], result: null };
    place().account.fail({ fault: { status: 500, body } });
    expect(await find({})).toEqual(unknown("failed", 10_013));
  });

  it("is not asked where wrangler does not take the config", async () => {
    const broken = makeProject({ "wrangler.jsonc": '{ "name": 1,' });
    expect(await find({}, { folder: broken.folder })).toEqual(unknown("config_invalid"));
    expect(await find({}, { config: "gone.jsonc" })).toEqual(unknown("config_invalid"));
    const invalid = makeProject({ "wrangler.jsonc": '{ "name": 1 }' });
    expect(await find({}, { folder: invalid.folder })).toEqual(unknown("config_invalid"));
  });

  it("is waited for no longer than a user would", async () => {
    const controller = new AbortController();
    const asking = findDeployedScript(luna(project), place().run({}, controller.signal));
    setTimeout(() => controller.abort({ signal: "SIGINT" }), 300);
    await expect(asking).rejects.toMatchObject({ failure: { code: "cancelled" } });
  });
});
