/**
 * Describes the routes as OpenAPI 3.1, from the schemas that validate requests and type answers: its
 * schemas are JSON Schema 2020-12, which is what zod writes.
 * https://spec.openapis.org/oas/v3.1.0
 */
import { ERROR_CODES, type ErrorCode, RESULTS } from "@lunakey/contract";
import * as z from "zod";
import { type FieldsSchema, isBodyOptional, type RequestSchemas, type Route } from "./route.ts";

/** Where the document itself is served; it takes no token. */
export const OPENAPI_PATH = "/v1/openapi.json";

type JsonSchema = z.core.JSONSchema.BaseSchema;

const ERROR_NAME = "Error";

const HEAD = {
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

/** A route with the schemas that its requests are held against. */
export interface DescribedRoute {
  readonly route: Route;
  readonly schemas: RequestSchemas;
}

/** The document that lists these routes, and its own. */
export function describeApi(routes: readonly DescribedRoute[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { route, schemas } of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(route, schemas) };
  }
  paths[OPENAPI_PATH] = { get: describeDocument() };
  return {
    ...HEAD,
    paths,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
      schemas: { [ERROR_NAME]: renderSchema(errorBody) },
    },
  };
}

function describeRoute(route: Route, schemas: RequestSchemas): object {
  const { params, query, headers, body } = schemas;
  return {
    operationId: route.command,
    summary: route.summary,
    parameters: [
      ...describeParameters("path", params),
      ...describeParameters("query", query),
      ...(headers === null ? [] : describeParameters("header", headers)),
    ],
    ...(body === null ? {} : { requestBody: describeBody(body) }),
    responses: {
      200: { description: "Done", ...json(renderSchema(RESULTS[route.command])) },
      default: {
        description: "Refused or failed; docs/errors.md lists the codes",
        ...json({ $ref: `#/components/schemas/${ERROR_NAME}` }),
      },
    },
  };
}

function describeDocument(): object {
  return {
    operationId: "openapi",
    summary: "This document",
    security: [],
    responses: { 200: { description: "The document", ...json({ type: "object" }) } },
  };
}

function describeParameters(place: "path" | "query" | "header", fields: FieldsSchema): object[] {
  return Object.entries(fields.shape).map(([name, field]) => ({
    name,
    in: place,
    required: !field.safeParse(undefined).success,
    schema: renderSchema(field),
  }));
}

function describeBody(body: FieldsSchema): object {
  return { required: !isBodyOptional(body), ...json(renderSchema(body)) };
}

function json(schema: JsonSchema): object {
  return { content: { "application/json": { schema } } };
}

/** As input also where it is an answer: as output, an answer could never be given one more field. */
function renderSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rendered } = z.toJSONSchema(schema, {
    io: "input",
    override: ({ jsonSchema }) => dropSafeBounds(jsonSchema),
  });
  return rendered;
}

/** Zod writes these for each whole number; they say nothing of the field. */
function dropSafeBounds(schema: JsonSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
