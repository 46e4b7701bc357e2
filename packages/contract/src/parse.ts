/**
 * Reads unknown input through a schema. A refusal names the field, what is wrong and what is
 * right, and never repeats the input: not the value, and not a field's name that we did not choose.
 */
import type * as z from "zod";
import type { $ZodIssue } from "zod/v4/core";
import { type Failure, LunakeyError } from "./errors.ts";

/**
 * @throws LunakeyError `invalid_input`, with `field`.
 * @param root what to call the input itself where the fault is not in one of its fields.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  root: string,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new LunakeyError(describeIssue(parsed.error.issues[0], input, root));
}

/**
 * The failure that stands for a schema's first issue.
 *
 * @param input what the schema was given: only to tell what is missing from what is wrong.
 */
export function describeIssue(issue: $ZodIssue | undefined, input: unknown, root: string): Failure {
  const path = issue?.path ?? [];
  const field = renderPath(path, root);
  const missing = path.length > 0 && findAt(input, path) === undefined ? "is missing: it " : "";
  return { code: "invalid_input", field, message: `${field} ${missing}${explain(issue)}.` };
}

function findAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      Object.hasOwn(Object(at), key) ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

function explain(issue: $ZodIssue | undefined): string {
  if (issue === undefined) return "must be valid";
  switch (issue.code) {
    case "unrecognized_keys":
      return `has ${issue.keys.length} unknown field${issue.keys.length === 1 ? "" : "s"}; remove what the documentation does not name`;
    case "invalid_union":
      return issue.message.startsWith("must") ? issue.message : "must be one of the known forms";
    case "invalid_type":
      // A missing field and a wrong type share a code; our own messages start with "must".
      return issue.message.startsWith("must") ? issue.message : `must be of type ${issue.expected}`;
    default:
      return issue.message.startsWith("must") ? issue.message : "must be valid";
  }
}

function renderPath(path: readonly PropertyKey[], root: string): string {
  let rendered = "";
  for (const part of path) {
    rendered += typeof part === "number" ? `[${part}]` : `${rendered && "."}${String(part)}`;
  }
  return rendered || root;
}
