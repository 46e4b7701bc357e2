import { describe, expect, it } from "vitest";
import { CliError } from "../../src/cli-error.ts";
import { generateValue, parseRecipe } from "../../src/input/generate-value.ts";

const make = (size: string | undefined, format?: string) =>
  generateValue(parseRecipe(size, format));

function refusalOf(size: string | undefined, format?: string): string {
  try {
    parseRecipe(size, format);
  } catch (error) {
    if (error instanceof CliError) return error.message;
  }
  return "taken";
}

describe("a generated value", () => {
  it("holds as many random bytes as were asked for", () => {
    expect(make("32", "hex")).toMatch(/^[0-9a-f]{64}$/);
    expect(make("32", "base64")).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(make("32")).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(make("32768", "hex")).toHaveLength(65_536);
  });

  it("is a UUID of version 4", () => {
    expect(make(undefined, "uuid")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it("is another each time", () => {
    expect(new Set(Array.from({ length: 100 }, () => make("16"))).size).toBe(100);
  });

  it("takes each character of an alphabet as often, whatever its length", () => {
    const alphabet = "abcdefghijk";
    const text = make("16384", `alphabet:${alphabet}`);
    const expected = text.length / alphabet.length;
    for (const letter of alphabet) {
      // Five standard deviations: fails once in a million runs.
      const deviation = Math.abs(text.split(letter).length - 1 - expected);
      expect(deviation).toBeLessThan(5 * Math.sqrt(expected));
    }
  });

  it("throws away the bytes that would make the first characters likelier", () => {
    // 256 is 23 times 11 and 3 over: bytes 253 to 255 count for nothing.
    const bytes = [253, 254, 255, 0, 10, 252];
    let given = 0;
    const fill = (into: Uint8Array) => {
      for (let i = 0; i < into.length; i += 1) into[i] = bytes[given++ % bytes.length] ?? 0;
    };
    const recipe = parseRecipe("20", "alphabet:abcdefghijk");
    expect(generateValue(recipe, fill)).toMatch(/^(akk)+ak?$/);
  });

  it("may be of characters that are no ASCII, each a whole one", () => {
    expect([...make("64", "alphabet:é😀")]).toHaveLength(64);
  });

  it.each([
    ["15", "hex"],
    ["32769", "hex"],
    ["0", undefined],
    ["-16", undefined],
    ["1e3", "base64"],
    ["32", "HEX"],
    ["32", "alphabet:a"],
    ["32", "alphabet:"],
    ["32", "alphabet:aab"],
    ["32", "alphabet:a\ud800"],
    ["19", "alphabet:0123456789"],
    ["16385", "alphabet:0123456789"],
    [undefined, "hex"],
    ["16", "uuid"],
  ])("is refused for size %s and format %s, with what is right", (size, format) => {
    expect(refusalOf(size, format)).toMatch(/ must be | takes /);
  });

  it("is never of fewer bits than can be guessed", () => {
    expect(refusalOf("16", "hex")).toBe("taken");
    expect(refusalOf("20", "alphabet:0123456789")).toBe("taken");
  });
});
