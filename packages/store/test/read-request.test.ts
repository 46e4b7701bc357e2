import { LIMITS, readRequest } from "@lunakey/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isReadRequest } from "../src/read-request.ts";

/** What the contract says: the schema, and the one rule beside it. */
function isTaken(input: unknown): boolean {
  const parsed = readRequest.safeParse(input);
  if (!parsed.success) return false;
  const { names, known } = parsed.data;
  return known === undefined || known.length === names.length;
}

const name = fc.oneof(fc.constantFrom("A", "STRIPE_SECRET_KEY", "", "no name"), fc.string());
const version = fc.constantFrom(0, 1, 7, 2 ** 31);
const right = fc.array(fc.tuple(name, version), { minLength: 1, maxLength: 4 }).chain((pairs) =>
  fc.record(
    {
      v: fc.constant(1),
      names: fc.constant(pairs.map(([text]) => text)),
      known: fc.constant(pairs.map(([, number]) => number)),
      stages: fc.boolean(),
    },
    { requiredKeys: ["v", "names"] },
  ),
);
const wrong = fc.oneof(
  fc.anything(),
  fc.constantFrom<unknown>(
    ...[undefined, null, "1", 2, -1, 1.5, 2 ** 31 + 1, Number.NaN, [], [[]], [1], ["A", 1], {}],
    ...[new Date(), new Map(), Object.create(null), true, [undefined], [-0], ["A"], [0, 1]],
  ),
);
const field = fc.constantFrom("v", "names", "known", "stages", "more", "__proto__");

describe("isReadRequest", () => {
  it("takes what the contract's schema takes, and nothing else", () => {
    const altered = fc.tuple(right, field, wrong).map(([request, key, value]) => {
      const copy: Record<string, unknown> = { ...request };
      Object.defineProperty(copy, key, { value, enumerable: true, configurable: true });
      return copy;
    });
    fc.assert(
      fc.property(fc.oneof(right, altered, wrong), (input) => {
        expect(isReadRequest(input)).toBe(isTaken(input));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([LIMITS.NAMES_PER_READ - 1, LIMITS.NAMES_PER_READ, LIMITS.NAMES_PER_READ + 1])(
    "agrees with it on %d names",
    (count) => {
      const input = { v: 1, names: Array.from({ length: count }, () => "A") };
      expect(isReadRequest(input)).toBe(isTaken(input));
      expect(isReadRequest(input)).toBe(count <= LIMITS.NAMES_PER_READ);
    },
  );
});
