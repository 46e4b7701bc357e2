import { command, LIMITS, RESULTS, type Role } from "@lunakey/contract";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, ask, expectError } from "./ask.ts";
import { EMPTY_STORE_ROUTES, ROUTE_SAMPLES, type RouteSample } from "./route-samples.ts";

const ROLES: readonly Role[] = ["viewer", "writer", "admin"];
const MUTATING = ROUTE_SAMPLES.filter(({ method }) => method !== "GET");

const makeEnvironment = (): string => `e${crypto.randomUUID()}`;

async function askSample(
  sample: RouteSample,
  options: { token?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const built = await sample.build(makeEnvironment());
  return ask({ method: sample.method, ...built, ...options });
}

async function makeToken(role: Role): Promise<string> {
  const { json } = await ask({ method: "POST", path: "/v1/tokens", json: { label: role, role } });
  return String(json.token);
}

describe("the routes", () => {
  it("stand for every command of the contract, once", () => {
    const answered = [...ROUTE_SAMPLES, ...EMPTY_STORE_ROUTES].map((route) => route.command);
    expect(answered.sort()).toEqual(
      command.options.map((option) => option.shape.type.value).sort(),
    );
  });

  it.each(ROUTE_SAMPLES)("$method $route answers as the contract says", async (sample) => {
    const answer = await askSample(sample);
    expect(answer.json).not.toHaveProperty("error");
    expect(answer.status).toBe(200);
    const schema = RESULTS[sample.command];
    expect(schema.parse(answer.json)).toEqual(answer.json);
    expect(answer.headers.get("Content-Type")).toBe("application/json");
  });

  it.each(ROUTE_SAMPLES)("$method $route asks for a token", async (sample) => {
    const built = await sample.build(makeEnvironment());
    const answer = await ask({ method: sample.method, ...built, token: null });
    expectError(answer, 401, "unauthenticated", "Authorization");
    expect(answer.headers.get("WWW-Authenticate")).toBe("Bearer");
  });
});

describe("the routes of a restore", () => {
  it.each(EMPTY_STORE_ROUTES)("$method $route refuses a store that is in use", async (sample) => {
    const { chunk } = (await ask({ method: "POST", path: "/v1/backup" })).json;
    await ask({ method: "POST", path: "/v1/tokens", json: { label: "used", role: "viewer" } });
    const json = sample.route.endsWith("commit") ? { backup: "0".repeat(32) } : { chunk };
    const { method, route: path } = sample;
    expectError(await ask({ method, path, json }), 409, "conflict");
    expectError(await ask({ method, path, json: {} }), 400, "invalid_input");
    expectError(await ask({ method, path, json, token: null }), 401, "unauthenticated");
    const token = await makeToken("writer");
    expectError(await ask({ method, path, json, token }), 403, "forbidden");
  });
});

describe("roles", () => {
  const tokens = new Map<Role, string>();
  beforeAll(async () => {
    for (const role of ROLES) tokens.set(role, await makeToken(role));
  });

  const cases = ROUTE_SAMPLES.flatMap((sample) =>
    ROLES.map((role) => ({
      ...sample,
      sample,
      role,
      verdict: ROLES.indexOf(role) >= ROLES.indexOf(sample.least) ? "may" : "may not",
    })),
  );

  it.each(cases)("a $role $verdict $method $route", async ({ sample, role, verdict }) => {
    const answer = await askSample(sample, { token: tokens.get(role) ?? "" });
    if (verdict === "may") expect(answer.status).toBe(200);
    else expectError(answer, 403, "forbidden");
  });

  it("end with the token", async () => {
    const token = await makeToken("viewer");
    expect((await ask({ path: "/v1/status", token })).status).toBe(200);
    await ask({ method: "DELETE", path: `/v1/tokens/${token.slice(8, 24)}` });
    const answer = await ask({ path: "/v1/status", token });
    expectError(answer, 401, "unauthenticated");
    expect(answer.headers.get("WWW-Authenticate")).toBe("Bearer");
  });

  it("are not had by a token that the store never made", async () => {
    const token = `lunakey_${"f".repeat(16)}_${"B".repeat(43)}`;
    expectError(await ask({ path: "/v1/status", token }), 401, "unauthenticated");
  });
});

describe("Idempotency-Key", () => {
  it.each(MUTATING)("makes $method $route happen once", async (sample) => {
    const built = await sample.build(makeEnvironment());
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const first = await ask({ method: sample.method, ...built, headers });
    const again = await ask({ method: sample.method, ...built, headers });
    expect(first.status).toBe(200);
    expect(again.status).toBe(200);
    // A token is shown once only.
    const shown = sample.command === "token.create" ? { token: null } : {};
    expect(again.json).toEqual({ ...first.json, ...shown });
  });

  it("is refused for another command", async () => {
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const path = `/v1/environments/${makeEnvironment()}/secrets/A`;
    await ask({ method: "PUT", path, json: { value: "one" }, headers });
    const other = await ask({ method: "DELETE", path, headers });
    expectError(other, 409, "idempotency_key_reused");
  });

  it.each([
    [LIMITS.IDEMPOTENCY_KEY_LENGTH - 1, 200],
    [LIMITS.IDEMPOTENCY_KEY_LENGTH, 200],
    [LIMITS.IDEMPOTENCY_KEY_LENGTH + 1, 400],
  ])("of %i characters is answered %i", async (length, status) => {
    const path = `/v1/environments/${makeEnvironment()}/secrets/A`;
    const headers = { "Idempotency-Key": "k".repeat(length) };
    const answer = await ask({ method: "PUT", path, json: { value: "x" }, headers });
    expect(answer.status).toBe(status);
    if (status === 400) expectError(answer, 400, "invalid_input", "Idempotency-Key");
  });
});

describe("what the store refuses", () => {
  const secret = (environment: string) => `/v1/environments/${environment}/secrets/A`;

  it("is answered with its status: unknown, deleted, not the version that was expected", async () => {
    const path = secret(makeEnvironment());
    expectError(await ask({ path }), 404, "not_found");
    expectError(await ask({ method: "POST", path: `${path}/undelete` }), 404, "not_found");
    await ask({ method: "PUT", path, json: { value: "one" } });
    const stale = await ask({ method: "PUT", path, json: { value: "two", expectVersion: 7 } });
    expectError(stale, 412, "version_mismatch");
    await ask({ method: "DELETE", path });
    expectError(await ask({ method: "DELETE", path }), 410, "already_deleted");
  });

  it("leaves an import whose values differ undone, as a whole", async () => {
    const environment = makeEnvironment();
    await ask({ method: "PUT", path: secret(environment), json: { value: "one" } });
    const entries = [
      { name: "NEW", value: "x" },
      { name: "A", value: "two" },
    ];
    const path = `/v1/environments/${environment}/import`;
    const refused = await ask({ method: "POST", path, json: { entries, mode: "apply" } });
    expectError(refused, 409, "conflict");
    const other = await ask({ path: `/v1/environments/${environment}/secrets/NEW` });
    expectError(other, 404, "not_found");
    const preview = await ask({ method: "POST", path, json: { entries, mode: "preview" } });
    expect(preview.json.entries).toMatchObject([{ status: "new" }, { status: "different" }]);
  });

  it("includes replacing a value that others are sealed under", async () => {
    const path = `/v1/environments/${makeEnvironment()}/secrets/KEK_V1`;
    expect((await ask({ method: "PUT", path, json: { value: "one" } })).status).toBe(200);
    const replaced = await ask({ method: "PUT", path, json: { value: "two" } });
    expectError(replaced, 422, "protected_name");
  });
});

describe("pages", () => {
  it("follow on each other by cursor, and end with null", async () => {
    const environment = makeEnvironment();
    const entries = ["A", "B", "C"].map((name) => ({ name, value: "x" }));
    const json = { entries, mode: "apply" };
    await ask({ method: "POST", path: `/v1/environments/${environment}/import`, json });
    const names: unknown[] = [];
    let cursor: unknown = "";
    while (cursor !== null) {
      const more = cursor === "" ? "" : `&cursor=${encodeURIComponent(String(cursor))}`;
      const page = await ask({ path: `/v1/secrets?environment=${environment}&limit=1${more}` });
      const { secrets, nextCursor } = RESULTS["secret.list"].parse(page.json);
      names.push(...secrets.map((secret) => secret.name));
      cursor = nextCursor;
    }
    expect(names).toEqual(["A", "B", "C"]);
  });
});
