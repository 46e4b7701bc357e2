import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { type Answer, ask, expectError, ORIGIN } from "./ask.ts";

const CANARY = "sk_live_canary_4eC39HqLyjWDarjtT1zdp7dc";
const SECRET = "/v1/environments/requests/secrets/A";
const JSON_TYPE = { "Content-Type": "application/json" };

describe("Authorization", () => {
  const token = `lunakey_0123456789abcdef_${"A".repeat(43)}`;

  it.each([
    "",
    "Bearer",
    "Bearer ",
    token,
    `Basic ${token}`,
    `Bearer ${token} x`,
    `Bearer ${token}x`,
    `Bearer "${token}"`,
    `Bearer ${CANARY}`,
    `Bearer lunakey_0123456789abcdef_${"A".repeat(42)}`,
  ])("that is malformed is answered 401: %j", async (Authorization) => {
    const answer = await ask({ path: "/v1/status", headers: { Authorization } });
    expectError(answer, 401, "unauthenticated", "Authorization");
    expect(answer.headers.get("WWW-Authenticate")).toBe("Bearer");
    expect(answer.text).not.toContain(CANARY);
  });

  it.each(["Bearer", "bearer", "BEARER", "Bearer "])("takes the scheme %j", async (scheme) => {
    const headers = { Authorization: `${scheme} ${token}` };
    expect((await ask({ path: "/v1/status", headers })).status).toBe(200);
  });
});

describe("routes that are not there", () => {
  it.each([
    "/",
    "/v1",
    "/v2/status",
    "/v1/status/",
    "/v1//status",
    "/v1/environments/a/secrets",
    "/v1/environments//secrets/A",
    `/${CANARY}`,
  ])("are answered 404: %s", async (path) => {
    const answer = await ask({ path });
    expectError(answer, 404, "not_found");
    expect(answer.text).not.toContain(CANARY);
  });

  it.each([
    ["PATCH", SECRET, "GET, PUT, DELETE, HEAD"],
    ["OPTIONS", SECRET, "GET, PUT, DELETE, HEAD"],
    ["POST", "/v1/status", "GET, HEAD"],
    ["DELETE", "/v1/grants", "GET, POST, HEAD"],
    ["GET", "/v1/grants/remove", "POST"],
    ["PUT", "/v1/openapi.json", "GET, HEAD"],
  ])("for the method are answered 405: %s %s", async (method, path, allow) => {
    const answer = await ask({ method, path });
    expectError(answer, 405, "method_not_allowed");
    expect(answer.headers.get("Allow")).toBe(allow);
  });

  it("include none of HEAD's: it answers as GET, without a body", async () => {
    const answer = await ask({ method: "HEAD", path: "/v1/status" });
    expect([answer.status, answer.text]).toEqual([200, ""]);
  });
});

