import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, createUpload, deploy } from "../ask.ts";
import { type CloudflareAccount, startAccount } from "../start-account.ts";

let account: CloudflareAccount;
beforeEach(async () => {
  account = await startAccount();
  await deploy(account, "luna", { bindings: [{ type: "plain_text", name: "MODE", text: "live" }] });
});
afterEach(() => account.stop());

const SECRETS = "/workers/scripts/luna/secrets";
const BULK = "/workers/scripts/luna/secrets-bulk";
const LATEST = "/workers/workers/luna/versions/latest";
const put = (name: string, text: string) =>
  ask(account, "PUT", SECRETS, { body: { name, text, type: "secret_text" } });
const bulk = (secrets: object) => ask(account, "PATCH", BULK, { body: { secrets } });
const kept = () => account.snapshot().scripts.luna;

describe("a Worker's secret", () => {
  it("is put, listed by name and type alone, and deleted", async () => {
    expect((await put("STRIPE_SECRET_KEY", "sk_live_canary")).result).toEqual({
      name: "STRIPE_SECRET_KEY",
      type: "secret_text",
    });
    expect(kept()?.secrets).toEqual({ STRIPE_SECRET_KEY: "sk_live_canary" });
    const listed = await ask(account, "GET", SECRETS);
    expect(listed.result).toEqual([{ name: "STRIPE_SECRET_KEY", type: "secret_text" }]);
    const path = `${SECRETS}/STRIPE_SECRET_KEY?url_encoded=true`;
    expect((await ask(account, "GET", path)).result).toEqual(listed.result[0]);
    expect((await ask(account, "DELETE", path)).status).toBe(200);
    expect(await ask(account, "DELETE", path)).toMatchObject({ status: 404, code: 10_056 });
  });

  it("makes a version that is deployed, and leaves the other bindings", async () => {
    await put("A", "1");
    const { bindings, versionIds, deployed } = kept() ?? {};
    expect(bindings?.map(({ name }) => name)).toEqual(["MODE", "A"]);
    expect(deployed).toEqual([{ version_id: versionIds?.[1], percentage: 100 }]);
    const { result } = await ask(
      account,
      "GET",
      `/workers/scripts/luna/versions/${versionIds?.[1]}`,
    );
    expect(result.annotations).toEqual({ "workers/triggered_by": "secret" });
    expect(JSON.stringify(result)).not.toContain('"text":"1"');
  });

  it("of a Worker that was never deployed is refused", async () => {
    const body = { name: "A", text: "1", type: "secret_text" };
    const refused = await ask(account, "PUT", "/workers/scripts/nobody/secrets", { body });
    expect(refused).toMatchObject({ status: 404, code: 10_007 });
  });

  it("can not have the name of another kind of binding", async () => {
    expect(await put("MODE", "x")).toMatchObject({ code: 10_053 });
    expect(await bulk({ MODE: { text: "x" }, B: { text: "y" } })).toMatchObject({ code: 10_053 });
    expect(kept()?.secrets).toEqual({});
  });

  it("is 5 KB at most", async () => {
    expect((await put("A", "x".repeat(5120))).status).toBe(200);
    expect(await put("A", "x".repeat(5121))).toMatchObject({ code: 10_054 });
  });

  it("is refused while the latest version is not the one that is deployed", async () => {
    const upload = createUpload({ bindings: [], keep_bindings: ["secret_text"] });
    await ask(account, "POST", "/workers/scripts/luna/versions", { body: upload });
    expect(await put("A", "1")).toMatchObject({ status: 400, code: 10_215 });
    expect(await bulk({ A: { text: "1" } })).toMatchObject({ code: 10_215 });
  });
});

describe("a change of several secrets", () => {
  it("creates, changes and deletes in one version", async () => {
    await bulk({ A: { name: "A", text: "1", type: "secret_text" }, B: { text: "2" } });
    const { result } = await bulk({ A: { text: "3" }, B: null, NEVER_THERE: null });
    expect(result).toEqual({ A: { name: "A", type: "secret_text" } });
    expect(kept()?.secrets).toEqual({ A: "3" });
    expect(kept()?.versionIds).toHaveLength(3);
  });

  it("is of 100 at most, or nothing", async () => {
    const some = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`K${index}`, { text: "v" }]));
    expect((await bulk(some(101))).status).toBe(400);
    expect(kept()?.secrets).toEqual({});
    expect((await bulk(some(100))).status).toBe(200);
  });
});

describe("a version with other secrets", () => {
  it("is like the latest, and is not deployed", async () => {
    await put("A", "1");
    const env = { B: { type: "secret_text", text: "2" }, A: null };
    const annotations = { "workers/message": 'Updated secret "B"' };
    const { result } = await ask(account, "PATCH", LATEST, { body: { env, annotations } });
    expect(result.number).toBe(3);
    expect(kept()?.secrets).toEqual({ B: "2" });
    expect(kept()?.deployed[0]?.version_id).toBe(kept()?.versionIds[1]);
    expect((await ask(account, "GET", LATEST)).result).toEqual(result);
  });
});
