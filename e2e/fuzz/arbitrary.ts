/**
 * Valid inputs from a JSON Schema, as zod and the OpenAPI document write it: only the keywords that
 * ours use, and an error for any other, so that none is overlooked.
 */
import fc from "fast-check";
import { CONSUMER } from "../ways-in/stand.ts";

/** The part of JSON Schema that our schemas use. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** Few items: what a list of 500 does is the business of the tests of limits. */
const ITEMS = 4;
const LETTERS = 60;
/** Of the secret, the Worker and the environment that each run begins with. */
export const SECRET_NAME = "A";
const KNOWN_NAMES = [SECRET_NAME, CONSUMER.worker, CONSUMER.environment];

/** @throws Error for a schema that it does not know. */
export function arbitraryOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(arbitraryOf));
  switch (schema.type) {
    case "string":
      return stringOf(schema);
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return numberOf(schema);
    case "array":
      return listOf(schema);
    case "object":
      return objectOf(schema);
    default:
      throw new Error(`no arbitrary for ${JSON.stringify(schema)}`);
  }
}

function stringOf({
  pattern,
  format,
  minLength = 0,
  maxLength = LETTERS,
}: JsonSchema): fc.Arbitrary<string> {
  if (format === "uuid") return fc.uuid();
  if (pattern !== undefined) return nameOf(pattern);
  return fc.string({ unit: "binary", minLength, maxLength: Math.min(maxLength, LETTERS) });
}

/** One time in three a name that the store knows, or hardly an input would get past looking it up. */
function nameOf(pattern: string): fc.Arbitrary<string> {
  // Short ones: a name is long in the tests of limits.
  const any = fc.stringMatching(new RegExp(pattern.replace(/\{1,\d{2,}\}\$$/, "{1,20}$")));
  const known = KNOWN_NAMES.filter((name) => new RegExp(pattern).test(name));
  if (known.length === 0) return any;
  const held = fc.constantFrom(...known);
  return fc.oneof({ arbitrary: any, weight: 2 }, { arbitrary: held, weight: 1 });
}

function numberOf({
  minimum = 0,
  maximum = Number.MAX_SAFE_INTEGER,
}: JsonSchema): fc.Arbitrary<number> {
  const min = Math.max(minimum, 0);
  const any = fc.bigInt({ min: BigInt(min), max: BigInt(maximum) }).map(Number);
  return fc.oneof(fc.integer({ min, max: Math.min(maximum, min + 3) }), any);
}

function listOf({
  items = {},
  minItems = 0,
  maxItems = ITEMS,
}: JsonSchema): fc.Arbitrary<unknown[]> {
  return fc.array(arbitraryOf(items), {
    minLength: minItems,
    maxLength: Math.max(minItems, Math.min(maxItems, ITEMS)),
  });
}

function objectOf({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<object> {
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, arbitraryOf(schema)]),
  );
  return fc.record(model, { requiredKeys: required.filter((name) => name in model) });
}
