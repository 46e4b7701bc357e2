/** Calls over REST, from the OpenAPI document that the admin Worker serves. */
import fc from "fast-check";
import type { Call, Stand } from "../ways-in/stand.ts";
import type { JsonSchema } from "./arbitrary.ts";
import { oneInFour } from "./mutate.ts";

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  };
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Makes inputs from a schema: right ones, and wrong ones. */
export interface Inputs {
  readonly valid: (schema: JsonSchema) => fc.Arbitrary<unknown>;
  readonly mutated: (schema: JsonSchema) => fc.Arbitrary<unknown>;
}

/** @throws Error where the document can not be had. */
export async function createRestCalls(stand: Stand, inputs: Inputs): Promise<fc.Arbitrary<Call>> {
  const response = await fetch(`${stand.store.url}/v1/openapi.json`);
  const { paths } = (await response.json()) as OpenApi;
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { operationId }]) => operationId !== "token.revoke")
      .map(([method, operation]) => callsOf(stand, method, path, operation, inputs)),
  );
  return fc.oneof(...routes);
}

function callsOf(
  stand: Stand,
  method: string,
  path: string,
  operation: Operation,
  inputs: Inputs,
): fc.Arbitrary<Call> {
  return drawParts(operation, inputs).map(({ inPath, inQuery, body }) => ({
    binding: "ADMIN_HTTP",
    method: "fetch",
    args: [
      `${stand.store.url}${fillPath(path, inPath)}${renderQuery(inQuery)}`,
      {
        method: method.toUpperCase(),
        headers: { authorization: `Bearer ${stand.token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
    ],
  }));
}

interface Parts {
  readonly inPath: unknown;
  readonly inQuery: unknown;
  readonly body?: unknown;
}

/** One part at a time is wrong: the first that is hides what the others would do. */
function drawParts(operation: Operation, inputs: Inputs): fc.Arbitrary<Parts> {
  const body = operation.requestBody?.content["application/json"]?.schema;
  const inPath = schemaOfPart(operation, "path");
  const inQuery = schemaOfPart(operation, "query");
  const valid = {
    inPath: inputs.valid(inPath),
    inQuery: inputs.valid(inQuery),
    ...(body === undefined ? {} : { body: inputs.valid(body) }),
  };
  const mutated = [
    { ...valid, inQuery: inputs.mutated(inQuery) },
    ...(inPath.required?.length ? [{ ...valid, inPath: inputs.mutated(inPath) }] : []),
    ...(body === undefined ? [] : [{ ...valid, body: inputs.mutated(body) }]),
  ];
  return oneInFour(fc.record(valid), fc.oneof(...mutated.map((parts) => fc.record(parts))));
}

function schemaOfPart({ parameters = [] }: Operation, place: Parameter["in"]): JsonSchema {
  const own = parameters.filter((each) => each.in === place);
  return {
    type: "object",
    properties: Object.fromEntries(own.map(({ name, schema }) => [name, schema])),
    required: own.flatMap(({ name, required }) => (required ? [name] : [])),
  };
}

/** Anything as one segment of a path, or as one parameter. */
function asText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return encodeURIComponent(text.toWellFormed());
}

function fillPath(path: string, given: unknown): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) =>
    asText((given as Record<string, unknown>)[name]),
  );
}

function renderQuery(given: unknown): string {
  const pairs = Object.entries(given as object).map(
    ([name, value]) => `${asText(name)}=${asText(value)}`,
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