describe("bodies", () => {
  const put = (body: BodyInit, headers: Record<string, string> = JSON_TYPE): Promise<Answer> =>
    ask({ method: "PUT", path: SECRET, body, headers });

  it.each(["", "{", `{"value": ${CANARY}}`, `"${CANARY}`, `{"value":"${CANARY}",}`, "\ufeff{}"])(
    "that are not JSON are refused without being quoted: %j",
    async (body) => {
      const answer = await put(body);
      expectError(answer, 400, "invalid_input", "body");
      expect(answer.text).not.toContain("canary");
    },
  );

  it("that are not UTF-8 are refused", async () => {
    const answer = await put(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]));
    expectError(answer, 400, "invalid_input", "body");
  });

  it.each(["null", "[]", "1", `"${CANARY}"`])(
    "that are no object are refused: %s",
    async (body) => {
      const answer = await put(body);
      expectError(answer, 400, "invalid_input", "body");
      expect(answer.text).not.toContain("canary");
    },
  );

  it.each([
    undefined,
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/jsonp",
    "application/json; charset=utf-16",
  ])("of another type are refused: %j", async (type) => {
    const body = new TextEncoder().encode(`{"value":"${CANARY}"}`);
    const answer = await put(body, type === undefined ? {} : { "Content-Type": type });
    expectError(answer, 415, "unsupported_media_type", "Content-Type");
  });

  it.each([
    "application/json",
    "Application/JSON; charset=UTF-8",
    'application/json;charset="utf-8"',
  ])("are taken as %s", async (type) => {
    expect((await put('{"value":"x"}', { "Content-Type": type })).status).toBe(200);
  });

  it.each([
    [{}, "value"],
    [{ value: "" }, "value"],
    [{ value: 1 }, "value"],
    [{ value: "\ud800" }, "value"],
    [{ value: "x", fallback: CANARY }, "fallback"],
    [{ value: "x", expectVersion: "1" }, "expectVersion"],
    [{ value: "x", expiresAt: -1 }, "expiresAt"],
    [{ value: "x", comment: "x".repeat(501) }, "comment"],
    [{ value: "x", [CANARY]: 1 }, "body"],
    [{ value: "x", name: "B" }, "body"],
    [{ value: "x", environment: "other" }, "body"],
    [{ value: "x", type: "secret.delete" }, "body"],
  ])("name the field that is wrong, and nothing of the rest: %#", async (json, field) => {
    const answer = await ask({ method: "PUT", path: SECRET, json });
    expectError(answer, 400, "invalid_input", field);
    expect(answer.text).not.toContain("canary");
  });

  it("name an entry's field with its index", async () => {
    const entries = ["A", "B", "C", "not a name"].map((name) => ({ name, value: "x" }));
    const answer = await ask({
      method: "POST",
      path: "/v1/environments/requests/import",
      json: { entries, mode: "preview" },
    });
    expectError(answer, 400, "invalid_input", "entries[3].name");
  });

  it("may hold names that every object has", async () => {
    const path = "/v1/environments/requests/secrets/__proto__";
    expect((await ask({ method: "PUT", path, json: { value: "x" } })).status).toBe(200);
    expect((await ask({ path })).json.name).toBe("__proto__");
    const body = '{"value":"x","__proto__":{"fallback":"allowed"}}';
    expectError(await put(body), 400, "invalid_input", "body");
  });
});

describe("paths", () => {
  it.each([
    ["/v1/environments/a.b/secrets/A", "environment"],
    [`/v1/environments/a/secrets/${"N".repeat(256)}`, "name"],
    ["/v1/environments/a/secrets/A%2FB", "name"],
    ["/v1/environments/a/secrets/A%00", "name"],
    ["/v1/environments/a/secrets/%C3%89", "name"],
    ["/v1/environments/a/secrets/%zz", "name"],
    ["/v1/environments/a/secrets/A%20B/versions", "name"],
  ])("are checked by the contract: %#", async (path, field) => {
    expectError(await ask({ path }), 400, "invalid_input", field);
  });

  it("are checked for tokens", async () => {
    const answer = await ask({ method: "DELETE", path: `/v1/tokens/${CANARY}` });
    expectError(answer, 400, "invalid_input", "id");
    expect(answer.text).not.toContain("canary");
  });
});

describe("queries", () => {
  it.each(["", "1e3", "%205", "5%20", "+5", "%2B5", "0x10", "5.0", "05", "-1", "0", "٥", "NaN"])(
    "refuse the number %j",
    async (limit) => {
      const answer = await ask({ path: `/v1/secrets?limit=${limit}` });
      expectError(answer, 400, "invalid_input", "limit");
    },
  );

  it("refuse numbers of audit.after too", async () => {
    expectError(await ask({ path: "/v1/audit?after=1e3" }), 400, "invalid_input", "after");
    expectError(await ask({ path: "/v1/audit?after=" }), 400, "invalid_input", "after");
  });

  it.each([
    ["/v1/secrets?limit=1&limit=2", "limit"],
    ["/v1/secrets?environment=a.b", "environment"],
    ["/v1/secrets?environment=a&environment=b", "environment"],
    [`/v1/secrets?search=${"x".repeat(51)}`, "search"],
    [`/v1/secrets?cursor=${"x".repeat(1001)}`, "cursor"],
    [`/v1/secrets?${CANARY}=1`, "query"],
    [`/v1/secrets?__proto__=${CANARY}`, "query"],
    [`/v1/status?${CANARY}`, "query"],
    ["/v1/grants?name=a.b", "name"],
    ["/v1/usage?worker=", "worker"],
  ])("name the field that is wrong: %#", async (path, field) => {
    const answer = await ask({ path });
    expectError(answer, 400, "invalid_input", field);
    expect(answer.text).not.toContain("canary");
  });

  it("are refused on writes, so that no value travels in a URL", async () => {
    const path = `${SECRET}?value=${CANARY}`;
    const answer = await ask({ method: "PUT", path, json: { value: "x" } });
    expectError(answer, 400, "invalid_input", "query");
    expect(answer.text).not.toContain("canary");
  });
});

