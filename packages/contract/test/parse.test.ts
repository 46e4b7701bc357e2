import {
  command,
  consumerProps,
  type LunakeyError,
  lunakeyConfig,
  parseInput,
  readRequest,
  reportRequest,
} from "@lunakey/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { findRefusal } from "./expect-refused.ts";
import { SAMPLES } from "./sample-commands.ts";
import wire from "./vectors/wire.json" with { type: "json" };

type Path = readonly (string | number)[];

const INPUTS: readonly { readonly schema: z.ZodType; readonly valid: unknown }[] = [
  ...Object.values(SAMPLES).map((valid) => ({ schema: command, valid })),
  ...wire.readRequests.map((vector) => ({ schema: readRequest, valid: vector.wire })),
  ...wire.reportRequests.map((vector) => ({ schema: reportRequest, valid: vector.wire })),
  ...wire.props.map((vector) => ({ schema: consumerProps, valid: vector.wire })),
  { schema: lunakeyConfig, valid: { store: "local", admin: "https://lunakey.example.com" } },
];

/** Every place in a value: the whole, each member, and each of theirs. */
function listPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    path,
    ...keys.flatMap((key) =>
      listPaths((value as Record<string | number, unknown>)[key], [...path, key]),
    ),
  ];
}

/** A copy in which `change` was applied at a path. */
function changeAt(value: unknown, path: Path, change: (at: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = changeAt(copy[key], rest, change);
  return copy;
}

/** The ways in which a stray text ends up in an input: as a member, as a list, as a field's name. */
const MISTAKES: readonly ((stray: string) => (at: unknown) => unknown)[] = [
  (stray) => () => stray,
  (stray) => () => [stray],
  (stray) => () => ({ [stray]: stray }),
  (stray) => (at) =>
    typeof at === "object" && at !== null && !Array.isArray(at) && !Object.hasOwn(at, stray)
      ? { ...at, [stray]: stray }
      : at,
  (stray) => (at) => (Array.isArray(at) ? [...at, stray] : at),
];

function describeRefusal(refusal: LunakeyError | null): string {
  return refusal === null ? "" : JSON.stringify([refusal.toFailure(), refusal.stack]);
}

/** Text that looks random, is no valid form of anything, and is in no message. */
const CONTROL = "\u0007 zqx \u0007";

/**
 * A stray text may be in a message by chance, as `must` is. It was not repeated where the message
 * for a different stray text in the same place has it too.
 */
function isRepeated(schema: z.ZodType, valid: unknown, path: Path, stray: string): boolean {
  return MISTAKES.some((mistake) => {
    const said = describeRefusal(findRefusal(schema, changeAt(valid, path, mistake(stray))));
    if (!said.includes(JSON.stringify(stray).slice(1, -1))) return false;
    const control = changeAt(valid, path, mistake(CONTROL));
    return !describeRefusal(findRefusal(schema, control)).includes(stray);
  });
}

const stray = fc.oneof(
  fc.string({ minLength: 4 }),
  fc.string({ minLength: 4, unit: "binary" }),
  fc.stringMatching(/^[A-Za-z0-9_-]{4,300}$/),
  fc.constantFrom("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "-----BEGIN PRIVATE KEY-----\nMC4C"),
);

describe("parseInput", () => {
  it("never repeats the input, wherever in it a stray text is", () => {
    const places = INPUTS.flatMap(({ schema, valid }) =>
      listPaths(valid).map((path) => ({ schema, valid, path })),
    );
    fc.assert(
      fc.property(stray, fc.constantFrom(...places), (text, { schema, valid, path }) => {
        expect(isRepeated(schema, valid, path, text)).toBe(false);
      }),
      { numRuns: process.env.SLOW === "1" ? 100_000 : 2_000 },
    );
  });

  it("would be caught repeating it", () => {
    const leaky = command.refine(() => false, {
      error: ({ input }) => `must not be ${JSON.stringify(input)}`,
    });
    expect(isRepeated(leaky, SAMPLES["secret.get"], ["name"], "STRAY_TEXT")).toBe(true);
  });

  it("calls the input itself by the name that it was given", () => {
    expect(() => parseInput(command, null, "command")).toThrow(
      expect.objectContaining({ code: "invalid_input", field: "command" }),
    );
  });

  it("says of what is missing that it is, and of the rest what is right", () => {
    const { environment: _, ...rest } = SAMPLES["secret.get"];
    const said = (input: unknown) => findRefusal(command, input)?.message;
    expect(said(rest)).toBe("environment is missing: it must be a string.");
    expect(said({ ...rest, environment: null })).toBe("environment must be a string.");
    expect(said({})).toBe("type is missing: it must be a command's type, such as secret.set.");
    expect(said({ type: "secret" })).toBe("type must be a command's type, such as secret.set.");
  });

  it("counts unknown fields without naming them", () => {
    const input = { type: "audit.head", sk_live_1: 1, sk_live_2: 2 };
    expect(findRefusal(command, input)?.message).toBe(
      "input has 2 unknown fields; remove what the documentation does not name.",
    );
  });

  it("gives back what the schema made of the input", () => {
    expect(parseInput(command, SAMPLES["secret.set"], "command")).toEqual(SAMPLES["secret.set"]);
  });
});
