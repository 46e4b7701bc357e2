import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSecret, createStore, deploy } from "../ask.ts";
import { type CloudflareAccount, startAccount } from "../start-account.ts";
import { checkWith, diagnose, makeGated } from "./gate-place.ts";

let account: CloudflareAccount;
let store: string;
beforeAll(async () => {
  account = await startAccount();
  store = await createStore(account);
  await createSecret(account, store, "API_KEY");
});
afterAll(() => account.stop());

describe("lunakey check, of an account", () => {
  it("refuses a Worker whose gateway was never deployed, until it is", async () => {
    const project = makeGated(store);
    const before = await checkWith(project, account);
    expect(before.findings).toMatchObject([{ code: "gateway_missing", severity: "high" }]);
    expect(before.result).toBe("failed");
    await deploy(account, "lunakey-store");
    const after = await checkWith(project, account);
    expect(after.findings).toEqual([]);
    expect(after.notChecked.map(({ code }) => code)).not.toContain("gateway_silent");
  });
});

describe("lunakey doctor, of an account", () => {
  it("sees all three layers, and does not claim what only a write would show", async () => {
    expect(await diagnose(makeGated(store), account)).toEqual({
      shadowed_login: "ok",
      sign_in: "ok",
      role: "ok",
      token_permission: "not_checked",
      secret_scope: "ok",
    });
  });
});