describe("answers", () => {
  it.each(["/v1/status", "/v1/openapi.json", "/v1/nowhere", "/v1/secrets?limit=x"])(
    "are never kept, sniffed, framed or shared: %s",
    async (path) => {
      const { headers } = await ask({ path, headers: { Origin: "https://evil.example" } });
      expect(Object.fromEntries(headers)).toMatchObject({
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "referrer-policy": "no-referrer",
      });
      expect(headers.get("Access-Control-Allow-Origin")).toBeNull();
    },
  );

  it("of errors carry Cloudflare's id of the request, and a random one in its place", async () => {
    const path = "/v1/nowhere";
    const ray = await ask({ path, headers: { "CF-Ray": "8f2c41a09b7de365-CDG" } });
    expect(ray.json.error).toMatchObject({ requestId: "8f2c41a09b7de365-CDG" });
    const forged = await ask({ path, headers: { "CF-Ray": `<${CANARY}>` } });
    expect(forged.json.error).toMatchObject({
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it("say that the store did not answer", async () => {
    const question = { admin: env.ADMIN_CUT_OFF, method: "PUT", path: SECRET };
    const answer = await ask({ ...question, json: { value: CANARY } });
    expectError(answer, 503, "store_unavailable");
    expect(answer.headers.get("Retry-After")).toBe("1");
    expect(answer.text).not.toContain("canary");
  });
});

describe("pages of other origins", () => {
  it.each(["https://evil.example", "null", "http://lunakey.example.com", `${ORIGIN}:8443`])(
    "may not write: %s",
    async (Origin) => {
      const answer = await ask({
        method: "PUT",
        path: SECRET,
        json: { value: "x" },
        headers: { Origin },
      });
      expectError(answer, 403, "forbidden");
    },
  );

  it("are not the admin Worker's own, which may", async () => {
    const headers = { Origin: ORIGIN };
    const answer = await ask({ method: "PUT", path: SECRET, json: { value: "x" }, headers });
    expect(answer.status).toBe(200);
  });
});

describe("LUNAKEY_ALLOWED_HOSTS", () => {
  const admin = env.ADMIN_GUARDED;

  it.each([
    "https://lunakey.example.com",
    "https://lunakey.example.com:443",
    "http://LUNAKEY.example.com",
    "http://127.0.0.1:8788",
  ])("lets %s through", async (origin) => {
    expect((await ask({ admin, origin, path: "/v1/status" })).status).toBe(200);
  });

  it.each([
    "https://evil.example",
    "https://lunakey.example.com.evil.example",
    "https://lunakey.example.com:8443",
    "http://127.0.0.1",
    "http://127.0.0.1:8789",
    "http://localhost:8788",
  ])("answers 421 under %s, whatever is asked", async (origin) => {
    for (const path of ["/v1/status", "/v1/openapi.json", "/v1/nowhere"]) {
      const answer = await ask({ admin, origin, path, token: null });
      expectError(answer, 421, "misdirected");
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
    }
  });

  it("checks nothing where it is not set", async () => {
    expect((await ask({ origin: "https://any.example", path: "/v1/status" })).status).toBe(200);
  });
});
