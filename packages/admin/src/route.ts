/**
 * A route is a method, a path and the contract's command that it stands for. Where a field of the
 * command travels follows from these: what the path names is in the path, the rest is in the query
 * of a GET or DELETE and in the JSON body of anything else. So the same schemas, cut from the command's own,
 * validate the request and describe it in OpenAPI.
 */
import { type CommandType, callOptions, command } from "@lunakey/contract";
import * as z from "zod";

export interface Route {
  readonly method: "get" | "put" | "post" | "delete";
  /** With `{field}` for a field of the command. */
  readonly path: string;
  readonly command: CommandType;
  /** One line, for the OpenAPI document. */
  readonly summary: string;
}

/** Fields by their names, and nothing else. */
export type FieldsSchema = z.ZodObject<Record<string, z.ZodType>, z.core.$strict>;

/** What a request must look like; null for a part that the route does not read. */
export interface RequestSchemas {
  readonly params: FieldsSchema;
  readonly query: FieldsSchema;
  readonly headers: FieldsSchema | null;
  readonly body: FieldsSchema | null;
}

const none = z.strictObject({});
const idempotencyHeader = z.strictObject({
  "Idempotency-Key": callOptions.shape.idempotencyKey,
});

/** The schemas of each part of a route's request. */
export function getRequestSchemas(route: Route): RequestSchemas {
  const { type: _, ...fields } = getShape(route.command);
  const inPath = new Set([...route.path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field));
  const params = pick(fields, (name) => inPath.has(name));
  const rest = pick(fields, (name) => !inPath.has(name));
  if (route.method === "get") return { params, query: rest, headers: null, body: null };
  // A DELETE's body has no meaning in HTTP (RFC 9110, 9.3.5).
  if (route.method === "delete") {
    return { params, query: rest, headers: idempotencyHeader, body: null };
  }
  const body = Object.keys(rest.shape).length > 0 ? rest : null;
  return { params, query: none, headers: idempotencyHeader, body };
}

/** Can a request of this body do without? */
export function isBodyOptional(body: FieldsSchema): boolean {
  return body.safeParse({}).success;
}

function getShape(type: CommandType): Record<string, z.ZodType> {
  const option = command.options.find(({ shape }) => shape.type.value === type);
  if (option === undefined) throw new TypeError("a route's command must be the contract's");
  return option.shape;
}

function pick(
  fields: Record<string, z.ZodType>,
  isWanted: (name: string) => boolean,
): FieldsSchema {
  return z.strictObject(
    Object.fromEntries(Object.entries(fields).filter(([name]) => isWanted(name))),
  );
}
