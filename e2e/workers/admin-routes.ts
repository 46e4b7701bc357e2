/** The routes of luna-proxy-api under /admin. */
import { describe, expect, it } from "vitest";
import { type ExpectedHealth, expectHealth } from "./health.ts";
import { asAdmin, expectError } from "./requests.ts";
import type { System } from "./system.ts";

export function testAdminRoutes(get: () => System, health: ExpectedHealth): void {
  describe("GET /admin/health", () => {
    it("says of each secret whether it is configured, and never what it is", async () => {
      const { api, ask, seed } = get();
      const answer = await ask(`${api}/admin/health`, asAdmin(seed));
      expect(answer.status).toBe(200);
      expect(answer.json()).toEqual(expectHealth("development", health));
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
    });
  });

  describe("every route under /admin", () => {
    const PATHS = ["health", "cloudflare/account", "turn/keys", "users/u1", "nothing-here"];

    it.each(PATHS)("refuses /admin/%s without the admin key, or with another", async (path) => {
      const { api, ask, seed } = get();
      const almost = `${seed.api.ADMIN_API_KEY.slice(0, -1)}-`;
      const headers = [
        undefined,
        "Bearer wrong",
        `Bearer ${almost}`,
        `Basic ${btoa(`admin:${almost}`)}`,
      ].map((authorization) => (authorization === undefined ? {} : { authorization }));
      for (const header of headers) {
        const answer = await ask(`${api}/admin/${path}`, { headers: header });
        expectError(answer, 401, "unauthenticated");
      }
    });

    it("refuses to issue a session without the admin key", async () => {
      const { api, ask } = get();
      const body = JSON.stringify({ user_id: "u1" });
      const answer = await ask(`${api}/admin/sessions`, { method: "POST", body });
      expectError(answer, 401, "unauthenticated");
    });

    it("answers 404 for what does not exist, and for other methods", async () => {
      const { api, ask, seed } = get();
      expectError(await ask(`${api}/admin/nothing-here`, asAdmin(seed)), 404, "not_found");
      const posted = await ask(`${api}/admin/health`, { ...asAdmin(seed), method: "POST" });
      expectError(posted, 404, "not_found");
    });
  });

  describe("the Cloudflare account", () => {
    it("is shown with its name", async () => {
      const { api, ask, seed } = get();
      const answer = await ask(`${api}/admin/cloudflare/account`, asAdmin(seed));
      expect(answer.status).toBe(200);
      const account = { id: seed.api.CF_ACCOUNT_ID, name: "Luna Proxy" };
      expect(answer.json()).toEqual({ account });
    });

    it("is not shown where Cloudflare refuses the key, with its code alone", async () => {
      const { api, ask, seed, accepted } = get();
      const { authKey } = accepted.cloudflare;
      accepted.cloudflare.authKey = "another";
      const answer = await ask(`${api}/admin/cloudflare/account`, asAdmin(seed));
      accepted.cloudflare.authKey = authKey;
      expectError(answer, 502, "cloudflare_error", "Cloudflare's API answered error 9103.");
    });

    it("lists its TURN keys with an API token", async () => {
      const { api, ask, seed } = get();
      const answer = await ask(`${api}/admin/turn/keys`, asAdmin(seed));
      expect(answer.status).toBe(200);
      const key = { uid: seed.api.CF_TURN_KEY_ID, name: "luna-proxy", created: expect.any(String) };
      expect(answer.json()).toEqual({ turn_keys: [key] });
    });

    it("does not list them where Cloudflare refuses the token", async () => {
      const { api, ask, seed, accepted } = get();
      const { apiTokens } = accepted.cloudflare;
      accepted.cloudflare.apiTokens = [];
      const answer = await ask(`${api}/admin/turn/keys`, asAdmin(seed));
      accepted.cloudflare.apiTokens = apiTokens;
      expectError(answer, 502, "cloudflare_error", "Cloudflare's API answered error 10000.");
    });
  });

  describe("GET /admin/users/:id", () => {
    it("shows a user without plan and keys", async () => {
      const { api, ask, seed } = get();
      const answer = await ask(`${api}/admin/users/github%3A1`, asAdmin(seed));
      expect(answer.status).toBe(200);
      expect(answer.json()).toEqual({ user_id: "github:1", plan: null, providers: [] });
    });

    it.each(["a%20b", "%", "%E0%A4%A", "a/b", "", "x".repeat(101)])(
      "refuses %j as an id",
      async (id) => {
        const { api, ask, seed } = get();
        const answer = await ask(`${api}/admin/users/${id}`, asAdmin(seed));
        expectError(answer, 400, "invalid_input", undefined, "user_id");
      },
    );
  });

  describe("POST /admin/sessions", () => {
    const post = (body: string) => {
      const { api, ask, seed } = get();
      return ask(`${api}/admin/sessions`, { ...asAdmin(seed), method: "POST", body });
    };

    it("issues a token for an hour", async () => {
      const answer = await post(JSON.stringify({ user_id: "u1", email: "u1@example.com" }));
      expect(answer.status).toBe(201);
      const { token, expires_at } = answer.json() as { token: string; expires_at: number };
      expect(token).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(expires_at - Date.now() / 1_000).toBeGreaterThan(3_500);
      expect(expires_at - Date.now() / 1_000).toBeLessThanOrEqual(3_601);
    });

    it.each([
      ["no JSON", "{", "body"],
      ["a list", "[]", "body"],
      ["no user", "{}", "user_id"],
      ["a user's id that is none", '{"user_id":"a b"}', "user_id"],
      ["an e-mail that is no text", '{"user_id":"u1","email":1}', "email"],
    ])("refuses %s", async (_, body, field) => {
      expectError(await post(body), 400, "invalid_input", undefined, field);
    });

    it("refuses a body that is too large", async () => {
      expectError(await post(`"${"x".repeat(65_536)}"`), 413, "too_large");
    });
  });
}
