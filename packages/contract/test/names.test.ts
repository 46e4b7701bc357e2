import {
  consumerEnvironment,
  LIMITS,
  secretEnvironment,
  secretName,
  secretValue,
  storeId,
  workerName,
} from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { expectRefused } from "./expect-refused.ts";

const HOSTILE_NAMES = [
  "",
  " ",
  "A B",
  "A.B",
  "A/B",
  "../A",
  "A\n",
  "\nA",
  "A\u0000",
  "É",
  "\uff21",
  "A\u200b",
  "\u202eA",
  "$(A)",
  "<A>",
  "A'--",
  "%41",
  "😀",
];

describe.each([
  { title: "secretName", schema: secretName, limit: LIMITS.SECRET_NAME_LENGTH },
  { title: "workerName", schema: workerName, limit: LIMITS.WORKER_NAME_LENGTH },
  { title: "storeId", schema: storeId, limit: LIMITS.STORE_ID_LENGTH },
  { title: "secretEnvironment", schema: secretEnvironment, limit: LIMITS.ENVIRONMENT_NAME_LENGTH },
  {
    title: "consumerEnvironment",
    schema: consumerEnvironment,
    limit: LIMITS.ENVIRONMENT_NAME_LENGTH,
  },
])("$title", ({ schema, limit }) => {
  it.each([1, limit - 1, limit])("accepts %i characters", (length) => {
    expect(schema.parse("a".repeat(length))).toHaveLength(length);
  });

  it("refuses one character more than its limit, and says the limit", () => {
    expect(expectRefused(schema, "a".repeat(limit + 1), "input").message).toContain(`${limit}`);
  });

  it.each(HOSTILE_NAMES)("refuses %j", (name) => {
    expectRefused(schema, name, "input");
  });

  it.each([undefined, null, 1, true, [], ["A"], {}, { toString: () => "A" }])(
    "refuses what is not text: %j",
    (input) => {
      expect(expectRefused(schema, input, "input").message).toBe("input must be a string.");
    },
  );

  it("keeps case, and takes names that every object has", () => {
    for (const name of ["MixedCase_1-2", "__proto__", "constructor", "-", "_"]) {
      expect(schema.parse(name)).toBe(name);
    }
  });
});

describe("environments", () => {
  it("takes `all` as a place to store, and not as a Worker's environment", () => {
    expect(secretEnvironment.parse("all")).toBe("all");
    expectRefused(consumerEnvironment, "all", "input");
  });
});

describe("secretValue", () => {
  const limit = LIMITS.VALUE_BYTES;

  it.each([1, limit - 1, limit])("accepts %i bytes", (length) => {
    expect(secretValue.parse("x".repeat(length))).toHaveLength(length);
  });

  it("refuses one byte more than its limit, and an empty value", () => {
    expectRefused(secretValue, "x".repeat(limit + 1), "input");
    expectRefused(secretValue, "", "input");
  });

  it("counts bytes of UTF-8, not characters", () => {
    const euro = "€"; // three bytes
    const most = euro.repeat(Math.floor(limit / 3)) + "x".repeat(limit % 3);
    expect(secretValue.parse(most)).toBe(most);
    expectRefused(secretValue, `${most}x`, "input");
    expectRefused(secretValue, "😀".repeat(limit / 4 + 1), "input");
    expect(secretValue.parse("😀".repeat(limit / 4))).toHaveLength(limit / 2);
  });

  it.each([" ", "\n", "a\r\nb\n", "\u0000", "\ufeffa", "e\u0301", "$HOME", '"', "\u202e", "😀"])(
    "keeps %j byte for byte",
    (value) => {
      expect(secretValue.parse(value)).toBe(value);
    },
  );

  it.each(["\ud800", "a\udc00b", "\ude00\ud83d"])("refuses lone surrogates: %j", (value) => {
    expectRefused(secretValue, value, "input");
  });
});
