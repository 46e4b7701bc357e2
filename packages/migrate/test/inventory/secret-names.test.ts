import { describe, expect, it } from "vitest";
import { classifyName, isGlobalApiKey, isPlatformName } from "../../src/inventory/secret-names.ts";

describe("a name alone", () => {
  it.each([
    "STRIPE_SECRET_KEY",
    "KEK_V1",
    "API_TOKEN_CF",
    "AUTH_SECRET",
    "DATABASE_URL",
    "SENTRY_DSN",
    "SLACK_WEBHOOK_URL",
    "ALERT_SLACK_WEBHOOK",
    "ADMIN_PASSCODE",
    "BASIC_AUTH",
    "PRIVATE_KEY_BASE64",
    "SIGNING_KEYS",
    "apiKey",
    "GOOGLE_SERVICE_ACCOUNT_JSON",
    "ADMIN_PASS_HASH",
    "ADMIN_TOKENS",
  ])("is a secret's: %s", (name) => expect(classifyName(name)).toBe("secret"));

  it.each([
    "STRIPE_PRICE_GROWTH",
    "CF_ACCOUNT_ID",
    "R2_ACCESS_KEY_ID",
    "APP_URL",
    "TOKEN_TTL",
    "CLAUDE_MAX_TOKENS",
    "CHAT_MIN_OUTPUT_TOKENS_PER_TURN",
    "NEXT_PUBLIC_STRIPE_KEY",
    "STRIPE_PUBLISHABLE_KEY",
    "JWT_PUBLIC_KEY",
    "TURNSTILE_SITE_KEY",
    "ENABLE_AUTH",
    "REQUIRE_WEBHOOK_SECRET",
    "MCP_REQUIRE_ACCESS_AUTH",
    "SECRETS_CAP_ENFORCEMENT",
    "PASSWORD_POLICY",
    "ACCESS_TOKEN_EXPIRES_AT",
    "GOOGLE_SERVICE_ACCOUNT_EMAIL",
  ])("is a setting's: %s", (name) => expect(classifyName(name)).toBe("configuration"));

  it.each(["REGISTRIES_JSON", "SEED_DEMO_DATA", "GIT_HASH", "KEYBOARD", "PASSENGERS", "MONKEY"])(
    "says nothing: %s",
    (name) => expect(classifyName(name)).toBe("unknown"),
  );

  it("is one of a platform's, or the key of a whole account", () => {
    expect(isPlatformName("NODE_ENV")).toBe(true);
    expect(isGlobalApiKey("CF_AUTH_KEY")).toBe(true);
    expect(isGlobalApiKey("CLOUDFLARE_API_TOKEN")).toBe(false);
  });
});
