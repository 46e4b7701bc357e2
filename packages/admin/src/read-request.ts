/**
 * Reads an HTTP request into the command that its route stands for. Errors name the field as the
 * caller sent it.
 */
import { LunakeyError, parseInput } from "@lunakey/contract";
import * as z from "zod";
import { readJsonBody } from "./read-body.ts";
import { type FieldsSchema, isBodyOptional, type RequestSchemas, type Route } from "./route.ts";

export interface ReadRequestResult {
  readonly command: Readonly<Record<string, unknown>>;
  /** Undefined where the route changes nothing, or the caller sent none. */
  readonly idempotencyKey: string | undefined;
}

/**
 * @param params the fields in the path, decoded.
 * @throws LunakeyError `invalid_input`, or what `readJsonBody` throws.
 */
export async function readRequest(
  request: Request,
  params: Readonly<Record<string, string>>,
  route: Route,
  schemas: RequestSchemas,
): Promise<ReadRequestResult> {
  const inPath = parseInput(schemas.params, params, "path");
  const inQuery = readQuery(new URL(request.url).searchParams, schemas.query);
  const idempotencyKey = readIdempotencyKey(request, schemas.headers);
  const inBody = await readBody(request, schemas.body);
  return { command: { type: route.command, ...inPath, ...inQuery, ...inBody }, idempotencyKey };
}

/** Where no field is needed, neither is a body. */
async function readBody(
  request: Request,
  schema: FieldsSchema | null,
): Promise<Record<string, unknown>> {
  if (schema === null || (isBodyOptional(schema) && hasNoBody(request))) return {};
  return parseInput(schema, await readJsonBody(request), "body");
}

/** Over the network an empty body is a stream too. */
function hasNoBody({ body, headers }: Request): boolean {
  return body === null || headers.get("Content-Length") === "0";
}

function readQuery(query: URLSearchParams, schema: FieldsSchema): Record<string, unknown> {
  const entries = [...new Set(query.keys())].map((name) => {
    const [value = "", ...more] = query.getAll(name);
    const field = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
    if (field !== undefined && more.length > 0) throw repeated(name);
    return [name, readQueryValue(field, value)];
  });
  return parseInput(schema, Object.fromEntries(entries), "query");
}

/** As the field's type is written in a query; anything else stays text, which the schema refuses. */
function readQueryValue(field: z.ZodType | undefined, text: string): unknown {
  const type = field instanceof z.ZodOptional ? field.unwrap() : field;
  if (type instanceof z.ZodNumber) return readNumber(text);
  if (type instanceof z.ZodBoolean && /^(true|false)$/.test(text)) return text === "true";
  return text;
}

/** Whole numbers as a person writes them; anything else stays text, which the schema refuses. */
function readNumber(text: string): number | string {
  return /^-?(?:0|[1-9][0-9]{0,14})$/.test(text) ? Number(text) : text;
}

function readIdempotencyKey(request: Request, schema: FieldsSchema | null): string | undefined {
  const name = "Idempotency-Key";
  const value = request.headers.get(name);
  if (schema === null || value === null) return undefined;
  const { [name]: key } = parseInput(schema, { [name]: value }, "headers");
  return typeof key === "string" ? key : undefined;
}

function repeated(field: string): LunakeyError {
  return new LunakeyError({
    code: "invalid_input",
    field,
    message: `${field} must be given once.`,
  });
}
