import { describe, expect, it } from "vitest";
import { isSettingValue } from "../../src/inventory/setting-value.ts";

describe("a var's value", () => {
  it.each([
    ["REQUIRE_WEBHOOK_SECRET", "true"],
    ["BASIC_AUTH", "off"],
    ["SELF_REPO_KEY", "team/shop-worker"],
    ["JWT", "https://login.example.com/.well-known/jwks.json"],
    ["AUTH", "https://auth.example.com"],
  ])("says setting: %s = %s", (name, value) => expect(isSettingValue({ name, value })).toBe(true));

  it.each([
    ["API_KEY", "luna-dev-key"],
    ["SERVICE_ACCOUNT_KEY", null],
    ["ADMIN_PASSWORD", "correct/horse"],
    ["ADMIN_PASSWORD", "hunter2hunter2"],
    ["ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY"],
    ["SIGNING_KEY", "c2lnbmluZw/a1b2c3d4e5"],
    ["SLACK_WEBHOOK_URL", "https://hooks.example.com/services"],
    ["AUTH", "https://user:password@auth.example.com"],
    ["AUTH", "https://auth.example.com/?key=abc"],
    ["AUTH", "https://auth.example.com/t/9f8e7d6c5b4a39281706"],
  ])("does not: %s = %s", (name, value) => expect(isSettingValue({ name, value })).toBe(false));
});
