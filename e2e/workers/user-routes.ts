/** The routes of luna-proxy-api that users call with their session token. */
import { SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { asAdmin, asUser, expectError } from "./requests.ts";
import { PROVIDER_KEYS, type System, without } from "./system.ts";
import type { Answer } from "./traffic.ts";

type Ask = (path: string, init?: RequestInit) => Promise<Answer>;

export function testUserRoutes(get: () => System): void {
  let asAlice: Ask;

  beforeAll(async () => {
    const { api, ask } = get();
    const { headers } = await asUser(get(), "alice");
    asAlice = (path, init = {}) => ask(api + path, { ...init, headers });
  });

  describe("a route for users", () => {
    const ROUTES = [
      ["GET", "/session"],
      ["PUT", "/keys/openai"],
      ["GET", "/keys/openai"],
      ["DELETE", "/keys/openai"],
      ["GET", "/proxy/openai/v1/models"],
      ["POST", "/turn/credentials"],
    ] as const;

    it.each(ROUTES)("%s %s wants a session token of ours", async (method, path) => {
      const { api, ask, seed } = get();
      const bad = [await signToken("another-secret"), await signToken(seed.api.JWT_SECRET, -10)];
      for (const token of [...bad, "nonsense", seed.api.ADMIN_API_KEY]) {
        const headers = { authorization: `Bearer ${token}` };
        expectError(await ask(api + path, { method, headers }), 401, "unauthenticated");
      }
      expectError(await ask(api + path, { method }), 401, "unauthenticated");
    });
  });

  describe("GET /session", () => {
    it("says whose token it is", async () => {
      const answer = await asAlice("/session");
      expect(answer.status).toBe(200);
      expect(answer.json()).toEqual({
        user_id: "alice",
        email: "user@example.com",
        expires_at: expect.any(Number),
      });
    });

    it("takes tokens that anybody signed under JWT_SECRET", async () => {
      const { api, ask, seed } = get();
      const headers = { authorization: `Bearer ${await signToken(seed.api.JWT_SECRET)}` };
      expect((await ask(`${api}/session`, { headers })).status).toBe(200);
    });
  });

  describe("/keys/:provider", () => {
    it("keeps a key, says since when, never shows it, and forgets it", async () => {
      const key = PROVIDER_KEYS.anthropic;
      const put = await asAlice("/keys/anthropic", {
        method: "PUT",
        body: JSON.stringify({ key }),
      });
      expect(put.status).toBe(200);
      expect(put.json()).toEqual({ provider: "anthropic", updated_at: expect.any(String) });
      const shown = await asAlice("/keys/anthropic");
      expect(shown.json()).toEqual(put.json());
      expect(shown.text).not.toContain(key);

      expect((await asAlice("/keys/anthropic", { method: "DELETE" })).status).toBe(204);
      expectError(await asAlice("/keys/anthropic"), 404, "not_found");
      expect((await asAlice("/keys/anthropic", { method: "DELETE" })).status).toBe(204);
    });

    it("refuses other providers, other methods and what is no key", async () => {
      const put = (body: string) => asAlice("/keys/openai", { method: "PUT", body });
      for (const provider of ["mistral", "toString", "__proto__"]) {
        const answer = await asAlice(`/keys/${provider}`);
        expectError(answer, 400, "invalid_input", undefined, "provider");
      }
      expectError(await asAlice("/keys/openai", { method: "POST" }), 404, "not_found");
      expectError(await put("{}"), 400, "invalid_input", undefined, "key");
      expectError(await put('{"key":"a b"}'), 400, "invalid_input", undefined, "key");
    });
  });

  describe("/proxy/:provider/…", () => {
    it.each(["openai", "anthropic"] as const)("asks %s with the user's own key", async (name) => {
      expectError(await asAlice(`/proxy/${name}/v1/models`), 409, "no_provider_key");
      const body = JSON.stringify({ key: PROVIDER_KEYS[name] });
      await asAlice(`/keys/${name}`, { method: "PUT", body });
      const answer = await asAlice(`/proxy/${name}/v1/models?limit=1`);
      expect(answer.status).toBe(200);
      expect((answer.json() as { data: unknown[] }).data).toHaveLength(1);
    });

    it("shows the providers of a user to the admin, without their keys", async () => {
      const { api, ask, seed } = get();
      const answer = await ask(`${api}/admin/users/alice`, asAdmin(seed));
      const user = { user_id: "alice", plan: null, providers: ["anthropic", "openai"] };
      expect(answer.json()).toEqual(user);
    });

    it("passes on what the provider answers to a key that it refuses", async () => {
      const body = JSON.stringify({ key: "sk-proj-revoked" });
      await asAlice("/keys/openai", { method: "PUT", body });
      expect((await asAlice("/proxy/openai/v1/models")).status).toBe(401);
    });

    it("gives one user's key to no other", async () => {
      const { api, ask } = get();
      const asBob = await asUser(get(), "bob");
      const answer = await ask(`${api}/proxy/anthropic/v1/models`, asBob);
      expectError(answer, 409, "no_provider_key");
    });

    it("refuses other providers and an address without a path", async () => {
      const answer = await asAlice("/proxy/mistral/v1/models");
      expectError(answer, 400, "invalid_input", undefined, "provider");
      expectError(await asAlice("/proxy/openai"), 404, "not_found");
    });
  });

  describe("POST /turn/credentials", () => {
    const post = (body: string) => asAlice("/turn/credentials", { method: "POST", body });

    it.each([
      ["{}", 3_600],
      ['{"ttl":60}', 60],
      ['{"ttl":86400}', 86_400],
    ])("answers credentials for %s", async (body, ttl) => {
      const answer = await post(body);
      expect(answer.status).toBe(200);
      const got = answer.json() as { ice_servers: unknown[]; ttl: number };
      expect(got.ttl).toBe(ttl);
      expect(got.ice_servers).toContainEqual({
        urls: expect.arrayContaining([expect.stringMatching(/^turns:/)]),
        username: expect.any(String),
        credential: expect.any(String),
      });
    });

    it.each(['{"ttl":59}', '{"ttl":86401}', '{"ttl":60.5}', '{"ttl":"60"}'])(
      "refuses %s",
      async (body) => {
        expectError(await post(body), 400, "invalid_input", undefined, "ttl");
      },
    );

    it("tells of a TURN key that Cloudflare refuses", async () => {
      await without(get().accepted.turnKeys, async () => {
        expectError(await post("{}"), 502, "turn_error", "TURN answered status 401.");
      });
    });
  });

  it("answers 404 for paths that do not exist", async () => {
    const { api, ask } = get();
    for (const path of ["/", "/billing", "/keys", "/sessions", "/admin", "/.dev.vars"]) {
      expectError(await ask(api + path), 404, "not_found");
    }
  });
}

/** A session token as the API makes them, under any secret. */
function signToken(secret: string, lifetimeSeconds = 60): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ email: null })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("luna-proxy-api")
    .setSubject("alice")
    .setExpirationTime(now + lifetimeSeconds)
    .sign(new TextEncoder().encode(secret));
}
