import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/edits/apply-edits.ts";

describe("applyEdits", () => {
  it("replaces, inserts and removes, in whatever order the edits come", () => {
    const edits = [
      { start: 6, end: 9, text: "" },
      { start: 0, end: 3, text: "ONE" },
      { start: 3, end: 3, text: "," },
      { start: 3, end: 3, text: ";" },
    ];
    expect(applyEdits("one two", [])).toBe("one two");
    expect(applyEdits("one twos.", edits)).toBe("ONE,; tw");
  });

  it("refuses edits of the same text, and such that lie outside", () => {
    const overlap = [
      { start: 0, end: 3, text: "" },
      { start: 2, end: 4, text: "" },
    ];
    expect(() => applyEdits("abcdef", overlap)).toThrow(TypeError);
    expect(() => applyEdits("abc", [{ start: 2, end: 4, text: "" }])).toThrow(TypeError);
    expect(() => applyEdits("abc", [{ start: 2, end: 1, text: "" }])).toThrow(TypeError);
  });
});
