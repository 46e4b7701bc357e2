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

  it("is what the table says, for short texts of any letters and for long ones", () => {
    const letters = fc.string({ unit: "binary", maxLength: 40 });
    const ascii = fc.string({ unit: "grapheme-ascii", maxLength: 40 });
    const long = fc.nat(3_000).map((length) => "x".repeat(length));
    const parts = fc.array(fc.oneof(letters, ascii, ascii, long), { maxLength: 8 });
    fc.assert(
      fc.property(parts, (list) => {
        const expected = list.flatMap((text) => {
          const utf8 = Array.from(new TextEncoder().encode(text));
          const size = new Uint8Array(4);
          new DataView(size.buffer).setUint32(0, utf8.length);
          return [...size, ...utf8];
        });
        expect(Array.from(encodeParts(list))).toEqual(expected);
      }),
      { numRuns: 300 },
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
