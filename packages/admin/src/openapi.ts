/** Describes the routes as OpenAPI 3.1, from the schemas that validate requests and type answers. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { ERROR_CODES, type ErrorCode, RESULTS } from "@lunakey/contract";
import * as z from "zod";
import type { AdminApp } from "./env.ts";
import { isBodyOptional, type RequestSchemas, type Route } from "./route.ts";

type Registry = OpenAPIHono<AdminApp>["openAPIRegistry"];

/** Where the document itself is served; it takes no token. */
export const OPENAPI_PATH = "/v1/openapi.json";

/** What an OpenAPI document says of itself. */
export const OPENAPI_HEAD = {
  openapi: "3.1.0",
  info: {
    title: "Lunakey admin API",
    version: "1",
    description: "Secrets, grants, tokens, usage and audit of one Lunakey store.",
    license: { name: "MIT", identifier: "MIT" },
  },
  security: [{ bearer: [] }],
};

const errorBody = z.object({
  error: z.object({
    code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    hint: z.string().optional(),
    field: z.string().optional(),
    requestId: z.string(),
  }),
});

/** Adds what all routes share, and the document's own route. */
export function describeApi(registry: Registry): void {
  registry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  registry.registerPath({
    method: "get",
    path: OPENAPI_PATH,
    operationId: "openapi",
    summary: "This document",
    security: [],
    responses: { 200: answer("The document", z.record(z.string(), z.unknown())) },
  });
}

/** Adds a route. */
export function describeRoute(registry: Registry, route: Route, schemas: RequestSchemas): void {
  const { params, query, headers, body } = schemas;
  registry.registerPath(
    createRoute({
      method: route.method,
      path: route.path,
      operationId: route.command,
      summary: route.summary,
      request: {
        params,
        query,
        ...(headers === null ? {} : { headers }),
        ...(body === null
          ? {}
          : { body: { required: !isBodyOptional(body), ...answer("", body) } }),
      },
      responses: {
        200: answer("Done", RESULTS[route.command]),
        default: answer("Refused or failed; docs/errors.md lists the codes", errorBody),
      },
    }),
  );
}

function answer(description: string, schema: z.ZodType) {
  return { description, content: { "application/json": { schema } } };
}
