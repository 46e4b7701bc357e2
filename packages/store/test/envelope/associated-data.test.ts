import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataKeyData, encodeParts, valueData } from "../../src/envelope/associated-data.ts";

const part = fc.string({ unit: "grapheme", maxLength: 6 });

describe("encodeParts", () => {
  it("gives different bytes for different lists of parts", () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), fc.array(part, { maxLength: 4 }), (a, b) => {
        const isSame = String(encodeParts(a)) === String(encodeParts(b));
        expect(isSame).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 200 },
    );
  });

  it("tells apart where one part ends and the next begins", () => {
    expect(encodeParts(["ab", "c"])).not.toEqual(encodeParts(["a", "bc"]));
    expect(encodeParts([""])).not.toEqual(encodeParts([]));
  });
});

describe("associated data", () => {
  const place = { store: "s", environment: "e", name: "N", version: 1 };

  it("differs between a value and its data key", () => {
    expect(valueData(1, place)).not.toEqual(dataKeyData(1, 1, place));
  });

  it("of a data key names the root key's version", () => {
    expect(dataKeyData(1, 1, place)).not.toEqual(dataKeyData(1, 2, place));
  });
});
