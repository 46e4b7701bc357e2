import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCursor, renderCursor } from "../../src/ledger/cursor.ts";

const part = fc.stringMatching(/^[A-Za-z0-9_-]{0,40}$/);

describe("a cursor", () => {
  it("gives back the key that it was made of", () => {
    fc.assert(
      fc.property(part, part, fc.nat(), (worker, name, version) => {
        const cursor = renderCursor("usage.list", [worker, name, version]);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(parseCursor("usage.list", cursor, ["", "", 0])).toEqual([worker, name, version]);
      }),
      { numRuns: 100 },
    );
  });

  it("of any text is refused by code or is one of ours", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        expect(() => parseCursor("secret.list", text, ["", ""])).toThrow(
          "cursor must be the nextCursor of a page of the same list.",
        );
      }),
      { numRuns: 100 },
    );
  });

  it("that is left out stands for the start", () => {
    expect(parseCursor("secret.list", undefined, ["", ""])).toEqual(["", ""]);
  });
});
