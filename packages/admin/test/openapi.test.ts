import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { EMPTY_STORE_ROUTES, ROUTE_SAMPLES } from "./route-samples.ts";

async function validate(document: string): Promise<unknown> {
  const answer = await env.OPENAPI_VALIDATOR.fetch("http://validator", {
    method: "POST",
    body: document,
  });
  return answer.json();
}

describe("GET /v1/openapi.json", () => {
  it("takes no token, and is a valid OpenAPI 3.1 document", async () => {
    const { status, json, text } = await ask({ path: "/v1/openapi.json", token: null });
    expect(status).toBe(200);
    expect(json.openapi).toBe("3.1.0");
    expect(await validate(text)).toEqual({ valid: true });
    expect(await validate(text.replace('"paths"', '"path"'))).toMatchObject({ valid: false });
  });

  it("lists the routes that there are, no more and no less", async () => {
    const { json } = await ask({ path: "/v1/openapi.json" });
    const listed = Object.entries(json.paths as Record<string, Record<string, object>>).flatMap(
      ([path, operations]) =>
        Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const known = [...ROUTE_SAMPLES, ...EMPTY_STORE_ROUTES];
    const routes = known.map(({ method, route }) => `${method} ${route}`);
    expect(listed.sort()).toEqual([...routes, "GET /v1/openapi.json"].sort());
  });

  it("describes what is validated", async () => {
    const { json } = await ask({ path: "/v1/openapi.json" });
    expect(json).toMatchObject({
      paths: {
        "/v1/secrets": {
          get: {
            operationId: "secret.list",
            parameters: expect.arrayContaining([
              {
                name: "limit",
                in: "query",
                required: false,
                schema: { type: "integer", minimum: 1, maximum: 1000 },
              },
            ]),
          },
        },
        "/v1/grants": {
          post: {
            requestBody: {
              required: true,
              content: {
                "application/json": {
                  schema: {
                    type: "object",
                    additionalProperties: false,
                    required: ["worker", "environment", "names"],
                  },
                },
              },
            },
          },
        },
      },
    });
  });

  it("writes a pattern as a client compiles it, which takes the names that the store takes", async () => {
    const { json, text } = await ask({ path: "/v1/openapi.json" });
    const path = "/v1/environments/{environment}/secrets/{name}";
    const { parameters } = (json.paths as Paths)[path]?.get ?? {};
    const { pattern } = parameters?.find(({ name }) => name === "environment")?.schema ?? {};
    expect("Production-2").toMatch(new RegExp(String(pattern)));
    const patterns = [...text.matchAll(/"pattern":"([^"]*)"/g)].map(([, each]) => each);
    expect(patterns.filter((each) => !/^\^.*\$$/.test(each ?? ""))).toEqual([]);
    expect(patterns.length).toBeGreaterThan(5);
  });
});

interface Parameter {
  readonly name: string;
  readonly schema: { readonly pattern?: string };
}

type Paths = Record<string, { readonly get?: { readonly parameters: readonly Parameter[] } }>;
