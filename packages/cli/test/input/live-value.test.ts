import { describe, expect, it } from "vitest";
import { isLiveLooking } from "../../src/input/live-value.ts";

// Put together here, so that no scanner takes this file for a leak.
const LIVE = [
  ["sk", "live", "abc"].join("_"),
  ["rk", "live", "abc"].join("_"),
  ["pk", "live", "abc"].join("_"),
  ["github", "pat", "abc"].join("_"),
  ["ghp", "abc"].join("_"),
  ["gho", "abc"].join("_"),
  ["xoxb", "1", "abc"].join("-"),
  `AKIA${"A".repeat(16)}`,
  `AIza${"b".repeat(35)}`,
  `-----BEGIN ${"PRIVATE KEY"}-----\nabc\n`,
  `-----BEGIN RSA ${"PRIVATE KEY"}-----`,
  `{"private_key": "-----BEGIN ${"PRIVATE KEY"}-----"}`,
];

describe("isLiveLooking", () => {
  it.each(LIVE)("knows the key of a live account (%#)", (value) => {
    expect(isLiveLooking(value)).toBe(true);
    expect(isLiveLooking(` ${value}\n`)).toBe(true);
  });

  it.each(["sk_test_abc", "whsec_abc", "price_123", "AKIA", "", "-----BEGIN PUBLIC KEY-----"])(
    "leaves %j alone",
    (value) => expect(isLiveLooking(value)).toBe(false),
  );
});
