/** Every way in which one of the three layers can be missing, and in which nobody can ask. */
import { describe, expect, it } from "vitest";
import type { ApiToken, Permission, Role } from "../account-options.ts";
import { ask, createSecret, createStore } from "../ask.ts";
import { startAccount } from "../start-account.ts";
import { diagnose, makeGated } from "./gate-place.ts";

const SEEN: readonly Permission[] = ["user_details:read", "memberships:read"];
const OWNER: ApiToken = {
  value: "owner-of-the-matrix",
  permissions: ["secrets_store:edit", "workers_scripts:edit", ...SEEN],
  roles: ["super_administrator"],
  owner: "user",
};

function tokenOf(permissions: readonly Permission[], roles: readonly Role[]): ApiToken {
  return { ...OWNER, value: "token-of-the-matrix", permissions, roles };
}

const BOTH: readonly Role[] = ["secrets_store_admin", "secrets_store_deployer"];

describe("lunakey doctor", () => {
  it.each<[string, ApiToken, Readonly<Record<string, string>>]>([
    [
      "both roles of the store",
      tokenOf(["secrets_store:edit", ...SEEN], BOTH),
      { role: "ok", token_permission: "not_checked", secret_scope: "ok" },
    ],
    [
      "an admin who can not bind",
      tokenOf(["secrets_store:edit", ...SEEN], ["secrets_store_admin"]),
      { role: "warn", token_permission: "not_checked", secret_scope: "ok" },
    ],
    [
      "a deployer who can not fill",
      tokenOf(["secrets_store:edit", ...SEEN], ["secrets_store_deployer"]),
      { role: "warn", token_permission: "not_checked", secret_scope: "ok" },
    ],
    [
      "a role without the store",
      tokenOf(["secrets_store:edit", ...SEEN], ["workers_admin"]),
      { role: "warn", token_permission: "fail", secret_scope: "not_checked" },
    ],
    [
      "a token without the store",
      tokenOf(["workers_scripts:edit", ...SEEN], ["super_administrator"]),
      { role: "ok", token_permission: "fail", secret_scope: "not_checked" },
    ],
    [
      "a token that may not see roles",
      tokenOf(["secrets_store:edit", "user_details:read"], ["super_administrator"]),
      { role: "not_checked", token_permission: "not_checked", secret_scope: "ok" },
    ],
  ])("names the layer: %s", async (_what, token, wanted) => {
    const account = await startAccount({ tokens: [OWNER, token] });
    const store = await createStore(account);
    await createSecret(account, store, "API_KEY");
    const found = await diagnose(makeGated(store), account, { CLOUDFLARE_API_TOKEN: token.value });
    expect(found).toEqual({ shadowed_login: "ok", sign_in: "ok", ...wanted });
    await account.stop();
  });

  it("names the layer: a secret that is not for Workers", async () => {
    const account = await startAccount();
    const store = await createStore(account);
    await ask(account, "POST", `/secrets_store/stores/${store}/secrets`, {
      body: [{ name: "API_KEY", value: "x", scopes: ["ai_gateway"] }],
    });
    expect((await diagnose(makeGated(store), account)).secret_scope).toBe("fail");
    await account.stop();
  });

  it("tells a wrong token from no network", async () => {
    const account = await startAccount();
    const project = makeGated("0".repeat(32));
    const wrong = await diagnose(project, account, { CLOUDFLARE_API_TOKEN: "wrong-token-of-mine" });
    expect(wrong.sign_in).toBe("fail");
    await account.stop();
    expect((await diagnose(project, account)).sign_in).toBe("not_checked");
  });
});
