/**
 * Fuzzes the three calls of RPC and all of REST from their schemas. Everything that is refused is
 * sent a second time, between two looks at the store.
 */
import { command, readRequest, reportRequest } from "@lunakey/contract";
import fc from "fast-check";
import * as z from "zod";
import type { Call, Stand } from "../ways-in/stand.ts";
import { arbitraryOf, type JsonSchema } from "./arbitrary.ts";
import { explainFault, isRefused } from "./faults.ts";
import { findChange } from "./find-change.ts";
import { applyChanges, changes, oneInFour } from "./mutate.ts";
import { createRestCalls, type Inputs } from "./rest-calls.ts";

const BATCH = 100;

export interface FuzzOptions {
  readonly seed: number;
  /** How many inputs; a quarter of them valid, the others mutated. */
  readonly count: number;
}

export interface FuzzResult {
  /** What went wrong, with the input; at most ten. */
  readonly faults: string[];
  readonly accepted: number;
  readonly refused: number;
}

function schemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
}

const INPUTS: Inputs = {
  valid: arbitraryOf,
  mutated: (schema) =>
    fc.tuple(arbitraryOf(schema), changes).map(([input, all]) => applyChanges(input, all)),
};

function inputOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  return oneInFour(INPUTS.valid(schema), INPUTS.mutated(schema));
}

function rpcCalls(stand: Stand): fc.Arbitrary<Call> {
  const worker = (method: string, schema: z.ZodType) =>
    inputOf(schemaOf(schema)).map((input) => ({ binding: "SECRETS", method, args: [input] }));
  // Revoking an admin is legitimate, and would end the run.
  const commands = command.options.filter(({ shape }) => shape.type.value !== "token.revoke");
  const execute = fc.oneof(...commands.map((each) => inputOf(schemaOf(each)))).map((input) => ({
    binding: "ADMIN",
    method: "execute",
    args: [stand.token, input],
  }));
  const options = inputOf({
    type: "object",
    properties: { idempotencyKey: { type: "string", minLength: 1 } },
  }).map((given) => ({
    binding: "ADMIN",
    method: "execute",
    args: [stand.token, { type: "store.status" }, given],
  }));
  return fc.oneof(
    { arbitrary: execute, weight: 5 },
    { arbitrary: worker("read", readRequest), weight: 2 },
    { arbitrary: worker("report", reportRequest), weight: 2 },
    { arbitrary: options, weight: 1 },
  );
}

/** @returns a result whose `faults` are empty where all is well. */
export async function runFuzz(stand: Stand, { seed, count }: FuzzOptions): Promise<FuzzResult> {
  const rest = await createRestCalls(stand, INPUTS);
  const calls = fc.sample(fc.oneof(rpcCalls(stand), rest), { seed, numRuns: count });
  const result = { faults: [] as string[], accepted: 0, refused: 0 };
  for (let start = 0; start < calls.length && result.faults.length < 10; start += BATCH) {
    const batch = calls.slice(start, start + BATCH);
    const answers = await stand.callAll(batch);
    const faults = batch.flatMap((call, index) => explainFault(call, answers[index] ?? {}));
    const refused = batch.filter((_, index) => isRefused(answers[index] ?? {}));
    result.refused += refused.length;
    result.accepted += batch.length - refused.length;
    result.faults.push(...faults, ...(await findChange(stand, refused)));
  }
  return { ...result, faults: result.faults.slice(0, 10) };
}
