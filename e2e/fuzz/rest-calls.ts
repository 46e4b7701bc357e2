/** Calls over REST, from the OpenAPI document that the admin Worker serves. */
import fc from "fast-check";
import type { Call, Stand } from "../ways-in/stand.ts";
import type { JsonSchema } from "./arbitrary.ts";

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

type InputOf = (schema: JsonSchema) => fc.Arbitrary<unknown>;

/** @throws Error where the document can not be had. */
export async function createRestCalls(stand: Stand, inputOf: InputOf): Promise<fc.Arbitrary<Call>> {
  const response = await fetch(`${stand.store.url}/v1/openapi.json`);
  const { paths } = (await response.json()) as OpenApi;
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { operationId }]) => operationId !== "token.revoke")
      .map(([method, operation]) => callsOf(stand, method, path, operation, inputOf)),
  );
  return fc.oneof(...routes);
}

function callsOf(
  stand: Stand,
  method: string,
  path: string,
  operation: Operation,
  inputOf: InputOf,
): fc.Arbitrary<Call> {
  const { parameters = [], requestBody } = operation;
  const partOf = (place: Parameter["in"]): JsonSchema => {
    const own = parameters.filter((each) => each.in === place);
    const properties = Object.fromEntries(own.map(({ name, schema }) => [name, schema]));
    return {
      type: "object",
      properties,
      required: own.flatMap(({ name, required }) => (required ? [name] : [])),
    };
  };
  const body = requestBody?.content["application/json"]?.schema;
  return fc
    .record({
      inPath: inputOf(partOf("path")),
      inQuery: inputOf(partOf("query")),
      body: body === undefined ? fc.constant(undefined) : inputOf(body),
    })
    .map(({ inPath, inQuery, body: content }) => ({
      binding: "ADMIN_HTTP",
      method: "fetch",
      args: [
        `${stand.store.url}${fillPath(path, inPath)}${renderQuery(inQuery)}`,
        {
          method: method.toUpperCase(),
          headers: { authorization: `Bearer ${stand.token}`, "content-type": "application/json" },
          ...(content === undefined ? {} : { body: JSON.stringify(content) }),
        },
      ],
    }));
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
