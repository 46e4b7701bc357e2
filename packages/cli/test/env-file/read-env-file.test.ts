import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEnvFile } from "../../src/env-file/read-env-file.ts";

const CANARY = "canary7f3a";

function faultOf(text: string, file: string): string {
  try {
    readEnvFile(text, file);
  } catch (error) {
    return error instanceof Error ? error.message : "not an error";
  }
  return "no fault";
}

describe("readEnvFile", () => {
  it("reads JSON byte for byte", () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
    const value = fc.string({ unit: "binary", minLength: 1 }).filter((v) => v.isWellFormed());
    fc.assert(
      fc.property(fc.dictionary(name, value, { minKeys: 1 }), (secrets) => {
        for (const indent of [undefined, 2]) {
          const { entries } = readEnvFile(JSON.stringify(secrets, null, indent), "a.json");
          expect(entries.map((entry) => [entry.name, entry.value])).toEqual(
            Object.entries(secrets),
          );
        }
      }),
    );
  });

  it.each([
    ["a.json", `{"A": "${CANARY}", "A": "2"}`, "a.json, line 1: A was given before, on line 1."],
    ["a.json", `{\n"A": 1}`, "a.json, line 2: the value must be a string."],
    ["a.json", `{\n"A": null}`, "a.json, line 2: the value must be a string."],
    ["a.json", `{"A": {"B": "${CANARY}"}}`, "a.json, line 1: the value must be a string."],
    [
      "a.json",
      `["${CANARY}"]`,
      'a.json, line 1: must be one object of strings, {"NAME": "value"}.',
    ],
    ["a.json", `{"A": "${CANARY}`, "a.json, line 1: is not JSON."],
    ["a.json", `{"A": ${CANARY}}`, "a.json, line 1: is not JSON."],
    ["a.json", `{"A": "${CANARY}",}`, "a.json, line 1: is not JSON."],
    ["a.json", `{"A": "1"} // ${CANARY}`, "a.json, line 1: is not JSON."],
    ["a.json", `{"A": "${CANARY}\t"}`, "a.json, line 1: is not JSON."],
    ["a.json", "", "a.json, line 1: is not JSON."],
    ["a.json", "{}", "a.json: holds no secrets."],
    [
      "a.json",
      `{"A": "${CANARY}\\ud800"}`,
      "a.json, line 1: the value of A must be well-formed Unicode, without lone surrogates.",
    ],
    [
      "a.json",
      `{"${CANARY} x": "1"}`,
      "a.json, line 1: the name must be 1 to 255 letters, digits, underscores or dashes.",
    ],
    [".env", "# nothing\n", ".env: holds no secrets."],
    [".env", "\nA=\n", ".env, line 2: the value of A must not be empty."],
    [
      ".env",
      `${CANARY}.x=1`,
      ".env, line 1: the name must be 1 to 255 letters, digits, underscores or dashes.",
    ],
    [
      ".env",
      `A=${"x".repeat(65_537)}`,
      ".env, line 1: the value of A must be at most 65536 bytes in UTF-8.",
    ],
  ])("refuses a fault in %s without repeating it (%#)", (file, text, message) => {
    expect(faultOf(text, file)).toBe(message);
  });

  it("takes 500 entries and not 501", () => {
    const lines = (count: number) => Array.from({ length: count }, (_, i) => `K${i}=v`).join("\n");
    expect(readEnvFile(lines(500), "f").entries).toHaveLength(500);
    expect(faultOf(lines(501), "f")).toBe("f: holds 501 secrets; one import takes 500.");
  });

  it("reads what begins with a brace as JSON, whatever its name", () => {
    expect(readEnvFile('{"A": "b"}', ".dev.vars").entries).toEqual([
      { name: "A", value: "b", line: 1 },
    ]);
  });
});
