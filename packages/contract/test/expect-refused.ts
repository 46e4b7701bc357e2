/** Asserts that a schema refuses an input, by code and field. */
import { LunakeyError, parseInput } from "@lunakey/contract";
import type * as z from "zod";

/** @returns the failure, for more to be asserted of it. */
export function expectRefused(schema: z.ZodType, input: unknown, field: string): LunakeyError {
  const failure = findRefusal(schema, input);
  if (failure === null) throw new Error("was accepted");
  if (failure.code !== "invalid_input") throw new Error("has another code");
  if (failure.field !== field) throw new Error(`names the field ${failure.field}`);
  return failure;
}

/** The failure, or null where the input is accepted. */
export function findRefusal(schema: z.ZodType, input: unknown): LunakeyError | null {
  try {
    parseInput(schema, input, "input");
    return null;
  } catch (thrown) {
    if (thrown instanceof LunakeyError) return thrown;
    throw thrown;
  }
}
